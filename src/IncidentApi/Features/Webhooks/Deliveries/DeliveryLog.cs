using IncidentApi.Features.Webhooks.Delivery;
using IncidentApi.Features.Webhooks.Subscriptions;
using IncidentApi.Platform.Data;
using Npgsql;

namespace IncidentApi.Features.Webhooks.Deliveries;

/// <summary>What a webhook was sent and what came of it, and the ways to send it anew.</summary>
internal sealed class DeliveryLog(Store store, WebhookSettings settings, TimeProvider clock)
{
    /// <summary>More attempts of one event are not shown.</summary>
    private const int MostAttempts = 20;

    /// <summary>How many dead letters one request sends anew.</summary>
    private const int MostReplayed = 10_000;

    /// <summary>A page behind an id, newest first.</summary>
    public Task<List<DeliveryResponse>> ListAsync(Guid organisation, Guid webhook, string? status, Guid? after, int most, CancellationToken cancellation)
    {
        var conditions = new List<Sql> { Sql.Of($"e.webhook_id = {webhook}") };
        if (status is not null) conditions.Add($"e.status = {status}");
        if (after is { } last) conditions.Add($"e.id < {last}");
        return ReadAsync(organisation, $"{Sql.Join(" and ", conditions)} order by e.id desc limit {Sql.Known(most)}", cancellation);
    }

    public async Task<DeliveryResponse?> FindAsync(Guid organisation, Guid webhook, Guid id, CancellationToken cancellation) =>
        (await ReadAsync(organisation, $"e.webhook_id = {webhook} and e.id = {id}", cancellation)).SingleOrDefault();

    /// <summary>Sends one event anew, delivered or dead; one that waits is not to wait any longer.</summary>
    public Task ReplayAsync(Guid organisation, Guid webhook, Guid id, CancellationToken cancellation) =>
        store.WriteAsync(Scope.Of(organisation), [Resumed(webhook), Replayed($"webhook_id = {webhook} and id = {id} and (claim is null or status <> 'waiting')")], cancellation);

    /// <summary>Sends anew what died since an instant, the oldest first; how many.</summary>
    public async Task<int> ReplayDeadAsync(Guid organisation, Guid webhook, DateTimeOffset since, CancellationToken cancellation)
    {
        var dead = Sql.Of($"""
            select id from webhook_events where webhook_id = {webhook} and status = 'dead' and type <> {WebhookEvent.Test} and ended_at >= {since}
            order by id limit {Sql.Known(MostReplayed)} for update skip locked
            """);
        var replayed = await store.ReadAsync(Scope.Of(organisation), Replayed($"id in ({dead})"), row => row.GetInt32(0), cancellation);
        await store.WriteAsync(Scope.Of(organisation), [Resumed(webhook)], cancellation);
        return replayed.Count;
    }

    /// <summary>Makes a test event, which is tried once.</summary>
    public async Task<Guid> AddTestAsync(Guid organisation, Guid webhook, CancellationToken cancellation)
    {
        var now = clock.GetUtcNow();
        var id = Guid.CreateVersion7(now);
        await store.WriteAsync(Scope.Of(organisation),
        [
            $"""
            insert into webhook_events (organisation_id, id, webhook_id, type, body, status, attempts, tries, due_at, expires_at, created_at)
            values ({organisation}, {id}, {webhook}, {WebhookEvent.Test}, {Payload.Of(new TestMessage { Type = WebhookEvent.Test, Timestamp = now, Data = new TestData(webhook) })}, 'waiting', 0, 0, {now + settings.Lease}, {now}, {now})
            """,
        ], cancellation);
        return id;
    }

    /// <summary>Who asks for it need not wait until a receiver that failed is tried again.</summary>
    private Sql Resumed(Guid webhook) => $"update webhooks set paused_until = {clock.GetUtcNow()} where id = {webhook} and paused_until > {clock.GetUtcNow()}";

    private Sql Replayed(Sql which)
    {
        var now = clock.GetUtcNow();
        return $"""
            update webhook_events set status = 'waiting', due_at = {now}, claim = null, tries = 0, expires_at = {now + settings.Retry}, ended_at = null, kept_until = null
            where {which} returning 1
            """;
    }

    private Task<List<DeliveryResponse>> ReadAsync(Guid organisation, Sql which, CancellationToken cancellation) => store.ReadAsync(Scope.Of(organisation), $"""
        select e.id, e.type, e.incident_id, e.version, e.status, e.created_at, e.due_at, e.ended_at, a.numbers, a.ats, a.milliseconds, a.statuses, a.errors, a.answers
        from webhook_events e left join lateral (
            select array_agg(number order by number) as numbers, array_agg(at order by number) as ats, array_agg(milliseconds order by number) as milliseconds,
                array_agg(coalesce(http_status, 0) order by number) as statuses, array_agg(coalesce(error, '') order by number) as errors,
                array_agg(coalesce(answer, '') order by number) as answers
            from (select * from webhook_attempts where organisation_id = e.organisation_id and event_id = e.id order by number desc limit {Sql.Known(MostAttempts)}) last) a on true
        where {which}
        """, Read, cancellation);

    private static DeliveryResponse Read(NpgsqlDataReader row) => new(row.GetGuid(0), row.GetString(1), row.IsDBNull(2) ? null : row.GetGuid(2), row.IsDBNull(3) ? null : row.GetInt32(3),
        row.GetString(4), row.GetFieldValue<DateTimeOffset>(5), row.IsDBNull(6) ? null : row.GetFieldValue<DateTimeOffset>(6), row.IsDBNull(7) ? null : row.GetFieldValue<DateTimeOffset>(7),
        row.IsDBNull(8) ? [] : [.. AttemptsOf(row)]);

    private static IEnumerable<DeliveryAttempt> AttemptsOf(NpgsqlDataReader row)
    {
        var (numbers, ats, milliseconds) = (row.GetFieldValue<int[]>(8), row.GetFieldValue<DateTimeOffset[]>(9), row.GetFieldValue<int[]>(10));
        var (statuses, errors, answers) = (row.GetFieldValue<int[]>(11), row.GetFieldValue<string[]>(12), row.GetFieldValue<string[]>(13));
        for (var i = 0; i < numbers.Length; i++)
        {
            yield return new DeliveryAttempt(numbers[i], ats[i], milliseconds[i], statuses[i] == 0 ? null : statuses[i], errors[i].Length == 0 ? null : errors[i], answers[i].Length == 0 ? null : answers[i]);
        }
    }
}
