using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using IncidentApi.Features.Incidents.Storage;
using IncidentApi.Platform.Http;

namespace IncidentApi.Features.Incidents.Erasure;

/// <summary>
/// Takes single texts out of every version of a record. A pointer is read in the current version; in the others the same entry is found by
/// its ref or key, and an item of a list of words by the word. Pure: documents in, documents out.
/// </summary>
internal static class PassageErasure
{
    private const string Erased = "[erased]";

    // A record needs these: what was there is replaced.
    private static readonly HashSet<string> Kept = ["title", "label"];

    private static readonly HashSet<string> Texts =
    [
        .. Kept, "summary", "notes", "note", "name", "text", "outcome", "actor", "publisher", "url", "archivedUrl", "body", "number", "charge", "claim", "sentence",
        "place", "legalBasis", "by", "countNote", "actingFor", "locality", "statusReason",
    ];

    private static readonly HashSet<string> ListsOfTexts = ["aliases", "tags", "labels"];

    /// <summary>The pointers that name no text of the record, with their place in the request.</summary>
    public static IEnumerable<Fault> FaultsOf(StoredIncident current, IReadOnlyList<string> pointers)
    {
        var document = JsonNode.Parse(current.Document)!;
        return pointers.Index().Where(pointer => Anchor(document, pointer.Item) is null)
            .Select(pointer => Problems.UnknownRef.At($"/pointers/{pointer.Index}", "There is no text at this place that could be taken out.", pointer.Item));
    }

    public static IReadOnlyList<ErasedDocument> TakeOut(IReadOnlyList<StoredIncident> versions, IReadOnlyList<string> pointers)
    {
        var current = JsonNode.Parse(versions[^1].Document)!;
        var anchors = pointers.Select(pointer => Anchor(current, pointer)!).ToList();
        return [.. versions.Select(version => TakeOut(version, anchors)).OfType<ErasedDocument>()];
    }

    private static ErasedDocument? TakeOut(StoredIncident version, IReadOnlyList<IReadOnlyList<Step>> anchors)
    {
        var document = JsonNode.Parse(version.Document)!;

        // First all are found, then all are taken out: one that goes moves the places of those after it.
        var found = anchors.Select(anchor => Find(document, anchor)).OfType<Place>().DistinctBy(place => place.Pointer).ToList();
        foreach (var place in found.OrderByDescending(place => place.Index)) place.TakeOut();
        return found.Count == 0 ? null : new ErasedDocument(version.Version, JsonSerializer.SerializeToUtf8Bytes(document, Json.Answers), [.. found.Select(place => place.Pointer)]);
    }

    /// <summary>The steps to a text, each with what names it in other versions; null where no such text stands.</summary>
    private static List<Step>? Anchor(JsonNode document, string pointer)
    {
        if (!pointer.StartsWith('/')) return null;

        var (at, steps) = ((JsonNode?)document, new List<Step>());
        foreach (var name in pointer[1..].Split('/').Select(Unescape))
        {
            if (at is JsonArray list)
            {
                if (!int.TryParse(name, NumberStyles.None, CultureInfo.InvariantCulture, out var index) || index >= list.Count) return null;
                at = list[index];
                steps.Add(new Step(name, NameOf(at)));
            }
            else if (at is JsonObject && at[name] is { } next)
            {
                at = next;
                steps.Add(new Step(name, null));
            }
            else
            {
                return null;
            }
        }

        var isText = Texts.Contains(steps[^1].Name) || (steps.Count > 1 && ListsOfTexts.Contains(steps[^2].Name));
        return isText && at is JsonValue value && value.GetValueKind() == JsonValueKind.String ? steps : null;
    }

    private static Place? Find(JsonNode document, IReadOnlyList<Step> anchor)
    {
        var (at, holder, pointer, index) = ((JsonNode?)document, (JsonNode?)null, "", -1);
        foreach (var step in anchor)
        {
            (holder, index) = (at, -1);
            if (at is JsonArray list)
            {
                index = step.Anchor is { } name ? list.ToList().FindIndex(item => NameOf(item) == name) : int.Parse(step.Name, CultureInfo.InvariantCulture);
                if (index < 0 || index >= list.Count) return null;
                at = list[index];
                pointer += $"/{index}";
            }
            else
            {
                at = (at as JsonObject)?[step.Name];
                pointer += $"/{JsonFaults.Escape(step.Name)}";
            }

            if (at is null) return null;
        }

        return at is JsonValue ? new Place(holder!, anchor[^1].Name, index, pointer) : null;
    }

    private static string? NameOf(JsonNode? item) => item switch
    {
        JsonObject part => (string?)(part["ref"] ?? part["key"]),
        JsonValue value when value.GetValueKind() == JsonValueKind.String => (string?)value,
        _ => null,
    };

    private static string Unescape(string step) => step.Replace("~1", "/", StringComparison.Ordinal).Replace("~0", "~", StringComparison.Ordinal);

    private sealed record Step(string Name, string? Anchor);

    private sealed record Place(JsonNode Holder, string Name, int Index, string Pointer)
    {
        public void TakeOut()
        {
            if (Holder is JsonArray list) list.RemoveAt(Index);
            else if (Kept.Contains(Name)) Holder[Name] = Erased;
            else ((JsonObject)Holder).Remove(Name);
        }
    }
}
