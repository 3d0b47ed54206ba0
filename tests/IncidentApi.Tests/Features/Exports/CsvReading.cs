using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using CsvHelper;

namespace IncidentApi.Tests.Features.Exports;

/// <summary>
/// Builds bodies from a CSV by the rules of its README alone: as somebody would who has that page and a CSV parser, and none of our code.
/// </summary>
internal static class CsvReading
{
    // Rule 3: the columns of a body, and what they hold.
    private static readonly string[] Texts =
    [
        "kind", "stage", "title", "summary", "language", "notes", "externalRef.system", "externalRef.id",
        "occurred.from", "occurred.to", "occurred.precision", "occurred.span", "occurred.asOf", "occurred.note",
        "location.country", "location.region", "location.locality", "location.setting", "location.precision", "location.disclosure", "location.note",
    ];

    private static readonly string[] AsJson =
    [
        "occurred.ongoing", "location.latitude", "location.longitude", "translations", "violations", "people", "sources", "developments", "interventions", "related",
    ];

    public static IEnumerable<(string Id, JsonObject Body)> BodiesOf(byte[] file)
    {
        using var reader = CsvReader.Create(file, CsvReaderOptions.Default with { Separator = ',', TrimWhitespace = false });
        while (reader.Read())
        {
            var cells = reader.Headers.ToArray().Select((name, i) => (name, Text: Unguarded(reader.GetString(i)))).Where(cell => cell.Text is not null).ToDictionary(cell => cell.name, cell => cell.Text!);
            yield return (cells["id"], BodyOf(cells));
        }
    }

    private static JsonObject BodyOf(Dictionary<string, string> cells)
    {
        var body = new JsonObject();
        foreach (var (name, text) in cells)
        {
            if (Texts.Contains(name)) Put(body, name, JsonValue.Create(text));
            else if (AsJson.Contains(name)) Put(body, name, JsonNode.Parse(text)!);
            else if (name == "tags") Put(body, name, new JsonArray([.. ListOf(text).Select(tag => (JsonNode)tag)]));
        }

        // Rule 4: what the server filled in, the client did not say.
        foreach (var pointer in cells.TryGetValue("defaulted", out var defaulted) ? ListOf(defaulted) : [])
        {
            var steps = pointer.Split('/')[1..].Select(step => step.Replace("~1", "/", StringComparison.Ordinal).Replace("~0", "~", StringComparison.Ordinal)).ToList();
            JsonNode? holder = body;
            foreach (var step in steps[..^1]) holder = holder is JsonArray list ? list[int.Parse(step, System.Globalization.CultureInfo.InvariantCulture)] : holder?[step];
            (holder as JsonObject)?.Remove(steps[^1]);
        }

        return body;
    }

    private static void Put(JsonObject body, string path, JsonNode value)
    {
        var steps = path.Split('.');
        if (steps is [var holder, var member])
        {
            if (body[holder] is not JsonObject inner) body[holder] = inner = [];
            inner[member] = value;
        }
        else
        {
            body[path] = value;
        }
    }

    /// <summary>Rule 1: an empty cell is nothing; an apostrophe at the beginning, or behind a semicolon, a tab or a line break, is taken away.</summary>
    private static string? Unguarded(string cell)
    {
        if (cell.Length == 0) return null;

        var text = new StringBuilder();
        var starts = true;
        for (var i = 0; i < cell.Length; i++)
        {
            if (starts && cell[i] == '\'')
            {
                starts = false;
                continue;
            }

            text.Append(cell[i]);
            starts = cell[i] is ';' or '\t' or '\r' or '\n';
        }

        return text.ToString();
    }

    /// <summary>Rule 2: several texts.</summary>
    private static string[] ListOf(string cell) => cell.StartsWith('[') ? JsonSerializer.Deserialize<string[]>(cell)! : cell.Split(';');
}
