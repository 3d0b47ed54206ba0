using System.Text.Json;

namespace IncidentApi.Features.Exports.Formats;

/// <summary>The columns of CSV and of workbooks, in order. The README of this room tells outsiders what they mean: they read tables by it.</summary>
internal static class FlatColumns
{
    public static readonly IReadOnlyList<FlatColumn> All =
    [
        FlatColumn.Of("id"), FlatColumn.Of("reference"), FlatColumn.Of("version", CellKind.Number), FlatColumn.Of("status"), FlatColumn.Of("statusReason"),
        FlatColumn.Of("verification"), FlatColumn.Of("visibility"), FlatColumn.Of("organisation.id"), FlatColumn.Of("organisation.name"),
        FlatColumn.Of("createdAt"), FlatColumn.Of("updatedAt"),

        FlatColumn.Of("kind"), FlatColumn.Of("stage"), FlatColumn.Of("title"), FlatColumn.Of("summary"), FlatColumn.Of("language"),
        FlatColumn.Of("occurred.from"), FlatColumn.Of("occurred.to"), FlatColumn.Of("occurred.precision"), FlatColumn.Of("occurred.span"),
        FlatColumn.Of("occurred.ongoing", CellKind.Flag), FlatColumn.Of("occurred.asOf"), FlatColumn.Of("occurred.note"),
        FlatColumn.Of("occurred.earliest"), FlatColumn.Of("occurred.latest"),
        FlatColumn.Of("location.country"), FlatColumn.Of("location.region"), FlatColumn.Of("location.locality"), FlatColumn.Of("location.setting"),
        FlatColumn.Of("location.latitude", CellKind.Number), FlatColumn.Of("location.longitude", CellKind.Number),
        FlatColumn.Of("location.precision"), FlatColumn.Of("location.disclosure"), FlatColumn.Of("location.note"),

        FlatColumn.Overview("types", incident => List(incident, "violations").Select(act => Text(act, "type"))),
        FlatColumn.Overview("victims", incident => People(incident, "victims")),
        FlatColumn.Overview("perpetrators", incident => People(incident, "perpetrators")),
        FlatColumn.Overview("sources", incident => List(incident, "sources").Select(source => Text(source, "url") ?? Text(source, "title") ?? Text(source, "publisher"))),
        FlatColumn.Overview("actVerification", incident => List(incident, "violations")
            .Select(act => Text(act, "verification") is { } verification ? $"{Text(act, "ref")}: {verification}" : null)),

        FlatColumn.Of("rights", CellKind.List), FlatColumn.Of("tags", CellKind.List), FlatColumn.Of("notes"),
        FlatColumn.Of("externalRef.system"), FlatColumn.Of("externalRef.id"),
        FlatColumn.Of("translations", CellKind.Json), FlatColumn.Of("violations", CellKind.Json), FlatColumn.Of("people", CellKind.Json), FlatColumn.Of("sources", CellKind.Json),
        FlatColumn.Of("developments", CellKind.Json), FlatColumn.Of("interventions", CellKind.Json), FlatColumn.Of("related", CellKind.Json),
        FlatColumn.Of("verifications", CellKind.Json), FlatColumn.Of("releases", CellKind.Json), FlatColumn.Of("defaulted", CellKind.List),
    ];

    /// <summary>The people whom acts name so, by name where it shows, else by label.</summary>
    private static IEnumerable<string?> People(JsonElement incident, string part)
    {
        var named = List(incident, "violations").SelectMany(act => List(act, part)).Select(name => name.GetString()).ToHashSet();
        return named.Count == 0 ? [] : List(incident, "people").Where(person => named.Contains(Text(person, "ref"))).Select(person => Text(person, "name") ?? Text(person, "label"));
    }

    private static JsonElement.ArrayEnumerator List(JsonElement holder, string name) =>
        holder.TryGetProperty(name, out var list) && list.ValueKind == JsonValueKind.Array ? list.EnumerateArray() : default;

    private static string? Text(JsonElement holder, string name) => holder.TryGetProperty(name, out var text) ? text.GetString() : null;
}
