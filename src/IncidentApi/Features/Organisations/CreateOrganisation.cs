using IncidentApi.Platform.Data;
using IncidentApi.Platform.Http;
using Microsoft.AspNetCore.Http.HttpResults;

namespace IncidentApi.Features.Organisations;

internal static class CreateOrganisation
{
    /// <summary>Makes an organisation, with its first admin key and a recovery code that are shown this once.</summary>
    public static async Task<Created<NewOrganisation>> Handle(
        Body<OrganisationBody> body, IncidentDb db, KeyIssue issue, TimeProvider clock, CancellationToken cancellation)
    {
        var (recoveryMac, recoveryCode) = issue.CreateRecovery();
        var organisation = new Organisation
        {
            Id = Guid.CreateVersion7(clock.GetUtcNow()),
            Name = body.Value.Name!,
            Language = body.Value.Language ?? "en",
            NeedsSecondPerson = body.Value.NeedsSecondPerson ?? false,
            RecoveryMac = recoveryMac,
            CreatedAt = clock.GetUtcNow(),
        };
        var (key, text) = issue.CreateAdmin(organisation.Id, "first admin key");

        await db.SpeakingForAsync(organisation.Id, () =>
        {
            db.Organisations.Add(organisation);
            db.ApiKeys.Add(key);
            return db.SaveChangesAsync(cancellation);
        }, cancellation);
        return TypedResults.Created($"/v1/organisations/{organisation.Id}", new NewOrganisation(organisation.Id, organisation.Name, text, recoveryCode));
    }
}
