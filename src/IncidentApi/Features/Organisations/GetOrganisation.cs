using IncidentApi.Platform.Data;
using IncidentApi.Platform.Http;
using IncidentApi.Platform.Security;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace IncidentApi.Features.Organisations;

internal static class GetOrganisation
{
    /// <summary>Reads the caller's organisation and its settings.</summary>
    public static async Task<Results<Ok<OrganisationResponse>, ProblemResult>> Handle(Guid id, Caller caller, IncidentDb db, CancellationToken cancellation)
    {
        var found = await db.SpeakingForAsync(caller.OrganisationId, () => db.Organisations.AsNoTracking().SingleOrDefaultAsync(o => o.Id == id, cancellation), cancellation);
        return found is null ? Problems.NotFound.With() : TypedResults.Ok(Shown(found));
    }

    public static OrganisationResponse Shown(Organisation organisation) =>
        new(organisation.Id, organisation.Name, organisation.Language, organisation.NeedsSecondPerson, organisation.NeedsVerification, organisation.CreatedAt);
}
