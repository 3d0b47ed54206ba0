using IncidentApi.Platform.Data;
using IncidentApi.Platform.Security;

namespace IncidentApi.Features.Webhooks.Subscriptions;

/// <summary>A webhook ends with the key that said last where it goes: a tap that a stolen key laid closes with the key.</summary>
internal sealed class WebhooksOfKeys(WebhookSettings settings, TimeProvider clock) : IEndWithKeys
{
    public IEnumerable<Sql> Revoked(Guid key)
    {
        var now = clock.GetUtcNow();
        yield return $"update webhooks set is_enabled = false, disabled_reason = 'key_revoked', disabled_at = {now}, paused_until = null where created_by = {key} and is_enabled";
        yield return $"""
            update webhook_events set status = 'dead', due_at = null, ended_at = {now}, kept_until = {now + settings.Kept}
            where status = 'waiting' and webhook_id in (select id from webhooks where created_by = {key})
            """;
    }

    public IEnumerable<Sql> Rotated(Guid key, Guid next)
    {
        // Who forgot it until the key had run out lets go on what ended with it.
        yield return $"""
            update webhooks set created_by = {next}, is_enabled = is_enabled or disabled_reason = 'key_expired', disabled_reason = nullif(disabled_reason, 'key_expired'),
                disabled_at = case when disabled_reason <> 'key_expired' then disabled_at end
            where created_by = {key}
            """;
    }
}
