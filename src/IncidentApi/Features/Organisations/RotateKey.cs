using IncidentApi.Platform.Audit;
using IncidentApi.Platform.Data;
using IncidentApi.Platform.Http;
using IncidentApi.Platform.Security;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace IncidentApi.Features.Organisations;

internal static class RotateKey
{
    /// <summary>Issues a key like another one. The old one goes on working until it is revoked or ends, so that nothing stops meanwhile.</summary>
    public static async Task<Results<Created<NewKey>, ProblemResult>> Handle(
        Guid id, Guid keyId, Caller caller, IncidentDb db, KeyIssue issue, CancellationToken cancellation)
    {
        var next = await db.SpeakingForAsync(caller.OrganisationId, async () =>
        {
            if (await db.ApiKeys.AsNoTracking().SingleOrDefaultAsync(key => key.OrganisationId == id && key.Id == keyId && key.RevokedAt == null, cancellation) is not { } old) return default;

            var made = issue.Create(id, new KeyBody { Name = old.Name, Role = old.Role, Scopes = old.Role is null ? old.Scopes : null, Networks = old.Networks }, caller.KeyId);
            db.ApiKeys.Add(made.Row);
            await db.SaveChangesAsync(cancellation);
            await db.RunAsync(AuditLog.Record(caller, AuditAct.KeyRotated, AuditSubject.Key, keyId), cancellation);
            await db.RunAsync(AuditLog.Record(caller, AuditAct.KeyIssued, AuditSubject.Key, made.Row.Id), cancellation);
            return made;
        }, cancellation);
        return next.Row is null ? Problems.NotFound.With() : TypedResults.Created($"/v1/organisations/{id}/keys", IssueKey.Shown(next.Row, next.Key));
    }
}
