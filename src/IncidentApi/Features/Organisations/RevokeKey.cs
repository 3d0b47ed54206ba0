using IncidentApi.Platform.Data;
using IncidentApi.Platform.Http;
using IncidentApi.Platform.Security;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace IncidentApi.Features.Organisations;

internal static class RevokeKey
{
    /// <summary>Revokes a key; within a second it works nowhere. Revoking it again changes nothing.</summary>
    public static async Task<Results<NoContent, ProblemResult>> Handle(
        Guid id, Guid keyId, Caller caller, IncidentDb db, TimeProvider clock, CancellationToken cancellation)
    {
        var now = clock.GetUtcNow();
        var found = await db.SpeakingForAsync(caller.OrganisationId, () => db.ApiKeys.Where(key => key.OrganisationId == id && key.Id == keyId)
            .ExecuteUpdateAsync(set => set.SetProperty(key => key.RevokedAt, key => key.RevokedAt ?? now), cancellation), cancellation);
        return found == 0 ? Problems.NotFound.With() : TypedResults.NoContent();
    }
}
