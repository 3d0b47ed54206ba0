using IncidentApi.Features.Webhooks.Subscriptions;
using IncidentApi.Platform.Data;
using IncidentApi.Platform.Security;
using Npgsql;

namespace IncidentApi.Features.Webhooks.Delivery;

/// <summary>
/// Events that wait, shared by all instances. Whoever takes one has it for a while; if nothing is heard of him then, another one takes it. Of one
/// record's events the first goes first; of a receiver that keeps failing one attempt at a time decides whether the rest may come.
/// </summary>
internal sealed class WebhookQueue(Store store, WebhookSeal seal, RetrySchedule schedule, WebhookSettings settings, TimeProvider clock)
{
    /// <summary>Webhooks, of all organisations, with an event that may be sent now.</summary>
    public Task<List<(Guid Organisation, Guid Webhook)>> FindDueAsync(CancellationToken cancellation) =>
        store.ReadAsync(Scope.Nobody, $"select organisation_id, webhook_id from webhooks_due({clock.GetUtcNow()})", row => (row.GetGuid(0), row.GetGuid(1)), cancellation);

    /// <summary>Takes the next event of a webhook; null when there is none for now.</summary>
    public async Task<ClaimedEvent?> ClaimAsync(Guid organisation, Guid webhook, CancellationToken cancellation)
    {
        var claim = NewClaim();
        var taken = await store.ReadAsync(Scope.Of(organisation), Take(webhook, claim, mayProbe: true), row => Read(row, organisation, webhook, claim), cancellation);
        return taken.SingleOrDefault();
    }

    /// <summary>Takes one event that was just made for this, whether or not its webhook is switched off.</summary>
    public async Task<ClaimedEvent?> ClaimAsync(Guid organisation, Guid webhook, Guid id, CancellationToken cancellation)
    {
        var claim = NewClaim();
        var taken = await store.ReadAsync(Scope.Of(organisation), Taken(webhook, claim, $"select id from webhook_events where id = {id} and status = 'waiting' for update skip locked"),
            row => Read(row, organisation, webhook, claim) with { EndsAt = null }, cancellation);
        return taken.SingleOrDefault();
    }

    /// <summary>Writes down what came of it, and takes the webhook's next event in the same round trip.</summary>
    public async Task<(bool GiveUp, ClaimedEvent? Next)> EndAsync(ClaimedEvent sent, AttemptResult result, bool takeNext, CancellationToken cancellation)
    {
        var (giveUp, claim) = (false, NewClaim());
        ClaimedEvent? next = null;
        var queries = new List<(Sql, Func<NpgsqlDataReader, Task>)>
        {
            // The disk need not be waited for: what a crash of PostgreSQL loses here is sent again, with the same id.
            ($"select set_config('synchronous_commit', 'off', true)", _ => Task.CompletedTask),
        };

        // The webhook before its events: so does everybody who locks both.
        if (result.IsDelivered) queries.Add((Closed(sent), _ => Task.CompletedTask));
        else if (sent.Type != WebhookEvent.Test) queries.Add((Failed(sent), async rows => giveUp = await rows.ReadAsync(cancellation) && rows.GetBoolean(0)));
        queries.Add((Ended(sent, result), _ => Task.CompletedTask));
        queries.Add((Written(sent, result), _ => Task.CompletedTask));
        if (!result.IsDelivered && sent.Type != WebhookEvent.Test) queries.Add((Expired(sent), _ => Task.CompletedTask));

        if (takeNext) queries.Add((Take(sent.WebhookId, claim, mayProbe: !result.IsDelivered), async rows => next = await rows.ReadAsync(cancellation) ? Read(rows, sent.OrganisationId, sent.WebhookId, claim) : null));
        await store.ReadAllAsync(Scope.Of(sent.OrganisationId), queries, cancellation);
        return (giveUp, next);
    }

    /// <summary>Gives back what was taken and not sent.</summary>
    public Task ReleaseAsync(ClaimedEvent taken, CancellationToken cancellation) => store.WriteAsync(Scope.Of(taken.OrganisationId),
        [$"update webhook_events set due_at = {clock.GetUtcNow()}, claim = null where id = {taken.Id} and claim = {taken.Claim}"], cancellation);

    /// <summary>Forgets events that are past their time; whether there may be more of them.</summary>
    public async Task<bool> ForgetAsync(CancellationToken cancellation) =>
        (await store.ReadAsync(Scope.Nobody, $"select forget_webhook_events()", row => row.GetInt64(0), cancellation))[0] > 0;

    // What stands before an event is asked row by row along the index, and not joined: a join would look at all that wait to find one.
    // A webhook whose key has ended is told nothing, whoever has noticed that or not.
    private Sql Take(Guid webhook, Guid claim, bool mayProbe)
    {
        var now = clock.GetUtcNow();
        var isOn = Sql.Of($"id = {webhook} and is_enabled and {KeyEnd.Of($"webhooks.organisation_id", $"webhooks.created_by")} > {now}");

        // Where the delivery of before locked no webhook, this does not either: nobody who holds an event waits for its webhook.
        var probe = mayProbe ? Sql.Of($"update webhooks set paused_until = {now + settings.Lease} where {isOn} and paused_until <= {now} returning id") : Sql.Of($"select id from webhooks where false");
        return Sql.Of($"""
            with probe as ({probe}),
            ready as (
                select id from webhooks where {isOn} and paused_until is null union all select id from probe),
            {Taking(webhook, claim, $"""
                select e.id from webhook_events e
                where e.webhook_id = {webhook} and e.status = 'waiting' and e.due_at <= {now} and exists (select from ready)
                    and (select true from webhook_events earlier where earlier.organisation_id = e.organisation_id and earlier.webhook_id = e.webhook_id
                        and earlier.incident_id = e.incident_id and earlier.status = 'waiting' and earlier.position < e.position limit 1) is null
                order by e.due_at limit 1 for update of e skip locked
                """)}
            """);
    }

    private Sql Taken(Guid webhook, Guid claim, Sql which) => $"with {Taking(webhook, claim, which)}";

    private Sql Taking(Guid webhook, Guid claim, Sql which) => $"""
        due as ({which}),
        taken as (
            update webhook_events e set due_at = {clock.GetUtcNow() + settings.Lease}, claim = {claim}, attempts = e.attempts + 1, tries = e.tries + 1
            from due where e.id = due.id returning e.id, e.type, e.incident_id, e.version, e.body, e.attempts, e.tries, e.expires_at)
        select t.id, t.type, t.incident_id, t.version, t.body, t.attempts, t.tries, t.expires_at, w.asked, w.scope, w.includes_document, w.secret,
            case when w.previous_until > {clock.GetUtcNow()} then w.previous_secret end, {KeyEnd.Of($"w.organisation_id", $"w.created_by")}
        from taken t join webhooks w on w.id = {webhook}
        """;

    private Sql Ended(ClaimedEvent sent, AttemptResult result)
    {
        var now = clock.GetUtcNow();
        var kept = now + settings.Kept;
        if (result.IsDelivered) return Ended(sent, $"status = 'delivered', due_at = null, ended_at = {now}, kept_until = {kept}");

        var next = result.IsGone || sent.Type == WebhookEvent.Test ? null : schedule.Next(now, sent.Try, sent.ExpiresAt, result.RetryAfter);
        return next is { } instant
            ? Ended(sent, $"due_at = case when status = 'waiting' then {instant} end")
            : Ended(sent, $"status = 'dead', due_at = null, ended_at = {now}, kept_until = {kept}");
    }

    private static Sql Ended(ClaimedEvent sent, Sql what) => $"update webhook_events set {what}, claim = null where id = {sent.Id} and claim = {sent.Claim} returning 1";

    private static Sql Written(ClaimedEvent sent, AttemptResult result) => $"""
        insert into webhook_attempts (organisation_id, event_id, number, at, milliseconds, http_status, error, answer)
        select {sent.OrganisationId}, {sent.Id}, {sent.Attempt}, {result.At}, {(int)Math.Min(result.Took.TotalMilliseconds, int.MaxValue)}, {result.HttpStatus}, {result.Error}, {result.Answer}
        from webhook_events where id = {sent.Id} on conflict do nothing returning 1
        """;

    private static Sql Closed(ClaimedEvent sent) =>
        $"update webhooks set failures = 0, failing_since = null, paused_until = null where id = {sent.WebhookId} and failures > 0 returning 1";

    /// <summary>Counts a failure; with enough of them in a row the receiver is left alone, each time for longer. Answers whether it is given up.</summary>
    private Sql Failed(ClaimedEvent sent)
    {
        var now = clock.GetUtcNow();
        return $"""
            update webhooks set failures = failures + 1, failing_since = coalesce(failing_since, {now}),
                paused_until = case when failures + 1 >= {settings.BreakerFailures} then {now}
                    + make_interval(secs => least({settings.BreakerLongestSeconds}, {settings.BreakerFirstSeconds} * 2.0 ^ least(failures + 1 - {settings.BreakerFailures}, 40))) end
            where id = {sent.WebhookId} returning failing_since <= {now - TimeSpan.FromSeconds(settings.GiveUpSeconds)}
            """;
    }

    /// <summary>While a receiver is left alone the time of events goes by: those whose time is over are dead with the attempt that just failed.</summary>
    private Sql Expired(ClaimedEvent sent)
    {
        var now = clock.GetUtcNow();
        return $"""
            update webhook_events set status = 'dead', due_at = null, claim = null, ended_at = {now}, kept_until = {now + settings.Kept}
            where webhook_id = {sent.WebhookId} and status = 'waiting' and due_at <= {now} and expires_at <= {now} returning 1
            """;
    }

    private ClaimedEvent Read(NpgsqlDataReader row, Guid organisation, Guid webhook, Guid claim)
    {
        var keys = new List<byte[]> { seal.OpenSecret(organisation, webhook, row.GetFieldValue<byte[]>(11)) };
        if (!row.IsDBNull(12)) keys.Add(seal.OpenSecret(organisation, webhook, row.GetFieldValue<byte[]>(12)));
        return new ClaimedEvent
        {
            OrganisationId = organisation,
            WebhookId = webhook,
            Id = row.GetGuid(0),
            Claim = claim,
            Type = row.GetString(1),
            IncidentId = row.IsDBNull(2) ? null : row.GetGuid(2),
            Version = row.IsDBNull(3) ? null : row.GetInt32(3),
            Body = row.GetFieldValue<byte[]>(4),
            Attempt = row.GetInt32(5),
            Try = row.GetInt32(6),
            ExpiresAt = row.GetFieldValue<DateTimeOffset>(7),
            Url = seal.OpenAsked(organisation, webhook, row.GetFieldValue<byte[]>(8)).Url,
            Scope = row.GetString(9),
            IncludesDocument = row.GetBoolean(10),
            EndsAt = row.IsDBNull(13) ? null : row.GetFieldValue<DateTimeOffset>(13),
            Keys = keys,
        };
    }

    private Guid NewClaim() => Guid.CreateVersion7(clock.GetUtcNow());
}
