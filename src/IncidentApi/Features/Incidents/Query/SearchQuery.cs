using System.Text.RegularExpressions;
using IncidentApi.Features.Incidents.Storage;
using IncidentApi.Platform.Data;
using IncidentApi.Platform.Http;

namespace IncidentApi.Features.Incidents.Query;

/// <summary>
/// What somebody typed into a search box: words that must all be there, “phrases”, -exclusions, or, and begin*. Each word is sought
/// stemmed and as it is; a Cyrillic word also by its beginning, for Kyrgyz puts its endings one behind the other.
/// </summary>
internal sealed partial class SearchQuery
{
    private const int ShortestPrefix = 4;

    private readonly List<List<Sql>> _alternatives;

    private SearchQuery(List<List<Sql>> alternatives) => _alternatives = alternatives;

    /// <summary>Reads the words; null when there is none that could be sought.</summary>
    public static SearchQuery? Of(string text)
    {
        var alternatives = new List<List<Sql>> { new() };
        var sought = false;
        foreach (Match match in Token().Matches(SearchText.Fold(text)))
        {
            if (match.ValueSpan.Equals("or", StringComparison.OrdinalIgnoreCase) && alternatives[^1].Count > 0)
            {
                alternatives.Add([]);
                continue;
            }

            var without = match.Groups["not"].Success;
            var atom = match.Groups["phrase"].Success ? Phrase(match.Groups["phrase"].Value) : Word(match.Groups["word"].Value, match.Groups["star"].Success);
            if (atom is null) continue;

            alternatives[^1].Add(without ? Sql.Of($"!!({atom})") : atom);
            sought |= !without;
        }

        alternatives.RemoveAll(words => words.Count == 0);
        return sought ? new SearchQuery(alternatives) : null;
    }

    /// <summary>An expression of the type tsquery.</summary>
    public Sql ToSql() => Sql.Join(" || ", _alternatives.Select(words => (Sql)$"({Sql.Join(" && ", words)})"));

    /// <summary>Any of these marks, as the text of a tsquery.</summary>
    public static string OfMarks(IEnumerable<string> marks) => string.Join(" | ", marks.Select(Quote));

    private static Sql? Phrase(string words) =>
        HasLetters().IsMatch(words) ? Whole(words) : null;

    private static Sql? Word(string word, bool begins)
    {
        if (!HasLetters().IsMatch(word)) return null;

        var whole = Whole(word);
        return HasParts().IsMatch(word) || !(begins || (word.Length >= ShortestPrefix && Cyrillic().IsMatch(word))) ? whole
            : begins ? Beginning(word)
            : Sql.Of($"({whole} || {Beginning(word)})");
    }

    private static Sql Whole(string words) => $"(phraseto_tsquery('russian', {words}) || phraseto_tsquery('simple', {words}))";

    private static Sql Beginning(string word) => $"({Quote(word.ToLowerInvariant()) + ":*"}::tsquery)";

    private static string Quote(string lexeme) =>
        $"'{lexeme.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("'", "''", StringComparison.Ordinal)}'";

    [GeneratedRegex("""(?<not>-)?(?:["“”«»](?<phrase>[^"“”«»]+)["“”«»]|(?<word>[^\s"“”«»*]+)(?<star>\*)?)""")]
    private static partial Regex Token();

    [GeneratedRegex(@"[\p{L}\p{N}]")]
    private static partial Regex HasLetters();

    // What PostgreSQL's parser would cut into several words.
    [GeneratedRegex(@"[^\p{L}\p{N}\p{M}]")]
    private static partial Regex HasParts();

    [GeneratedRegex(@"^\p{IsCyrillic}+$")]
    private static partial Regex Cyrillic();
}

/// <summary>Words to search for.</summary>
internal sealed class SearchWordsAttribute : TextFormAttribute
{
    private const int Most = 500;

    public override string Expected => $"at least one word to find, in at most {Most} characters";

    public override (ProblemKind Kind, string Detail)? FaultOf(string text) =>
        text.Length <= Most && SearchQuery.Of(text) is not null ? null : (Problems.InvalidFormat, $"This takes {Expected}.");
}
