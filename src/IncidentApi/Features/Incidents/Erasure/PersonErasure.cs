using System.Text.Json;
using System.Text.Json.Nodes;
using IncidentApi.Features.Incidents.Storage;
using IncidentApi.Features.Vocabularies;
using IncidentApi.Platform.Http;

namespace IncidentApi.Features.Incidents.Erasure;

/// <summary>What became of a record's versions.</summary>
/// <param name="Documents">Those that held something, without it.</param>
/// <param name="Names">Every name that was met.</param>
internal sealed record PersonErased(IReadOnlyList<ErasedDocument> Documents, IReadOnlyList<string> Names);

/// <summary>
/// Takes people's names out of a record: in every version name and aliases go, and the label stands for them. Pure: documents in,
/// documents out.
/// </summary>
internal static class PersonErasure
{
    private static readonly string[] Members = ["name", "aliases"];

    public static PersonErased TakeOut(IReadOnlyList<StoredIncident> versions, IReadOnlyList<Whom> people)
    {
        var documents = versions.Select(version => (version.Version, Document: (JsonObject)JsonNode.Parse(version.Document)!)).ToList();
        var names = people.SelectMany(person => Complete(person, documents.Select(version => version.Document))).Distinct().ToList();
        var sought = new Whom([.. people.SelectMany(person => person.Ids)], [.. people.SelectMany(person => person.Refs)], names);
        return new PersonErased([.. documents.Select(version => TakeOut(version.Version, version.Document, sought)).OfType<ErasedDocument>()], names);
    }

    /// <summary>All names of a person, those too that only one version knew.</summary>
    private static HashSet<string> Complete(Whom whom, IEnumerable<JsonObject> documents)
    {
        var known = whom.Names.ToHashSet();
        var people = documents.SelectMany(PeopleOf).ToList();
        for (var before = -1; before < known.Count;)
        {
            before = known.Count;
            known.UnionWith(people.Where(person => Is(person, whom with { Names = [.. known] })).SelectMany(NamesOf));
        }

        return known;
    }

    private static ErasedDocument? TakeOut(int version, JsonObject document, Whom whom)
    {
        var pointers = new List<string>();
        foreach (var (index, person) in PeopleOf(document).Index().Where(person => Is(person.Item, whom)).ToList())
        {
            pointers.AddRange(Members.Where(person.Remove).Select(member => $"/people/{index}/{member}"));
            person["label"] ??= Vocabulary.Named("people.role")[(string)person["role"]!].Labels.In(((string?)document["language"] ?? "en").Split('-')[0]).Text;
        }

        return pointers.Count == 0 ? null : new ErasedDocument(version, JsonSerializer.SerializeToUtf8Bytes(document, Json.Answers), [.. pointers]);
    }

    /// <summary>By the entry of the register; where there is none, by the ref; or by the same name.</summary>
    private static bool Is(JsonObject person, Whom whom) =>
        ((string?)person["personId"] is { } id ? whom.Ids.Contains(Guid.Parse(id)) : whom.Refs.Contains((string)person["ref"]!))
        || NamesOf(person).Select(Whom.FormOf).Intersect(whom.Names.Select(Whom.FormOf)).Any(form => form.Length > 0);

    private static IEnumerable<JsonObject> PeopleOf(JsonObject document) => (document["people"] as JsonArray ?? []).OfType<JsonObject>();

    private static IEnumerable<string> NamesOf(JsonObject person) =>
        (person["aliases"] as JsonArray ?? []).Select(alias => (string)alias!).Concat((string?)person["name"] is { } name ? [name] : []);
}
