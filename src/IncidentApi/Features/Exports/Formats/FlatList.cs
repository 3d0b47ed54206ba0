using System.Text.Json;
using IncidentApi.Platform.Http;

namespace IncidentApi.Features.Exports.Formats;

/// <summary>
/// Several texts in one cell, so that they can be told apart again: joined by semicolons while no text is empty, holds a semicolon or begins the cell
/// with a bracket; else as a JSON array. A cell that begins with a bracket is such an array.
/// </summary>
internal static class FlatList
{
    public static string Write(IReadOnlyList<string> texts) =>
        texts.Count == 0 || texts[0].StartsWith('[') || texts.Any(text => text.Length == 0 || text.Contains(';', StringComparison.Ordinal))
            ? JsonSerializer.Serialize(texts, Json.Answers)
            : string.Join(';', texts);
}
