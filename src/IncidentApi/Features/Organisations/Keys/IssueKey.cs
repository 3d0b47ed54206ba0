using IncidentApi.Platform.Audit;
using IncidentApi.Platform.Data;
using IncidentApi.Platform.Http;
using IncidentApi.Platform.Security;
using Microsoft.AspNetCore.Http.HttpResults;

namespace IncidentApi.Features.Organisations.Keys;

internal static class IssueKey
{
    /// <summary>Issues a key; its text is shown this once.</summary>
    public static async Task<Results<Created<NewKey>, ProblemResult>> Handle(
        Guid id, Body<KeyBody> body, Caller caller, IncidentDb db, KeyIssue issue, CancellationToken cancellation)
    {
        if (id != caller.OrganisationId) return Problems.NotFound.With();

        var (key, text) = issue.Create(id, body.Value, caller.KeyId);
        await db.SpeakingForAsync(id, async () =>
        {
            db.ApiKeys.Add(key);
            await db.SaveChangesAsync(cancellation);
            await db.RunAsync(AuditLog.Record(caller, AuditAct.KeyIssued, AuditSubject.Key, key.Id), cancellation);
            return key;
        }, cancellation);
        return TypedResults.Created($"/v1/organisations/{id}/keys", Shown(key, text));
    }

    public static NewKey Shown(ApiKey key, string text) => new(key.Id, text, key.Name, key.Role, key.Scopes, key.Networks, key.ExpiresAt);
}
