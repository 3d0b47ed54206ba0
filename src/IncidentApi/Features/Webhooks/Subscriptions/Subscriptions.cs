using IncidentApi.Features.Changes;
using IncidentApi.Platform.Audit;
using IncidentApi.Platform.Data;
using IncidentApi.Platform.Security;
using Npgsql;

namespace IncidentApi.Features.Webhooks.Subscriptions;

/// <summary>Keeps the webhooks of organisations.</summary>
internal sealed class Subscriptions(Store store, WebhookSeal seal, TimeProvider clock)
{
    private static Sql Columns => $"""
        organisation_id, id, asked, events, scope, includes_document, position, mark, previous_until, disabled_reason, disabled_at, failures, failing_since, paused_until, created_at, changed_at,
        {KeyEnd.Of($"webhooks.organisation_id", $"webhooks.created_by")}, {KeyEnd.IsRevoked($"webhooks.organisation_id", $"webhooks.created_by")}
        """;

    public Task<List<Subscription>> ListAsync(Guid organisation, CancellationToken cancellation) =>
        store.ReadAsync(Scope.Of(organisation), $"select {Columns} from webhooks order by id desc", Read, cancellation);

    public Task<Subscription?> FindAsync(Guid organisation, Guid id, CancellationToken cancellation) =>
        store.FindAsync(Scope.Of(organisation), $"select {Columns} from webhooks where id = {id}", Read, cancellation);

    /// <summary>Keeps a new one, unless the organisation has as many as it may; several that come together count too.</summary>
    public async Task<bool> AddAsync(Caller caller, Guid id, AskedOfWebhook asked, WebhookBody body, StartingPoint start, byte[] secret, int most, CancellationToken cancellation)
    {
        var (organisation, now) = (caller.OrganisationId, clock.GetUtcNow());
        var isEnabled = body.Enabled != false;
        try
        {
            await store.WriteAsync(Scope.Of(organisation),
            [
                // The lock is of this organisation's webhooks alone.
                $"select pg_advisory_xact_lock(hashtext('webhooks'), hashtext({organisation.ToString()}))",
                $"with room as (select 1 where (select count(*) from webhooks) < {most}) select require_written(count(*)) from room",
                $"""
                insert into webhooks (organisation_id, id, asked, events, scope, is_filtered, includes_document, secret, position, mark, is_enabled, disabled_reason, disabled_at,
                    failures, created_at, created_by, changed_at)
                values ({organisation}, {id}, {seal.SealAsked(organisation, id, asked)}, {body.Events!.Distinct().ToArray()}, {body.Scope ?? "own"}, {asked.Filter is { Count: > 0 }},
                    {body.Include is not null}, {seal.SealSecret(organisation, id, secret)}, {start.Place.Position}, {start.Place.Mark}, {isEnabled}, {(isEnabled ? null : "owner")}, {(isEnabled ? Sql.Of($"null") : Sql.Of($"{now}"))},
                    0, {now}, {caller.KeyId}, {now})
                """,
                .. Known(organisation, id, start.Matches),
                AuditLog.Record(caller, AuditAct.WebhookCreated, AuditSubject.Webhook, id),
            ], cancellation);
            return true;
        }
        catch (PostgresException full) when (full.SqlState == DatabaseErrors.NotWritten)
        {
            return false;
        }
    }

    /// <summary>Puts other wishes in the place of the old ones; the key that says them answers for the webhook from now on. Who switches it on again forgives its receiver what it failed in.</summary>
    public Task ReplaceAsync(Caller caller, Guid id, AskedOfWebhook asked, WebhookBody body, IReadOnlyList<Guid> matches, CancellationToken cancellation)
    {
        var (organisation, now) = (caller.OrganisationId, clock.GetUtcNow());
        var enabling = body.Enabled == false
            ? Sql.Of($"is_enabled = false, disabled_reason = coalesce(nullif(nullif(disabled_reason, 'key_expired'), 'key_revoked'), 'owner'), disabled_at = coalesce(disabled_at, {now})")
            : Sql.Of($"""
                is_enabled = true, disabled_reason = null, disabled_at = null, failures = case when is_enabled then failures else 0 end,
                failing_since = case when is_enabled then failing_since end, paused_until = case when is_enabled then paused_until end
                """);
        return store.WriteAsync(Scope.Of(organisation),
        [
            $"""
            update webhooks set asked = {seal.SealAsked(organisation, id, asked)}, events = {body.Events!.Distinct().ToArray()}, is_filtered = {asked.Filter is { Count: > 0 }},
                includes_document = {body.Include is not null}, changed_at = {now}, created_by = {caller.KeyId}, {enabling}
            where id = {id}
            """,
            .. Known(organisation, id, matches),
            AuditLog.Record(caller, AuditAct.WebhookChanged, AuditSubject.Webhook, id),
        ], cancellation);
    }

    /// <summary>Forgets it with all that it was sent.</summary>
    public Task DeleteAsync(Caller caller, Guid id, CancellationToken cancellation) => store.WriteAsync(Scope.Of(caller.OrganisationId),
        [$"delete from webhooks where id = {id}", AuditLog.Record(caller, AuditAct.WebhookDeleted, AuditSubject.Webhook, id)], cancellation);

    public Task RotateSecretAsync(Caller caller, Guid id, byte[] secret, DateTimeOffset? previousUntil, CancellationToken cancellation)
    {
        var until = previousUntil is { } instant ? Sql.Of($"{instant}") : Sql.Of($"null");
        var previous = previousUntil is null ? Sql.Of($"null") : Sql.Of($"secret");
        return store.WriteAsync(Scope.Of(caller.OrganisationId),
        [
            $"update webhooks set previous_secret = {previous}, previous_until = {until}, secret = {seal.SealSecret(caller.OrganisationId, id, secret)}, changed_at = {clock.GetUtcNow()} where id = {id}",
            AuditLog.Record(caller, AuditAct.WebhookSecretRotated, AuditSubject.Webhook, id),
        ], cancellation);
    }

    /// <summary>Records that the receiver may have: it is told when one of them is gone. Those of an earlier filter stay known.</summary>
    private static IEnumerable<Sql> Known(Guid organisation, Guid id, IReadOnlyList<Guid> matches) => matches.Count == 0 ? [] :
    [
        // Where the webhook itself was forgotten meanwhile there is none to tell.
        $"""
        insert into webhook_matches (organisation_id, webhook_id, incident_id)
        select {organisation}, w.id, m.id from webhooks w, unnest({matches.ToArray()}) as m(id) where w.id = {id} on conflict do nothing
        """,
    ];

    private Subscription Read(NpgsqlDataReader row)
    {
        var (organisation, id) = (row.GetGuid(0), row.GetGuid(1));
        var (reason, ends) = (row.IsDBNull(9) ? null : row.GetString(9), Instant(row, 16));
        var hasEnded = reason is null && !(ends > clock.GetUtcNow());
        return new Subscription
        {
            OrganisationId = organisation,
            Id = id,
            Asked = seal.OpenAsked(organisation, id, row.GetFieldValue<byte[]>(2)),
            Events = row.GetFieldValue<string[]>(3),
            Scope = row.GetString(4),
            IncludesDocument = row.GetBoolean(5),
            Place = new ChangePlace(row.GetInt64(6), row.GetInt64(7)),
            PreviousUntil = Instant(row, 8),
            DisabledReason = !hasEnded ? reason : !row.IsDBNull(17) && row.GetBoolean(17) ? Disabling.KeyRevoked : Disabling.KeyExpired,
            DisabledAt = hasEnded ? ends ?? row.GetFieldValue<DateTimeOffset>(15) : Instant(row, 10),
            EndsAt = ends,
            HasEnded = hasEnded,
            Failures = row.GetInt32(11),
            FailingSince = Instant(row, 12),
            PausedUntil = Instant(row, 13),
            CreatedAt = row.GetFieldValue<DateTimeOffset>(14),
            ChangedAt = row.GetFieldValue<DateTimeOffset>(15),
        };
    }

    private static DateTimeOffset? Instant(NpgsqlDataReader row, int column) => row.IsDBNull(column) ? null : row.GetFieldValue<DateTimeOffset>(column);
}
