using System.Text;
using System.Text.Json;
using IncidentApi.Features.Incidents.Disclosure;
using IncidentApi.Features.People.Names;
using IncidentApi.Platform.Changes;
using IncidentApi.Platform.Data;
using IncidentApi.Platform.Http;
using IncidentApi.Platform.Secrets;
using IncidentApi.Platform.Security;

namespace IncidentApi.Features.Incidents.Storage;

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
/// an id, a reference and a version of its own. Nothing of it moves unless the redacted content does.
/// </summary>
internal sealed class Publication(Store store, InstallationSecret secret, NameGuard names, TimeProvider clock)
{
    private static readonly Audience[] Everyone = [Audience.Partners, Audience.Public];

    public async Task<Shown> OfAsync(
        Caller caller, Incident? old, Incident next, IReadOnlyList<KnownName> sealing, CancellationToken cancellation)
    {
        if (old?.IsDisclosed != true && !next.IsDisclosed) return Shown.Nothing;

        var links = await DisclosedLinks.ReadAsync(store, caller, next, cancellation);
        var (rows, changes, found) = (new List<Sql>(), new List<Sql>(), new List<FoundName>());
        foreach (var audience in Everyone)
        {
            var (was, shall) = (IsShown(old, audience), IsShown(next, audience));
            var known = links.Known.GetValueOrDefault(audience);
            if (shall)
            {
                var redacted = Redaction.Of(next, audience, FactsOf(caller, audience, links, known));
                found.AddRange(await names.FindAsync(caller, next, audience, redacted, sealing, cancellation));
                var digest = DigestOf(redacted.Document);
                if (was && known?.Digest.AsSpan().SequenceEqual(digest) == true)
                {
                    if (audience == Audience.Partners && old!.Visibility != next.Visibility) rows.Add($"update shared_incidents set visibility = {next.Visibility} where id = {known.Id}");
                    continue;
                }

                var document = redacted.Document;
                rows.AddRange(Show(caller, next, audience, document, digest));
                changes.Add(ChangeOf(audience, document.Id, document.Version, was ? ChangeKind.Replaced : ChangeKind.Published));
            }
            else if (was && known is not null)
            {
                rows.Add($"delete from {TableOf(audience)} where id = {known.Id}");
                changes.Add(ChangeOf(audience, known.Id, known.Version, ChangeKind.Withdrawn));
            }
        }

        return new Shown(rows, changes, found);
    }

    /// <summary>How a record would look to an audience, whether it is shown to it or not.</summary>
    public async Task<(Redacted Redacted, IReadOnlyList<FoundName> Found)> PreviewAsync(
        Caller caller, Incident incident, Audience audience, CancellationToken cancellation)
    {
        var links = await DisclosedLinks.ReadAsync(store, caller, incident, cancellation);
        var redacted = Redaction.Of(incident, audience, FactsOf(caller, audience, links, links.Known.GetValueOrDefault(audience)));
        return (redacted, await names.FindAsync(caller, incident, audience, redacted, [], cancellation));
    }

    private static bool IsShown(Incident? incident, Audience audience) =>
        incident?.IsDisclosed == true && (audience == Audience.Partners || incident.Visibility == "public");

    private RedactionFacts FactsOf(Caller caller, Audience audience, DisclosedLinks links, KnownDisclosure? known)
    {
        var today = DateOnly.FromDateTime(clock.GetUtcNow().UtcDateTime);
#pragma warning disable RS0030 // A version 7 would tell when it was made.
        var id = known?.Id ?? Guid.NewGuid();
#pragma warning restore RS0030
        return new RedactionFacts(id, known?.Reference ?? Reference.Create(), (known?.Version ?? 0) + 1, caller.OrganisationId, caller.OrganisationName ?? "",
            known?.Since ?? today, today, secret.Digest(Encoding.UTF8.GetBytes($"interventions {caller.OrganisationId}")), relation => links.ShownAs(relation, audience));
    }

    /// <summary>Of the content alone: the version and the day of the change follow from it.</summary>
    private byte[] DigestOf(Incident document) =>
        secret.Digest(JsonSerializer.SerializeToUtf8Bytes(document with { Version = 0, UpdatedAt = document.CreatedAt }, Json.Answers));

    private static IEnumerable<Sql> Show(Caller caller, Incident own, Audience audience, Incident document, byte[] digest)
    {
        var bytes = JsonSerializer.SerializeToUtf8Bytes(document, Json.Answers);
        yield return $"""
            insert into disclosures (organisation_id, incident_id, audience, id, reference, version, since, digest)
            values ({caller.OrganisationId}, {own.Id}, {audience.Visibility()}, {document.Id}, {document.Reference}, {document.Version},
                {DateOnly.FromDateTime(document.CreatedAt.UtcDateTime)}, {digest})
            on conflict (organisation_id, incident_id, audience) do update set version = excluded.version, digest = excluded.digest
            """;
        yield return $"delete from {TableOf(audience)} where id = {document.Id}";
        yield return audience == Audience.Partners
            ? RowInsert.Of(TableOf(audience), document, bytes, $", visibility", $", {own.Visibility}")
            : RowInsert.Of(TableOf(audience), document, bytes, Sql.Empty, Sql.Empty);
    }

    private static Sql TableOf(Audience audience) => audience == Audience.Partners ? Sql.Of($"shared_incidents") : Sql.Of($"public_incidents");

    private static Sql ChangeOf(Audience audience, Guid id, int version, string kind) =>
        audience == Audience.Partners ? ChangeLog.AppendShared(id, version, kind) : ChangeLog.AppendPublic(id, version, kind);
}
