using System.Text.Json;
using IncidentApi.Features.Incidents.Erasure;
using IncidentApi.Features.Incidents.Facts;
using IncidentApi.Features.Incidents.Storage.Publishing;
using IncidentApi.Features.Incidents.Validation;
using IncidentApi.Features.Incidents.Workflow;
using IncidentApi.Features.People;
using IncidentApi.Features.People.Names;
using IncidentApi.Platform.Audit;
using IncidentApi.Platform.Changes;
using IncidentApi.Platform.Data;
using IncidentApi.Platform.Http;
using IncidentApi.Platform.Idempotency;
using IncidentApi.Platform.Secrets;
using IncidentApi.Platform.Security;
using Npgsql;

namespace IncidentApi.Features.Incidents.Storage;

/// <summary>
/// The one way to write an incident. It lists the statements (the claim of the idempotency key, the earlier version, the row, its facts, the
/// rows of partners and the public, and last the change logs with their audit entry) and sends them as one batch: one round trip, one
/// transaction, the shortest lock. No handler can forget one.
/// </summary>
internal sealed class IncidentWrite(
    Store store, IncidentRead read, IncidentPeople people, HidingElsewhere elsewhere, Publication publication, NamingRecords naming, InstallationSecret secret, TimeProvider clock)
{
    /// <summary>Records a new incident. A unique violation tells what was there already.</summary>
    public Task<StoredIncident> InsertAsync(
        Caller caller, Guid id, IncidentBody body, IdempotentRequest? request, int status, CancellationToken cancellation) => WriteAsync(async () =>
    {
        IncidentRules.RequireRoom(body, null);
        var now = Now();
        var reference = Reference.Create();
        var settled = await people.SettleAsync(caller, id, body, null, now, cancellation);
        var incident = Complete(new Incident(body) { Id = id, Reference = reference, Version = 1, CreatedAt = now }, settled, caller, now);
        var document = JsonSerializer.SerializeToUtf8Bytes(incident, Json.Answers);
        var others = await PrepareHidingAsync(caller, HidingElsewhere.NewlyHidden(settled.People, body.People, null), id, cancellation);
        await store.WriteAsync(Scope.Of(caller.OrganisationId),
        [
            .. request?.Claim(caller.OrganisationId, status, id, 1, now) ?? [],
            .. settled.Statements,
            Insert(incident, document, caller),
            .. FactRows.Insert(FactTables.Own, incident),
            .. others.SelectMany(other => other.Statements),
            .. settled.Audit,
            ChangeLog.Append(caller, id, 1, ChangeKind.Created),
            .. others.SelectMany(other => other.Last),
        ], cancellation);
        return new StoredIncident(id, 1, document);
    }, orWhenLost: true);

    /// <summary>Replaces a version by the next. Fails with <see cref="DatabaseErrors.NotWritten"/> when somebody else did so first.</summary>
    public Task<StoredIncident> UpdateAsync(
        Caller caller, StoredIncident old, Incident next, string change, IdempotentRequest? request, int status, CancellationToken cancellation) => WriteAsync(async () =>
    {
        IncidentRules.RequireRoom(next, old.Incident);
        var settled = await people.SettleAsync(caller, old.Id, next, old.Incident, Now(), cancellation);
        var erased = settled.Raised.Count == 0 ? [] : PersonErasure.TakeOut(await read.FindVersionsAsync(caller.OrganisationId, old, cancellation), settled.Raised).Documents;
        var write = await PrepareAsync(caller, old, next, settled, change, new Erasing(erased, ErasureReason.Hidden), TakesConsentBack(old.Incident, next), cancellation);
        var others = await PrepareHidingAsync(caller, HidingElsewhere.NewlyHidden(settled.People, [.. next.People ?? [], .. old.Incident.People ?? []], old.Incident.People), old.Id, cancellation);
        await store.WriteAsync(Scope.Of(caller.OrganisationId),
        [
            .. request?.Claim(caller.OrganisationId, status, old.Id, write.Made.Version, Now()) ?? [],
            .. write.Statements,
            .. others.SelectMany(other => other.Statements),
            .. write.Last,
            .. others.SelectMany(other => other.Last),
        ], cancellation);

        // Written already: what others see of other records follows, whether the caller still listens or not.
        await naming.ShowAnewAsync(caller, old.Incident, write.Made.Incident, CancellationToken.None);
        return write.Made;
    });

    /// <summary>Takes people who are hidden from now on out of every other record that names them: for the transaction that hides them.</summary>
    public async Task<IReadOnlyList<PreparedWrite>> PrepareHidingAsync(Caller caller, IReadOnlyList<Whom> people, Guid? except, CancellationToken cancellation)
    {
        var writes = new List<PreparedWrite>();
        foreach (var named in await elsewhere.FindAsync(caller, people, except, cancellation))
        {
            writes.Add(await PrepareErasureAsync(caller, named.Record, ChangeKind.IdentityHidden, new Erasing(named.Documents, ErasureReason.Hidden), VaultRules.Vault, cancellation));
        }

        return writes;
    }

    /// <summary>
    /// Replaces a version by one from which text was taken out, and takes it out of every version before: for a transaction that may write
    /// more records. Where others read the record and a text of it still names the person, they read it no more.
    /// </summary>
    /// <param name="caller">Whose record it is.</param>
    /// <param name="old">The record as it was.</param>
    /// <param name="change">What its history calls the step.</param>
    /// <param name="erasing">What is taken out.</param>
    /// <param name="disclosure">How far at most a person goes whose name is gone: without it there would seem to be nobody to protect.</param>
    /// <param name="cancellation">Ends the work.</param>
    public Task<PreparedWrite> PrepareErasureAsync(
        Caller caller, StoredIncident old, string change, Erasing erasing, string disclosure, CancellationToken cancellation)
    {
        var current = erasing.Documents.FirstOrDefault(document => document.Version == old.Version);
        var rewritten = current is null ? old : new StoredIncident(old.Id, old.Version, current.Document);
        var sent = rewritten.AsSent();
        var next = sent with
        {
            People = sent.People?.Select((person, i) => current?.TakesNameOf(i) == true
                ? person with { Disclosure = Disclosures.Stricter(person.Disclosure ?? VaultRules.Organisation, disclosure) } : person).ToList(),
        };
        return PrepareAsync(caller, old, next, SettledPeople.AsTheyAre(rewritten, next), change, erasing, mayHide: true, cancellation);
    }

    private async Task<PreparedWrite> PrepareAsync(Caller caller, StoredIncident old, Incident next, SettledPeople settled, string change, Erasing erasing,
        bool mayHide, CancellationToken cancellation)
    {
        var now = Now();
        var incident = Complete(next with { Version = old.Version + 1 }, settled, caller, now);
        var sealing = Sealing(incident, next, old.Incident);
        var shown = await publication.OfAsync(caller, old.Incident, incident, change, sealing, cancellation);
        if (shown.Found.Count > 0)
        {
            // What somebody takes back is hidden at once, and mended afterwards; any other text is mended first.
            if (!mayHide) throw new ProblemException(NamesFound.Of(shown.Found));

            incident = Complete(next with { Version = old.Version + 1, Visibility = "organisation" }, settled, caller, now);
            shown = await publication.OfAsync(caller, old.Incident, incident, change, sealing, cancellation);
        }

        var document = JsonSerializer.SerializeToUtf8Bytes(incident, Json.Answers);
        return new PreparedWrite(
        [
            .. settled.Statements,
            KeepVersion(old),
            Update(incident, document, caller, now, change, JsonChanges.Between(old.Document, document)),
            .. FactRows.Replace(old.Incident, incident),
            .. erasing.Documents.Select(version => version.Replace(caller, old.Id, incident.Version, erasing.Reason)),
            .. shown.Rows,
        ],
        [
            .. settled.Audit,
            .. Released(caller, old.Incident, incident),
            ChangeLog.Append(caller, old.Id, incident.Version, change),
            .. shown.Changes,
        ], new StoredIncident(old.Id, incident.Version, document));
    }

    /// <summary>Whether a record, its people settled, says already what another content would make of it.</summary>
    public async Task<bool> SaysTheSameAsync(Caller caller, StoredIncident old, IncidentBody body, CancellationToken cancellation)
    {
        var settled = await people.SettleAsync(caller, old.Id, body, old.Incident, Now(), cancellation);
        return !settled.Renames && old.SaysTheSame(body with { People = settled.People }, caller.Language);
    }

    /// <summary>Writes again when the register of people changed meanwhile, or when another record did that must change too.</summary>
    private static async Task<StoredIncident> WriteAsync(Func<Task<StoredIncident>> write, bool orWhenLost = false)
    {
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                return await write();
            }
            catch (PostgresException overtaken) when (attempt < Register.Attempts && (Register.IsOvertaken(overtaken)
                || (orWhenLost && (overtaken.SqlState == DatabaseErrors.NotWritten || overtaken.Violates(IncidentVersionTable.PrimaryKey)))))
            {
                // The people are settled anew, and the records that name them sought again.
            }
        }
    }

    private Incident Complete(Incident incident, SettledPeople settled, Caller caller, DateTimeOffset now)
    {
        var defaults = new IncidentDefaults(incident with { People = settled.People }, caller.Language, incident.Reference);
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
            Releases = incident.Releases?.Select(release => release.Covers is null ? release with { Covers = [.. (filled.People ?? []).Select(person => Release.DigestOf(secret, person))] } : release).ToList(),
            Visibility = incident.Visibility,
            Rights = IncidentColumns.RightsOf(incident),
            Organisation = new OwningOrganisation(caller.OrganisationId),
            CreatedAt = incident.CreatedAt,
            UpdatedAt = now,
            Defaulted = defaults.Filled.Count + settled.Filled.Count == 0 ? null : [.. defaults.Filled, .. settled.Filled],
            Links = IncidentLinks.Of(incident.Id),
        };
    }

    /// <summary>What a reviewer released in this step, for whoever reads the audit log.</summary>
    private static IEnumerable<Sql> Released(Caller caller, Incident old, Incident next) =>
        (next.Releases ?? []).Skip(old.Releases?.Count ?? 0).GroupBy(release => release.Reason)
            .Select(released => AuditLog.Record(caller, AuditAct.NameScanOverridden, AuditSubject.Incident, next.Id, released.Key, released.Count()));

    /// <summary>The names that this step takes out of a record, as it was sent or as it was before.</summary>
    private static List<KnownName> Sealing(Incident settled, params Incident[] others) => [.. (settled.People ?? []).Where(person => person.Name is null)
        .Select(person => new KnownName(person.Ref!, [.. others.SelectMany(other => other.People ?? []).Where(other => other.Ref == person.Ref)
            .SelectMany(other => new[] { other.Name }.Concat(other.Aliases ?? [])).OfType<string>().Distinct()], OfThisRecord: true))
        .Where(name => name.Spellings.Count > 0)];

    private static bool TakesConsentBack(Incident old, Incident next) => next.People?.Any(person => person.Consent?.Scope == "withdrawn"
        && old.People?.Any(before => before.Ref == person.Ref && before.Consent?.Scope == "withdrawn") != true) == true;

    private static string LatestOf(IReadOnlyList<VerificationStep>? steps, string violation) =>
        steps?.LastOrDefault(step => step.Violation == violation)?.Status ?? "unverified";

    private static Sql Insert(Incident incident, byte[] document, Caller caller) => RowInsert.Of($"incidents", incident, document,
        $", external_system, external_id, created_by, updated_by, change, changed",
        $", {incident.ExternalRef?.System}, {incident.ExternalRef?.Id}, {caller.KeyId}, {caller.KeyId}, {ChangeKind.Created}, {Array.Empty<string>()}");

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
                    search = {columns.Search.ToVector()}, brief = {RowInsert.BriefOf(incident)}, document = {new JsonText(document)}
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

    /// <summary>An instant as finely as PostgreSQL keeps it, so that a document and its column say the same.</summary>
    private DateTimeOffset Now()
    {
        var now = clock.GetUtcNow();
        return now.AddTicks(-(now.Ticks % TimeSpan.TicksPerMillisecond));
    }
}

/// <summary>The statements that replace one record.</summary>
/// <param name="Statements">What is written, in this order.</param>
/// <param name="Last">Those that lock the heads of the logs: last in the transaction.</param>
/// <param name="Made">What the record will be.</param>
internal sealed record PreparedWrite(IReadOnlyList<Sql> Statements, IReadOnlyList<Sql> Last, StoredIncident Made);
