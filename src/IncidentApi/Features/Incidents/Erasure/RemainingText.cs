using System.Globalization;
using System.Text.Json;
using IncidentApi.Features.Incidents.Storage;
using IncidentApi.Features.People.Names;
using IncidentApi.Platform.Data;
using IncidentApi.Platform.Http;

namespace IncidentApi.Features.Incidents.Erasure;

/// <summary>A place that still holds a form of a name. Never the name, nor the words around it.</summary>
/// <param name="Incident">The incident.</param>
/// <param name="Version">Which of its versions.</param>
/// <param name="Pointer">Where in it, as a JSON Pointer: take it out with POST /v1/incidents/{id}/erasures, or write the text anew.</param>
internal sealed record RemainingPlace(Guid Incident, int Version, string Pointer);

/// <summary>Looks for what still names somebody whose name was taken out.</summary>
internal sealed class RemainingText(Store store)
{
    private const int MostOthers = 200;

    /// <summary>In versions of records in which the person stands, where a single part of the name is telling.</summary>
    public static IEnumerable<RemainingPlace> In(Guid incident, IEnumerable<(int Version, byte[] Document)> versions, IReadOnlyList<string> names) =>
        versions.SelectMany(version => Scan(version.Document, names, ofThisRecord: true).Select(pointer => new RemainingPlace(incident, version.Version, pointer)));

    /// <summary>In the current versions of other records of the organisation, as far as the text search finds the words.</summary>
    public async Task<IReadOnlyList<RemainingPlace>> ElsewhereAsync(Guid organisation, IReadOnlyList<Guid> except, IReadOnlyList<string> names, CancellationToken cancellation)
    {
        if (names.Count == 0) return [];

        var words = Sql.Join(" || ", names.Select(name => Sql.Of($"plainto_tsquery('simple', {SearchText.Fold(name)}) || plainto_tsquery('russian', {SearchText.Fold(name)})")));
        var others = await store.ReadAsync(Scope.Of(organisation), $"""
            select id, version, document from incidents where id in (select incidents_matching({words})) and id <> all({except.ToArray()}) order by id limit {MostOthers}
            """, row => (Id: row.GetGuid(0), Version: row.GetInt32(1), Document: row.GetFieldValue<byte[]>(2)), cancellation);
        return [.. others.SelectMany(other => Scan(other.Document, names, ofThisRecord: false).Select(pointer => new RemainingPlace(other.Id, other.Version, pointer)))];
    }

    private static List<string> Scan(byte[] document, IReadOnlyList<string> names, bool ofThisRecord)
    {
        using var tree = JsonDocument.Parse(document);
        var texts = TextsOf("", tree.RootElement).ToList();
        return [.. new NameScan(texts, []).Find([new KnownName("", names, ofThisRecord)]).Select(found => found.Pointer).Distinct()];
    }

    private static IEnumerable<TextToScan> TextsOf(string at, JsonElement element) => element.ValueKind switch
    {
        JsonValueKind.Object => element.EnumerateObject().SelectMany(member => TextsOf($"{at}/{JsonFaults.Escape(member.Name)}", member.Value)),
        JsonValueKind.Array => element.EnumerateArray().Index().SelectMany(item => TextsOf(string.Create(CultureInfo.InvariantCulture, $"{at}/{item.Index}"), item.Item)),
        JsonValueKind.String => [new TextToScan(at, element.GetString()!)],
        _ => [],
    };
}
