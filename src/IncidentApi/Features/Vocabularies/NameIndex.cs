namespace IncidentApi.Features.Vocabularies;

/// <summary>Finds terms by the sound of their codes, labels and other names, in whichever script somebody wrote them.</summary>
internal sealed class NameIndex
{
    private const int NoMatch = int.MaxValue;
    private const int Typo = 3;

    private readonly (Term Term, string[] Names)[] _entries;

    public NameIndex(IEnumerable<Term> terms) => _entries = [.. terms.Select(term => (term, NamesOf(term)))];

    /// <summary>Best first; equally good ones in the order of the list. Empty when nothing comes near.</summary>
    public IEnumerable<Term> Near(string text, int most)
    {
        var asked = Spelling.Fold(text);
        if (asked.Length is 0) return [];

        return _entries
            .Select(entry => (entry.Term, Rank: entry.Names.Min(name => Rank(asked, name))))
            .Where(match => match.Rank < NoMatch)
            .OrderBy(match => match.Rank)
            .Select(match => match.Term)
            .Take(most);
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

    private static string[] NamesOf(Term term) =>
        [.. new[] { term.Code, term.Labels.English, term.Labels.Russian, term.Labels.Kyrgyz }.Concat(term.AlternativeNames)
            .OfType<string>().Select(Spelling.Fold).Where(name => name.Length > 0).Distinct()];
}
