namespace IncidentApi.Features.People.Names;

/// <summary>The words of texts that may be part of a name, to be found by their stems.</summary>
internal sealed class Words
{
    private const int Shortest = 2;

    // More than can lie between two parts of one name.
    private const int BetweenTexts = 100;

    // A name of this length is found at the end of a longer word too: aizadaaskarova.
    private const int ShortestGrown = 7;

    private readonly Dictionary<string, List<Word>> _byStem = new(StringComparer.Ordinal);
    private readonly Dictionary<string, List<Word>> _byEnding = new(StringComparer.Ordinal);
    private readonly Dictionary<int, Word> _byPosition = [];

    public Words(IEnumerable<TextToScan> texts)
    {
        var first = 0;
        foreach (var text in texts)
        {
            var tokens = NameForms.TokensOf(text.Text);
            for (var at = 0; at < tokens.Count; at++)
            {
                if (MayBeName(text.Text, tokens[at])) Add(WordOf(text, tokens[at], first + at));
            }
            first += tokens.Count + BetweenTexts;
        }
    }

    public IEnumerable<string> Stems => _byStem.Keys;

    public IEnumerable<Word> With(string stem) => _byStem.GetValueOrDefault(stem, []);

    public IEnumerable<Word> EndingWith(string stem) => _byEnding.GetValueOrDefault(stem, []);

    public Word At(int position) => _byPosition[position];

    private static Word WordOf(TextToScan text, NameToken token, int position) =>
        new(text.Pointer, position, token, CommonWords.IsTelling(text.Text.AsSpan(token.Start, token.Length)));

    private static bool MayBeName(string text, NameToken token) =>
        token.Length >= Shortest && !CommonWords.IsNoName(text.AsSpan(token.Start, token.Length));

    private void Add(Word word)
    {
        _byPosition[word.Position] = word;
        foreach (var stem in word.Token.AllStems) Add(_byStem, stem, word);
        for (var at = 1; at <= word.Token.Stem.Length - ShortestGrown; at++) Add(_byEnding, word.Token.Stem[at..], word);
    }

    private static void Add(Dictionary<string, List<Word>> words, string stem, Word word)
    {
        if (!words.TryGetValue(stem, out var same)) words.Add(stem, same = []);
        same.Add(word);
    }
}

/// <summary>A word where it stands.</summary>
/// <param name="IsTelling">Whether it alone can tell who is meant.</param>
internal sealed record Word(string Pointer, int Position, NameToken Token, bool IsTelling)
{
    public NameHit Hit(string part, int parts) => new(Position, Token.Length, part, parts);
}
