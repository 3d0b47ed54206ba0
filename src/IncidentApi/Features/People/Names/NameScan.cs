namespace IncidentApi.Features.People.Names;

/// <summary>
/// Finds in texts the names that must not stand there. Of a person of the same record any part of the name is telling. Of somebody else
/// it takes two parts near each other, or the whole of a name that is one long word: half a country is called Асанов.
/// </summary>
/// <param name="texts">The texts that others would read.</param>
/// <param name="shown">The names that these readers see anyway: what they say tells nothing new.</param>
internal sealed class NameScan(IReadOnlyList<TextToScan> texts, IEnumerable<string> shown)
{
    // Words between the two parts of a name: “Азиза, дочь Асанова”.
    private const int Near = 3;
    private const int ShortestAlone = 5;

    // Whoever is named so often has to go over the text anyway.
    private const int MostPerPerson = 100;

    private readonly HashSet<string> _shown = [.. shown.SelectMany(NameForms.TokensOf).Select(token => token.Stem)];
    private readonly Words _words = new(texts);

    /// <summary>Every stem that a word of the texts may have, each once: what a blind index is asked for.</summary>
    public IEnumerable<string> Stems => _words.Stems;

    /// <summary>Looks for names that are known in clear.</summary>
    public IReadOnlyList<NameFinding> Find(IEnumerable<KnownName> names) => InOrder(names.SelectMany(name =>
    {
        var parts = name.Spellings.SelectMany(PartsOf).Distinct().ToList();
        var hits = parts.SelectMany(part => _words.With(part.Stem).Select(word => word.Hit(part.Stem, part.Parts)));
        var telling = parts.Where(part => name.OfThisRecord && part.IsTelling && !_shown.Contains(part.Stem))
            .SelectMany(part => _words.With(part.Stem).Concat(_words.EndingWith(part.Stem)).Select(word => word.Position));
        return Found(name.Person, telling.Concat(Judge(hits, IsHidden).Select(hit => hit.Word)));
    }));

    /// <summary>Looks for names that only a blind index knows.</summary>
    /// <param name="owners">To each stem that the index holds, whose names have it.</param>
    public IReadOnlyList<NameFinding> Find(IReadOnlyDictionary<string, IReadOnlyList<NameOwner>> owners) => InOrder(owners
        .SelectMany(stem => stem.Value, (stem, owner) => (Stem: stem.Key, Owner: owner))
        .GroupBy(part => part.Owner.Person)
        .SelectMany(person =>
        {
            var hits = person.SelectMany(part => _words.With(part.Stem).Select(word => word.Hit(part.Stem, part.Owner.Parts)));
            var telling = person.Where(part => part.Owner.OfThisRecord && !_shown.Contains(part.Stem))
                .SelectMany(part => _words.With(part.Stem)).Where(word => word.IsTelling).Select(word => word.Position);
            return Found(person.Key, telling.Concat(Judge(hits, IsHidden).Select(hit => hit.Word)));
        }));

    /// <summary>Which of these hits name the person, by what is known of them without the name.</summary>
    public static IEnumerable<NameHit> Judge(IEnumerable<NameHit> hits) => Judge(hits, _ => true);

    /// <summary>Two parts that are both shown are a name that is shown; one of them beside a hidden one is not.</summary>
    private static IEnumerable<NameHit> Judge(IEnumerable<NameHit> hits, Func<NameHit, bool> isHidden)
    {
        var inOrder = hits.OrderBy(hit => hit.Word).ToList();
        for (var at = 0; at < inOrder.Count; at++)
        {
            var hit = inOrder[at];
            if (hit.Parts == 1 ? hit.Letters >= ShortestAlone && isHidden(hit) : Around(inOrder, at).Any(other =>
                other.Word != hit.Word && other.Part != hit.Part && (isHidden(hit) || isHidden(other)))) yield return hit;
        }
    }

    private static IEnumerable<NameHit> Around(List<NameHit> inOrder, int at)
    {
        for (var before = at - 1; before >= 0 && inOrder[at].Word - inOrder[before].Word <= Near; before--) yield return inOrder[before];
        for (var after = at + 1; after < inOrder.Count && inOrder[after].Word - inOrder[at].Word <= Near; after++) yield return inOrder[after];
    }

    private static IEnumerable<(string Stem, int Parts, bool IsTelling)> PartsOf(string spelling)
    {
        var parts = NameForms.TokensOf(spelling);
        return parts.Select(part => (part.Stem, parts.Count,
            CommonWords.IsTelling(spelling.AsSpan(part.Start, part.Length))));
    }

    private IEnumerable<NameFinding> Found(string person, IEnumerable<int> positions) => positions.Distinct().Take(MostPerPerson)
        .Select(_words.At).Select(word => new NameFinding(word.Pointer, word.Token.Start, word.Token.Length, person));

    private static List<NameFinding> InOrder(IEnumerable<NameFinding> findings) =>
        [.. findings.OrderBy(found => found.Pointer, StringComparer.Ordinal).ThenBy(found => found.Start).ThenBy(found => found.Person, StringComparer.Ordinal)];

    private bool IsHidden(NameHit hit) => !_shown.Contains(hit.Part);
}
