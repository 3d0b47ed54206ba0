using IncidentApi.Platform.Audit;
using IncidentApi.Platform.Data;
using IncidentApi.Platform.Http;
using IncidentApi.Platform.Security;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace IncidentApi.Features.Organisations.Keys;

internal static class RevokeKey
{
    /// <summary>Revokes a key; within a second it works nowhere, and webhooks that it made or changed last are switched off. Revoking it again changes nothing.</summary>
    public static async Task<Results<NoContent, ProblemResult>> Handle(
        Guid id, Guid keyId, Caller caller, IncidentDb db, IEnumerable<IEndWithKeys> made, TimeProvider clock, CancellationToken cancellation)
    {
        var now = clock.GetUtcNow();
        var found = await db.SpeakingForAsync(caller.OrganisationId, async () =>
        {
            var keys = db.ApiKeys.Where(key => key.OrganisationId == id && key.Id == keyId);
            if (await keys.Where(key => key.RevokedAt == null).ExecuteUpdateAsync(set => set.SetProperty(key => key.RevokedAt, now), cancellation) == 0)
            {
                return await keys.AnyAsync(cancellation);
            }

            foreach (var ending in made.SelectMany(room => room.Revoked(keyId))) await db.RunAsync(ending, cancellation);
            await db.RunAsync(AuditLog.Record(caller, AuditAct.KeyRevoked, AuditSubject.Key, keyId), cancellation);
            return true;
        }, cancellation);
        return found ? TypedResults.NoContent() : Problems.NotFound.With();
    }
}
