using IncidentApi.Platform.Audit;
using IncidentApi.Platform.Data;
using Npgsql;

namespace IncidentApi.Features.Webhooks.Subscriptions;

/// <summary>Switches webhooks off, for reasons that their owners are shown.</summary>
internal sealed class Disabling(Store store, WebhookSettings settings, TimeProvider clock)
{
    public const string KeyRevoked = "key_revoked";
    public const string KeyExpired = "key_expired";

    /// <summary>What still waited is a dead letter, which the owner can send again. Nothing happens to a webhook that is off.</summary>
    /// <param name="since">Since when; null for this moment.</param>
    public async Task DisableAsync(Guid organisation, Guid id, string reason, DateTimeOffset? since, CancellationToken cancellation)
    {
        var now = clock.GetUtcNow();
        try
        {
            await store.WriteAsync(Scope.Of(organisation),
            [
                $"""
                with off as (update webhooks set is_enabled = false, disabled_reason = {reason}, disabled_at = {since ?? now}, paused_until = null where id = {id} and is_enabled returning 1)
                select require_written(count(*)) from off
                """,
                $"""
                update webhook_events set status = 'dead', due_at = null, ended_at = {now}, kept_until = {now + settings.Kept}
                where webhook_id = {id} and status = 'waiting'
                """,
                AuditLog.Record(null, AuditAct.WebhookDisabled, AuditSubject.Webhook, id, reason),
            ], cancellation);
        }
        catch (PostgresException off) when (off.SqlState == DatabaseErrors.NotWritten)
        {
            // Another instance was first, or its owner.
        }
    }

    /// <summary>Writes down that a webhook has ended with its key, if it has.</summary>
    public Task EndAsync(Subscription? found, CancellationToken cancellation) =>
        found is { HasEnded: true } ? DisableAsync(found.OrganisationId, found.Id, found.DisabledReason!, found.DisabledAt, cancellation) : Task.CompletedTask;
}
