using IncidentApi.Platform.Http;

namespace IncidentApi.Features.Vocabularies.Names;

/// <summary>Finds things by the sound of their names, in whichever script somebody wrote them.</summary>
internal sealed class NameIndex<T>
{
    private const int NoMatch = int.MaxValue;
    private const int Typo = 3;

    private readonly (T Item, string[] Names)[] _entries;

    public NameIndex(IEnumerable<T> items, Func<T, IEnumerable<string>> namesOf) =>
        _entries = [.. items.Select(item => (item, Folded(namesOf(item))))];

    /// <summary>Best first; equally good ones in their own order. Empty when nothing comes near.</summary>
    public IEnumerable<T> Near(string text)
    {
        var asked = Spelling.Fold(text);
        if (asked.Length is 0) return [];

        return _entries
            .Select(entry => (entry.Item, Rank: entry.Names.Min(name => Rank(asked, name))))
            .Where(match => match.Rank < NoMatch)
            .OrderBy(match => match.Rank)
            .Select(match => match.Item);
    }

    /// <summary>0 the same, 1 the beginning, 2 a part of it or longer than it, from 3 on a slip of the finger or more.</summary>
    private static int Rank(string asked, string name)
    {
        if (asked == name) return 0;
        if (asked.Length > 1 && name.StartsWith(asked, StringComparison.Ordinal)) return 1;
        if (asked.Length > 3 && name.Contains(asked, StringComparison.Ordinal)) return 2;
        if (name.Length > 3 && asked.StartsWith(name, StringComparison.Ordinal)) return 2;

        var slips = Math.Min(asked.Length / 3, 5);
        var distance = slips is 0 ? NoMatch : EditDistance.Between(asked, name, slips);
        return distance <= slips ? Typo + distance : NoMatch;
    }

    private static string[] Folded(IEnumerable<string> names) =>
        [.. names.Select(Spelling.Fold).Where(name => name.Length > 0).Distinct()];
}
