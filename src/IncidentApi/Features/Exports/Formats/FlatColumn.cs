using System.Text.Json;

namespace IncidentApi.Features.Exports.Formats;

/// <summary>What the cells of a column hold.</summary>
internal enum CellKind
{
    /// <summary>A text or a code.</summary>
    Text,

    /// <summary>A number as JSON writes it.</summary>
    Number,

    /// <summary>true or false.</summary>
    Flag,

    /// <summary>Several texts: joined by semicolons, or a JSON array where that would be ambiguous.</summary>
    List,

    /// <summary>Anything else, as JSON.</summary>
    Json,
}

/// <summary>One column of a table: its name is the path of a member, but where it begins with <c>overview.</c>, which only repeats for the eye.</summary>
/// <param name="Read">The member in a document; undefined when it is not there.</param>
internal sealed record FlatColumn(string Name, CellKind Kind, Func<JsonElement, JsonElement> Read)
{
    /// <summary>A cell that is made for the eye.</summary>
    public Func<JsonElement, string?>? Make { get; init; }

    /// <summary>What stands in the cell, before a format guards it; null for an empty one. A text that is there and empty is empty.</summary>
    public string? ValueOf(JsonElement incident)
    {
        if (Make is not null) return Make(incident);

        var value = Read(incident);
        return value.ValueKind switch
        {
            JsonValueKind.Undefined or JsonValueKind.Null => null,
            _ when Name == "violations" => SentForm.OfActs(value),
            _ when Kind == CellKind.Json => value.GetRawText(),
            _ when Kind == CellKind.List => FlatList.Write([.. value.EnumerateArray().Select(item => item.GetString()!)]),
            JsonValueKind.String => value.GetString(),
            _ => value.GetRawText(),
        };
    }

    public static FlatColumn Of(string path, CellKind kind = CellKind.Text) => path.Split('.') switch
    {
        [var member] => new(path, kind, incident => Member(incident, member)),
        [var holder, var member] => new(path, kind, incident => Member(Member(incident, holder), member)),
        _ => throw new ArgumentException($"{path} is too deep for a column.", nameof(path)),
    };

    public static FlatColumn Overview(string name, Func<JsonElement, IEnumerable<string?>> list) => new($"overview.{name}", CellKind.List, _ => default)
    {
        Make = incident => list(incident).OfType<string>().Where(text => text.Length > 0).Distinct().ToList() is { Count: > 0 } texts ? FlatList.Write(texts) : null,
    };

    private static JsonElement Member(JsonElement holder, string name) =>
        holder.ValueKind == JsonValueKind.Object && holder.TryGetProperty(name, out var value) ? value : default;
}
