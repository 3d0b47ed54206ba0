using IncidentApi.Features.Organisations.Keys;
using IncidentApi.Platform.Audit;
using IncidentApi.Platform.Data;
using IncidentApi.Platform.Http;
using IncidentApi.Platform.Secrets;
using IncidentApi.Platform.Security;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace IncidentApi.Features.Organisations;

internal static class RecoverOrganisation
{
    /// <summary>Gives a new admin key for a recovery code, and the next code. Keys that may be in wrong hands are revoked apart.</summary>
    public static async Task<Results<Created<Recovered>, ProblemResult>> Handle(
        Body<RecoveryBody> body, Store store, IncidentDb db, InstallationSecret secret, KeyIssue issue, CancellationToken cancellation)
    {
        var code = body.Value.RecoveryCode!;
        var mac = secret.MacOfKey(code);
        var found = KeyText.KindOf(code) == KeyKind.Recovery
            ? await store.ReadAsync(Scope.OfKey(mac), $"select id from organisations where recovery_mac = {mac}", row => row.GetGuid(0), cancellation)
            : [];
        if (found is not [var organisation]) return Refused();

        var (key, text) = issue.CreateAdmin(organisation, "recovered admin key");
        var (nextMac, nextCode) = issue.CreateRecovery();
        var spent = await db.SpeakingForAsync(organisation, async () =>
        {
            // A code that somebody else spends at the same moment gives one key, not two.
            var rows = await db.Organisations.Where(o => o.Id == organisation && o.RecoveryMac == mac)
                .ExecuteUpdateAsync(set => set.SetProperty(o => o.RecoveryMac, nextMac), cancellation);
            if (rows == 0) return false;

            db.ApiKeys.Add(key);
            await db.SaveChangesAsync(cancellation);
            await db.RunAsync(AuditLog.Record(null, AuditAct.OrganisationRecovered, AuditSubject.Key, key.Id), cancellation);
            return true;
        }, cancellation);
        return spent ? TypedResults.Created($"/v1/organisations/{organisation}/keys", new Recovered(key.Id, text, nextCode, key.ExpiresAt)) : Refused();
    }

    private static ProblemResult Refused() => Problems.InvalidKey.With("This recovery code is unknown or was used.");
}
