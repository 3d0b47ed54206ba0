using IncidentApi.Platform.Data;
using IncidentApi.Platform.Http;
using IncidentApi.Platform.Security;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace IncidentApi.Features.Organisations.Keys;

internal static class ListKeys
{
    /// <summary>Lists the organisation's keys, the revoked and the expired too, newest first.</summary>
    public static async Task<Results<Ok<WholeList<KeyResponse>>, ProblemResult>> Handle(Guid id, Caller caller, IncidentDb db, CancellationToken cancellation)
    {
        if (id != caller.OrganisationId) return Problems.NotFound.With();

        var keys = await db.SpeakingForAsync(id, () => db.ApiKeys.AsNoTracking().OrderByDescending(key => key.Id).ToListAsync(cancellation), cancellation);
        return TypedResults.Ok(new WholeList<KeyResponse>([.. keys.Select(KeyResponse.Of)]));
    }
}
