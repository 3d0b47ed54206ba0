using System.Text;
using System.Text.Json;
using IncidentApi.Features.Incidents.Disclosure;
using IncidentApi.Features.Incidents.Facts;
using IncidentApi.Features.People.Names;
using IncidentApi.Platform.Changes;
using IncidentApi.Platform.Data;
using IncidentApi.Platform.Http;
using IncidentApi.Platform.Secrets;
using IncidentApi.Platform.Security;

namespace IncidentApi.Features.Incidents.Storage.Publishing;

/// <summary>What saving a record does to the rows that others read.</summary>
/// <param name="Rows">Statements that write, change or remove them.</param>
/// <param name="Changes">Statements that tell their followers, to come after the organisation's own change log.</param>
/// <param name="Found">Passages that look like the name of somebody hidden; with one of them nothing may be shown.</param>
internal sealed record Shown(IReadOnlyList<Sql> Rows, IReadOnlyList<Sql> Changes, IReadOnlyList<FoundName> Found)
{
    public static readonly Shown Nothing = new([], [], []);
}

/// <summary>
/// Shows a record to partners and to the world, or stops showing it, in the transaction that saves it: one redacted row for each, with
/// an id, a reference and a version of its own. Nothing of it moves unless the redacted content does. Partners read one row, some of them only
/// while the record is public: so that these do not learn what the others saw meanwhile, it begins anew each time that it becomes public.
/// </summary>
internal sealed class Publication(Store store, PublicStore publicStore, InstallationSecret secret, NameGuard names, TimeProvider clock)
{
    // More changes than a record goes through before it becomes public.
    private const int Step = 1_000;

    private static readonly Audience[] Everyone = [Audience.Partners, Audience.Public];

    /// <param name="caller">Whose record it is.</param>
    /// <param name="old">The record as it was.</param>
    /// <param name="next">The record as it shall be.</param>
    /// <param name="change">What its history calls the step.</param>
    /// <param name="sealing">Names that this very step takes out of the record.</param>
    /// <param name="cancellation">Ends the work.</param>
    public async Task<Shown> OfAsync(
        Caller caller, Incident old, Incident next, string change, IReadOnlyList<KnownName> sealing, CancellationToken cancellation)
    {
        if (!old.IsDisclosed && !next.IsDisclosed) return Shown.Nothing;

        var links = await DisclosedLinks.ReadAsync(store, publicStore, caller, next, cancellation);
        var (rows, changes, found) = (new List<Sql>(), new List<Sql>(), new List<FoundName>());
        var erases = change is ChangeKind.IdentityErased or ChangeKind.TextErased;
        foreach (var audience in Everyone)
        {
            var known = links.Known.GetValueOrDefault(audience);
            var redacted = IsShown(next, audience) ? Redaction.Of(next, audience, FactsOf(caller, audience, links, known, next, Widens(old, next))) : null;
            if (redacted is not null && IsShown(old, audience) && !erases && !caller.Has(Scopes.ReviewIncidents)) RequireNothingOpened(old, next, audience);
            if (redacted is not null) found.AddRange(await names.FindAsync(caller, next, audience, redacted, sealing, cancellation));

            var moved = Move(caller, old, next, audience, known, redacted?.Document, change);
            rows.AddRange(moved.Rows);
            if (moved.Change is { } told) changes.Add(told);
        }

        rows.AddRange(HiddenPerson.Replace(old, next));
        return new Shown(rows, changes, found);
    }

    /// <summary>What becomes of the row of one audience, and what the followers of its log are told.</summary>
    private (IEnumerable<Sql> Rows, Sql? Change) Move(
        Caller caller, Incident old, Incident next, Audience audience, KnownDisclosure? known, Incident? document, string change)
    {
        var was = IsShown(old, audience);
        if (document is null)
        {
            return was && known is not null
                ? ([$"delete from {TableOf(audience)} where id = {known.Id}"], ChangeOf(audience, known.Id, known.Version, ChangeKind.Withdrawn))
                : ([], null);
        }

        var first = known?.Since ?? Today();
        var digest = DigestOf(document, first);
        if (was && known?.Digest.AsSpan().SequenceEqual(digest) == true && !(audience == Audience.Partners && Widens(old, next)))
        {
            return (audience == Audience.Partners && old.Visibility != next.Visibility
                ? Narrow(known.Id, next.Visibility) : [], null);
        }

        return (Show(caller, next, audience, document, first, digest),
            ChangeOf(audience, document.Id, document.Version, change == ChangeKind.IdentityErased ? change : was ? ChangeKind.Replaced : ChangeKind.Published));
    }

    /// <summary>How a record would look to an audience, whether it is shown to it or not.</summary>
    public async Task<(Redacted Redacted, IReadOnlyList<FoundName> Found)> PreviewAsync(
        Caller caller, Incident incident, Audience audience, CancellationToken cancellation)
    {
        var links = await DisclosedLinks.ReadAsync(store, publicStore, caller, incident, cancellation);
        var redacted = Redaction.Of(incident, audience, FactsOf(caller, audience, links, links.Known.GetValueOrDefault(audience), incident, widens: false));
        return (redacted, await names.FindAsync(caller, incident, audience, redacted, [], cancellation));
    }

    private static void RequireNothingOpened(Incident old, Incident next, Audience audience)
    {
        var opened = Opening.Of(old, next, audience).ToList();
        if (opened.Count == 0) return;

        throw new ProblemException(Problems.MissingScope.With($"Others see this record: what was closed to them is opened with the scope {Scopes.ReviewIncidents}.",
            [.. opened.Select(pointer => Problems.MissingScope.At(pointer, "This would show others more than they see now."))]));
    }

    private static bool IsShown(Incident? incident, Audience audience) =>
        incident?.IsDisclosed == true && (audience == Audience.Partners || incident.Visibility == "public");

    /// <summary>Whether a step shows the record to the world, which did not see it before.</summary>
    private static bool Widens(Incident old, Incident next) => IsShown(next, Audience.Public) && !IsShown(old, Audience.Public);

    private RedactionFacts FactsOf(Caller caller, Audience audience, DisclosedLinks links, KnownDisclosure? known, Incident incident, bool widens)
    {
        var today = Today();
        var since = IsShown(incident, Audience.Public) ? links.Known.GetValueOrDefault(Audience.Public)?.Since : known?.Since;
        var version = known?.Version ?? 0;
#pragma warning disable RS0030 // A version 7 would tell when it was made.
        var id = known?.Id ?? Guid.NewGuid();
#pragma warning restore RS0030
        return new RedactionFacts(id, known?.Reference ?? Reference.Create(), audience == Audience.Partners && widens ? ((version / Step) + 1) * Step : version + 1,
            caller.OrganisationId, caller.OrganisationName ?? "", since ?? today, today, secret.Digest(Encoding.UTF8.GetBytes($"interventions {caller.OrganisationId}")), relation => links.ShownAs(relation, audience));
    }

    private DateOnly Today() => DateOnly.FromDateTime(clock.GetUtcNow().UtcDateTime);

    /// <summary>Of the content alone: the version and the days follow from it, and from who saw it.</summary>
    private byte[] DigestOf(Incident document, DateOnly first)
    {
        var day = new DateTimeOffset(first, TimeOnly.MinValue, TimeSpan.Zero);
        return secret.Digest(JsonSerializer.SerializeToUtf8Bytes(document with { Version = 0, CreatedAt = day, UpdatedAt = day }, Json.Answers));
    }

    private static IEnumerable<Sql> Show(Caller caller, Incident own, Audience audience, Incident document, DateOnly first, byte[] digest)
    {
        var bytes = JsonSerializer.SerializeToUtf8Bytes(document, Json.Answers);
        yield return $"""
            insert into disclosures (organisation_id, incident_id, audience, id, reference, version, since, digest)
            values ({caller.OrganisationId}, {own.Id}, {audience.Visibility()}, {document.Id}, {document.Reference}, {document.Version},
                {first}, {digest})
            on conflict (organisation_id, incident_id, audience) do update set version = excluded.version, digest = excluded.digest
            """;
        yield return $"delete from {TableOf(audience)} where id = {document.Id}";
        yield return audience == Audience.Partners
            ? RowInsert.Of(TableOf(audience), document, bytes, $", visibility", $", {own.Visibility}")
            : RowInsert.Of(TableOf(audience), document, bytes, Sql.Empty, Sql.Empty);
        foreach (var statement in FactRows.Insert(FactTables.Of(audience), document, audience == Audience.Partners ? own.Visibility : null)) yield return statement;
    }

    private static IEnumerable<Sql> Narrow(Guid id, string visibility) =>
    [
        $"update shared_incidents set visibility = {visibility} where id = {id}",
        $"update shared_facts set visibility = {visibility} where incident_id = {id}",
        $"update shared_links set visibility = {visibility} where incident_id = {id}",
        $"update shared_detentions set visibility = {visibility} where incident_id = {id}",
    ];

    private static Sql TableOf(Audience audience) => audience == Audience.Partners ? Sql.Of($"shared_incidents") : Sql.Of($"public_incidents");

    /// <summary>PostgreSQL tells each partner by itself what became of the rows that it reads.</summary>
    private static Sql? ChangeOf(Audience audience, Guid id, int version, string kind) =>
        audience == Audience.Partners ? null : ChangeLog.AppendPublic(id, version, kind);
}
