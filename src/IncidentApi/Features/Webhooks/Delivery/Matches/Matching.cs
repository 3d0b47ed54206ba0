using System.Text.Json;
using IncidentApi.Features.Changes;
using IncidentApi.Features.Incidents.Query;
using IncidentApi.Features.Webhooks.Subscriptions;
using IncidentApi.Platform.Data;
using IncidentApi.Platform.Http;
using Npgsql;

namespace IncidentApi.Features.Webhooks.Delivery.Matches;

/// <summary>
/// Makes events of what the change logs say. A webhook's events and its place in the log are written in one transaction, and only if nobody else moved
/// it meanwhile: a kill loses none, and however many instances look, each change makes one event at most.
/// </summary>
internal sealed class Matching(Store store, Subscriptions.Subscriptions subscriptions, Disabling disabling, Doors doors, ChangeWriting writing, DeliveryBell bell, WebhookSettings settings, TimeProvider clock)
{
    private const int MostAtOnce = 500;

    /// <summary>Webhooks, of all organisations, whose change log has gone on.</summary>
    public Task<List<(Guid Organisation, Guid Webhook)>> FindBehindAsync(CancellationToken cancellation) =>
        store.ReadAsync(Scope.Nobody, $"select organisation_id, webhook_id from webhooks_behind()", row => (row.GetGuid(0), row.GetGuid(1)), cancellation);

    /// <summary>Looks through the next piece of the log for one webhook; whether there is more of it.</summary>
    public async Task<bool> StepAsync(Guid organisation, Guid webhook, CancellationToken cancellation)
    {
        var found = await subscriptions.FindAsync(organisation, webhook, cancellation);
        await disabling.EndAsync(found, cancellation);
        if (found is not { DisabledReason: null } subscription) return false;

        var door = doors.Open(DeliveryRun.ReaderOf(organisation), subscription.Scope);
        var (filter, faults) = SubscriptionFilter.Read(subscription.Asked.Filter, door);
        if (faults.Count > 0) return await DisableAsync(subscription, "filter", cancellation);

        ChangeBatch batch;
        try
        {
            batch = await ChangeFeed.ReadAsync(door, subscription.Place, MostAtOnce, cancellation);
        }
        catch (ProblemException gone) when (gone.Problem.Kind.Status == StatusCodes.Status410Gone)
        {
            await MoveAsync(subscription, await ChangeFeed.LastPlaceAsync(door, cancellation), [], cancellation);
            return await DisableAsync(subscription, "behind", cancellation);
        }

        if (batch.Entries.Count == 0) return false;

        var matches = subscription.IsFiltered ? await MatchesAsync(subscription, door, filter, batch.Entries, cancellation) : null;
        var events = batch.Entries.Select(entry => (Entry: entry, Type: matches is null ? entry.Type : matches.TypeOf(entry, subscription.Events)))
            .Where(made => made.Type is not null && subscription.Events.Contains(made.Type)).Select(made => made.Entry with { Type = made.Type!, Reason = null }).ToList();
        var statements = new List<Sql>();
        if (events.Count > 0) statements.Add(Insert(subscription, door, events));
        if (matches is not null) statements.AddRange(matches.Changes(organisation, webhook));
        if (!await MoveAsync(subscription, batch.Next, statements, cancellation)) return false;

        if (events.Count > 0) bell.Ring();
        return batch.More;
    }

    /// <summary>How these records stand, and which of them matched when they were last looked at.</summary>
    private async Task<FilteredMatches> MatchesAsync(Subscription subscription, Door door, IncidentFilter filter, IReadOnlyList<ChangeEntry> entries, CancellationToken cancellation)
    {
        var ids = entries.Select(entry => entry.IncidentId).Distinct().ToArray();
        var now = await door.Store.ReadAsync(door.Scope, $"select id, version, coalesce({filter.Conditions(door)}, false) from {door.Table} where id = any({ids}){door.And}",
            row => (Id: row.GetGuid(0), Version: row.GetInt32(1), Matches: row.GetBoolean(2)), cancellation);
        var before = await store.ReadAsync(Scope.Of(subscription.OrganisationId),
            $"select incident_id from webhook_matches where webhook_id = {subscription.Id} and incident_id = any({ids})", row => row.GetGuid(0), cancellation);
        return new FilteredMatches(now.ToDictionary(record => record.Id, record => (record.Version, record.Matches)), before);
    }

    private Sql Insert(Subscription subscription, Door door, List<ChangeEntry> events)
    {
        var now = clock.GetUtcNow();
        return $"""
            insert into webhook_events (organisation_id, id, webhook_id, type, incident_id, version, position, body, status, attempts, tries, due_at, expires_at, created_at)
            select {subscription.OrganisationId}, e.id, {subscription.Id}, e.type, e.incident, e.version, e.position, e.body, 'waiting', 0, 0, {now}, {now + settings.Retry}, {now}
            from unnest({events.Select(_ => Guid.CreateVersion7(now)).ToArray()}, {events.Select(entry => entry.Type).ToArray()}, {events.Select(entry => entry.IncidentId).ToArray()},
                {events.Select(entry => entry.Version).ToArray()}, {events.Select(entry => entry.Position).ToArray()}, {events.Select(entry => BodyOf(door, entry)).ToArray()})
                as e(id, type, incident, version, position, body)
            """;
    }

    /// <summary>The message as the change log tells the change; times of others are days.</summary>
    private byte[] BodyOf(Door door, ChangeEntry entry)
    {
        using var buffer = new MemoryStream();
        using (var json = new Utf8JsonWriter(buffer, new JsonWriterOptions { Encoder = Json.Answers.Encoder })) writing.Write(json, door, entry, document: null);
        return Payload.Of(entry.Type, entry.At, JsonSerializer.Deserialize<JsonElement>(buffer.ToArray()));
    }

    private async Task<bool> MoveAsync(Subscription subscription, ChangePlace to, IEnumerable<Sql> with, CancellationToken cancellation)
    {
        try
        {
            await store.WriteAsync(Scope.Of(subscription.OrganisationId),
            [
                $"""
                with moved as (update webhooks set position = {to.Position}, mark = {to.Mark}
                    where id = {subscription.Id} and position = {subscription.Place.Position} and mark = {subscription.Place.Mark} and is_enabled returning 1)
                select require_written(count(*)) from moved
                """,
                .. with,
            ], cancellation);
            return true;
        }
        catch (PostgresException moved) when (moved.SqlState == DatabaseErrors.NotWritten)
        {
            return false;
        }
    }

    private async Task<bool> DisableAsync(Subscription subscription, string reason, CancellationToken cancellation)
    {
        await disabling.DisableAsync(subscription.OrganisationId, subscription.Id, reason, since: null, cancellation);
        return false;
    }
}
