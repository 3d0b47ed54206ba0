using IncidentApi.Features.Organisations.Keys;
using IncidentApi.Platform.Audit;
using IncidentApi.Platform.Data;
using IncidentApi.Platform.Http;
using IncidentApi.Platform.Security;
using Microsoft.AspNetCore.Http.HttpResults;

namespace IncidentApi.Features.Organisations;

internal static class CreateOrganisation
{
    /// <summary>Makes an organisation, with its first admin key and a recovery code that are shown this once.</summary>
    public static async Task<Created<NewOrganisation>> Handle(
        Body<OrganisationBody> body, Caller caller, IncidentDb db, KeyIssue issue, TimeProvider clock, CancellationToken cancellation)
    {
        var (recoveryMac, recoveryCode) = issue.CreateRecovery();
        var organisation = new Organisation
        {
            Id = Guid.CreateVersion7(clock.GetUtcNow()),
            Name = body.Value.Name!,
            Language = body.Value.Language ?? "en",
            NeedsSecondPerson = body.Value.NeedsSecondPerson ?? false,
            NeedsVerification = body.Value.NeedsVerification ?? false,
            RecoveryMac = recoveryMac,
            CreatedAt = clock.GetUtcNow(),
        };
        var (key, text) = issue.CreateAdmin(organisation.Id, "first admin key");

        await db.SpeakingForAsync(organisation.Id, async () =>
        {
            db.Organisations.Add(organisation);
            db.ApiKeys.Add(key);
            await db.SaveChangesAsync(cancellation);
            await db.RunAsync(AuditLog.Record(caller, AuditAct.OrganisationCreated, AuditSubject.Organisation, organisation.Id), cancellation);
            await db.RunAsync(AuditLog.Record(caller, AuditAct.KeyIssued, AuditSubject.Key, key.Id), cancellation);
            return key;
        }, cancellation);
        return TypedResults.Created($"/v1/organisations/{organisation.Id}", new NewOrganisation(organisation.Id, organisation.Name, text, recoveryCode));
    }
}
