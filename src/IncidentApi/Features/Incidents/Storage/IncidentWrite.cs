using System.Text.Json;
using IncidentApi.Platform.Changes;
using IncidentApi.Platform.Data;
using IncidentApi.Platform.Http;
using IncidentApi.Platform.Idempotency;
using IncidentApi.Platform.Security;

namespace IncidentApi.Features.Incidents.Storage;

/// <summary>
/// The one way to write an incident. It lists the statements (the claim of the idempotency key, the earlier version, the row, and last
/// the change log with its audit entry) and sends them as one batch: one round trip, one transaction, the shortest lock. No handler can forget one.
/// </summary>
internal sealed class IncidentWrite(Store store, TimeProvider clock)
{
    /// <summary>Records a new incident. A unique violation tells what was there already.</summary>
    public async Task<StoredIncident> InsertAsync(
        Caller caller, Guid id, IncidentBody body, IdempotentRequest? request, int status, CancellationToken cancellation)
    {
        var now = Now();
        var reference = Reference.Create();
        var incident = Complete(new Incident(body) { Id = id, Reference = reference, Version = 1, CreatedAt = now }, caller, now);
        var document = JsonSerializer.SerializeToUtf8Bytes(incident, Json.Answers);
        await store.WriteAsync(Scope.Of(caller.OrganisationId),
        [
            .. request?.Claim(caller.OrganisationId, status, id, 1, now) ?? [],
            Insert(incident, document, caller, now),
            ChangeLog.Append(caller, id, 1, ChangeKind.Created),
        ], cancellation);
        return new StoredIncident(id, 1, document);
    }

    /// <summary>Replaces a version by the next. Fails with <see cref="DatabaseErrors.NotWritten"/> when somebody else did so first.</summary>
    public async Task<StoredIncident> UpdateAsync(
        Caller caller, StoredIncident old, Incident next, string change, IdempotentRequest? request, int status, CancellationToken cancellation)
    {
        var now = Now();
        var incident = Complete(next with { Version = old.Version + 1 }, caller, now);
        var document = JsonSerializer.SerializeToUtf8Bytes(incident, Json.Answers);
        await store.WriteAsync(Scope.Of(caller.OrganisationId),
        [
            .. request?.Claim(caller.OrganisationId, status, old.Id, incident.Version, now) ?? [],
            KeepVersion(old),
            Update(incident, document, caller, now, change, JsonChanges.Between(old.Document, document)),
            ChangeLog.Append(caller, old.Id, incident.Version, change),
        ], cancellation);
        return new StoredIncident(old.Id, incident.Version, document);
    }

    private static Incident Complete(Incident incident, Caller caller, DateTimeOffset now)
    {
        var defaults = new IncidentDefaults(incident, caller.Language, incident.Reference);
        var filled = defaults.Fill();
        return new Incident(filled)
        {
            Violations = [.. filled.Violations!.Select(violation => violation with { Verification = LatestOf(incident.Verifications, violation.Ref!) })],
            Id = incident.Id,
            Reference = incident.Reference,
            Version = incident.Version,
            Status = incident.Status,
            StatusReason = incident.StatusReason,
            Verification = incident.Verification,
            Verifications = incident.Verifications,
            Visibility = incident.Visibility,
            Rights = IncidentColumns.RightsOf(incident),
            Organisation = new OwningOrganisation(caller.OrganisationId),
            CreatedAt = incident.CreatedAt,
            UpdatedAt = now,
            Defaulted = defaults.Filled.Count == 0 ? null : defaults.Filled,
            Links = IncidentLinks.Of(incident.Id),
        };
    }

    private static string LatestOf(IReadOnlyList<VerificationStep>? steps, string violation) =>
        steps?.LastOrDefault(step => step.Violation == violation)?.Status ?? "unverified";

    private static Sql Insert(Incident incident, byte[] document, Caller caller, DateTimeOffset now)
    {
        var columns = IncidentColumns.Of(incident);
        return $"""
            insert into incidents (organisation_id, id, version, reference, external_system, external_id, kind, status, verification,
                occurred_on, earliest, latest, surely_from, surely_to, lasting, terms, places, latitude, longitude,
                created_at, created_by, updated_at, updated_by, change, changed, search, brief, document)
            values ({caller.OrganisationId}, {incident.Id}, {incident.Version}, {incident.Reference}, {incident.ExternalRef?.System}, {incident.ExternalRef?.Id},
                {incident.Kind}, {incident.Status}, {incident.Verification},
                {columns.Span.SortsOn}, {columns.Span.Earliest}, {columns.Span.Latest}, {columns.Span.SurelyFrom}, {columns.Span.SurelyTo}, {columns.Span.Lasting},
                {columns.Terms}, {columns.Places}, {incident.Location!.Latitude}, {incident.Location.Longitude},
                {now}, {caller.KeyId}, {now}, {caller.KeyId}, {ChangeKind.Created}, {Array.Empty<string>()},
                {columns.Search.ToVector()}, {BriefOf(incident)}, {new JsonText(document)})
            """;
    }

    private static Sql Update(Incident incident, byte[] document, Caller caller, DateTimeOffset now, string change, string[] changed)
    {
        var columns = IncidentColumns.Of(incident);
        return $"""
            with written as (
                update incidents set version = {incident.Version}, external_system = {incident.ExternalRef?.System}, external_id = {incident.ExternalRef?.Id},
                    kind = {incident.Kind}, status = {incident.Status}, verification = {incident.Verification},
                    occurred_on = {columns.Span.SortsOn}, earliest = {columns.Span.Earliest}, latest = {columns.Span.Latest},
                    surely_from = {columns.Span.SurelyFrom}, surely_to = {columns.Span.SurelyTo}, lasting = {columns.Span.Lasting},
                    terms = {columns.Terms}, places = {columns.Places}, latitude = {incident.Location!.Latitude}, longitude = {incident.Location.Longitude},
                    updated_at = {now}, updated_by = {caller.KeyId}, change = {change}, changed = {changed},
                    search = {columns.Search.ToVector()}, brief = {BriefOf(incident)}, document = {new JsonText(document)}
                where organisation_id = {caller.OrganisationId} and id = {incident.Id} and version = {incident.Version - 1}
                returning 1)
            select require_written(count(*)) from written
            """;
    }

    private static Sql KeepVersion(StoredIncident old) => $"""
        insert into incident_versions (organisation_id, incident_id, version, at, by, change, changed, document)
        select organisation_id, id, version, updated_at, updated_by, change, changed, document
        from incidents where id = {old.Id} and version = {old.Version}
        """;

    private static JsonText BriefOf(Incident incident) => new(JsonSerializer.SerializeToUtf8Bytes(IncidentBrief.Of(incident), Json.Answers));

    /// <summary>An instant as finely as PostgreSQL keeps it, so that a document and its column say the same.</summary>
    private DateTimeOffset Now()
    {
        var now = clock.GetUtcNow();
        return now.AddTicks(-(now.Ticks % TimeSpan.TicksPerMillisecond));
    }
}
