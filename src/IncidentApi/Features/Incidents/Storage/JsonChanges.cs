using System.Globalization;
using System.Text.Json;
using IncidentApi.Platform.Http;

namespace IncidentApi.Features.Incidents.Storage;

/// <summary>Tells by JSON Pointers what differs between two versions of a document.</summary>
internal static class JsonChanges
{
    private const int Most = 200;

    // What changes with every version says nothing.
    private static readonly string[] Always = ["/version", "/updatedAt", "/defaulted"];

    public static string[] Between(ReadOnlyMemory<byte> before, ReadOnlyMemory<byte> after)
    {
        using var old = JsonDocument.Parse(before);
        using var next = JsonDocument.Parse(after);
        return [.. Compare("", old.RootElement, next.RootElement)
            .Where(pointer => !Always.Any(always => pointer == always || pointer.StartsWith(always + "/", StringComparison.Ordinal))).Take(Most)];
    }

    private static IEnumerable<string> Compare(string at, JsonElement before, JsonElement after)
    {
        if (before.ValueKind == JsonValueKind.Object && after.ValueKind == JsonValueKind.Object) return CompareObjects(at, before, after);
        if (before.ValueKind == JsonValueKind.Array && after.ValueKind == JsonValueKind.Array && before.GetArrayLength() == after.GetArrayLength())
        {
            return before.EnumerateArray().Zip(after.EnumerateArray())
                .SelectMany((pair, i) => Compare(string.Create(CultureInfo.InvariantCulture, $"{at}/{i}"), pair.First, pair.Second));
        }

        return JsonElement.DeepEquals(before, after) ? [] : [at];
    }

    private static IEnumerable<string> CompareObjects(string at, JsonElement before, JsonElement after)
    {
        foreach (var member in before.EnumerateObject())
        {
            var here = $"{at}/{JsonFaults.Escape(member.Name)}";
            if (!after.TryGetProperty(member.Name, out var other)) yield return here;
            else foreach (var pointer in Compare(here, member.Value, other)) yield return pointer;
        }

        foreach (var member in after.EnumerateObject())
        {
            if (!before.TryGetProperty(member.Name, out _)) yield return $"{at}/{JsonFaults.Escape(member.Name)}";
        }
    }
}
