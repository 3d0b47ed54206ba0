using IncidentApi.Platform.Audit;
using IncidentApi.Platform.Data;
using IncidentApi.Platform.Http;
using IncidentApi.Platform.Security;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace IncidentApi.Features.Organisations.Keys;

internal static class RotateKey
{
    /// <summary>Issues a key like another one. The old one goes on working until it is revoked or ends, so that nothing stops meanwhile; its webhooks are the new one's.</summary>
    public static async Task<Results<Created<NewKey>, ProblemResult>> Handle(
        Guid id, Guid keyId, Caller caller, IncidentDb db, IEnumerable<IEndWithKeys> made, KeyIssue issue, CancellationToken cancellation)
    {
        var next = await db.SpeakingForAsync(caller.OrganisationId, async () =>
        {
            if (await db.ApiKeys.AsNoTracking().SingleOrDefaultAsync(key => key.OrganisationId == id && key.Id == keyId && key.RevokedAt == null, cancellation) is not { } old) return default;

            var created = issue.Create(id, new KeyBody { Name = old.Name, Role = old.Role, Scopes = old.Role is null ? old.Scopes : null, Networks = old.Networks }, caller.KeyId);
            db.ApiKeys.Add(created.Row);
            await db.SaveChangesAsync(cancellation);
            foreach (var handing in made.SelectMany(room => room.Rotated(keyId, created.Row.Id))) await db.RunAsync(handing, cancellation);
            await db.RunAsync(AuditLog.Record(caller, AuditAct.KeyRotated, AuditSubject.Key, keyId), cancellation);
            await db.RunAsync(AuditLog.Record(caller, AuditAct.KeyIssued, AuditSubject.Key, created.Row.Id), cancellation);
            return created;
        }, cancellation);
        return next.Row is null ? Problems.NotFound.With() : TypedResults.Created($"/v1/organisations/{id}/keys", IssueKey.Shown(next.Row, next.Key));
    }
}
