using IncidentApi.Platform.Audit;
using IncidentApi.Platform.Data;
using IncidentApi.Platform.Http;
using IncidentApi.Platform.Security;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace IncidentApi.Features.Organisations;

internal static class ReplaceOrganisation
{
    /// <summary>Changes the name and the settings of the caller's organisation.</summary>
    public static async Task<Results<Ok<OrganisationResponse>, ProblemResult>> Handle(
        Guid id, Body<OrganisationBody> body, Caller caller, IncidentDb db, CancellationToken cancellation)
    {
        var changed = await db.SpeakingForAsync(caller.OrganisationId, async () =>
        {
            if (await db.Organisations.SingleOrDefaultAsync(o => o.Id == id, cancellation) is not { } organisation) return null;

            organisation.Name = body.Value.Name!;
            organisation.Language = body.Value.Language ?? "en";
            organisation.NeedsSecondPerson = body.Value.NeedsSecondPerson ?? false;
            organisation.NeedsVerification = body.Value.NeedsVerification ?? false;
            if (await db.SaveChangesAsync(cancellation) > 0)
            {
                await db.RunAsync(AuditLog.Record(caller, AuditAct.OrganisationChanged, AuditSubject.Organisation, id), cancellation);
            }

            return organisation;
        }, cancellation);
        return changed is null ? Problems.NotFound.With() : TypedResults.Ok(GetOrganisation.Shown(changed));
    }
}
