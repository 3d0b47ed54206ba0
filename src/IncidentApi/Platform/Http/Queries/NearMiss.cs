namespace IncidentApi.Platform.Http;

/// <summary>Finds what somebody meant who wrote a name that is none.</summary>
internal static class NearMiss
{
    private const int Most = 3;

    /// <summary>The known names that look most like it, the likeliest first: those that differ in case or marks alone, then by beginnings, then by slips of the finger.</summary>
    public static IReadOnlyList<string> Of(string text, IEnumerable<string> known)
    {
        var asked = Plain(text);
        return asked.Length == 0 ? [] : [.. known.Select(name => (name, Rank: Rank(asked, Plain(name)))).Where(near => near.Rank < int.MaxValue).OrderBy(near => near.Rank).Take(Most).Select(near => near.name)];
    }

    /// <summary>The question to ask back; nothing where nothing comes near.</summary>
    public static string Question(IReadOnlyList<string> near) => near.Count > 0 ? $" Did you mean “{near[0]}”?" : "";

    private static int Rank(string asked, string name)
    {
        if (asked == name) return 0;
        if (asked.Length > 2 && (name.StartsWith(asked, StringComparison.Ordinal) || (name.Length > 2 && asked.StartsWith(name, StringComparison.Ordinal)))) return 1;

        var slips = Math.Min(asked.Length / 3, 3);
        return slips > 0 && EditDistance.Between(asked, name, slips) is var distance && distance <= slips ? 1 + distance : int.MaxValue;
    }

    private static string Plain(string text) => string.Concat((text.Length > 64 ? text[..64] : text).Where(char.IsLetterOrDigit)).ToLowerInvariant();
}
