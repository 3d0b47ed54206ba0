using System.Text.Json;
using IncidentApi.Features.Vocabularies.Violations;

namespace IncidentApi.Features.Vocabularies;

/// <summary>One word of a vocabulary: a code that never changes, what it means, and how people call it.</summary>
internal sealed class Term(JsonElement members)
{
    public string Code { get; } = members.GetProperty("code").GetString()!;

    public string Definition { get; } = members.GetProperty("definition").GetString()!;

    public Labels Labels { get; } = Labels.Of(members);

    /// <summary>Other names and spellings under which people look for it.</summary>
    public IReadOnlyList<string> AlternativeNames { get; } = Strings(members, "alternativeNames");

    /// <summary>Its place in the law and in the lists of others; null where the vocabulary has no such thing.</summary>
    public Crosswalk? Crosswalk { get; } = members.TryGetProperty("crosswalk", out var crosswalk)
        ? crosswalk.Deserialize<Crosswalk>(JsonSerializerOptions.Web)
        : null;

    /// <summary>Everything that people may call it, the code included.</summary>
    public IEnumerable<string> Names =>
        new[] { Code, Labels.English, Labels.Russian, Labels.Kyrgyz }.OfType<string>().Concat(AlternativeNames);

    /// <summary>Everything that the file says about the term, also what only some vocabularies have.</summary>
    public JsonElement Members => members;

    /// <summary>A member that holds one code, such as <c>group</c> or <c>actorClass</c>; null where the term has none.</summary>
    public string? Text(string member) =>
        members.TryGetProperty(member, out var value) && value.ValueKind is not JsonValueKind.Null ? value.ToString() : null;

    internal static string[] Strings(JsonElement owner, string member) =>
        owner.TryGetProperty(member, out var list) ? [.. list.EnumerateArray().Select(item => item.GetString()!)] : [];
}
