using System.Collections.Frozen;
using System.Text;

namespace IncidentApi.Features.Vocabularies.Names;

/// <summary>
/// Brings the many spellings of one name to one form: case, accents, hyphens and blanks fall away, Cyrillic becomes Latin,
/// and the usual ways of writing one sound become one (Dzhalal-Abad, Жалал-Абад and Jalal-Abad are all jalalabad).
/// </summary>
internal static class Spelling
{
    /// <summary>No name is longer; what exceeds it costs time and tells nothing.</summary>
    private const int Longest = 80;

    private static readonly FrozenDictionary<char, string> Latin = new (char Letter, string Latin)[]
    {
        ('а', "a"), ('б', "b"), ('в', "v"), ('г', "g"), ('д', "d"), ('е', "e"), ('ж', "j"), ('з', "z"), ('и', "i"),
        ('к', "k"), ('л', "l"), ('м', "m"), ('н', "n"), ('о', "o"), ('п', "p"), ('р', "r"), ('с', "s"), ('т', "t"),
        ('у', "u"), ('ф', "f"), ('х', "h"), ('ц', "c"), ('ч', "ch"), ('ш', "sh"), ('щ', "sh"), ('ъ', ""), ('ы', "i"),
        ('ь', ""), ('э', "e"), ('ю', "iu"), ('я', "ia"), ('ң', "n"), ('ө', "o"), ('ү', "u"), ('ә', "a"), ('ғ', "g"),
        ('қ', "k"), ('ұ', "u"), ('һ', "h"), ('і', "i"), ('є', "e"), ('ґ', "g"), ('ł', "l"), ('ø', "o"), ('ß', "s"),
        ('ı', "i"), ('æ', "ae"), ('œ', "oe"), ('đ', "d"),
    }.ToFrozenDictionary(pair => pair.Letter, pair => pair.Latin);

    // Longer groups first: each step sees what the steps before it left.
    private static readonly (string Written, string Folded)[] Sounds =
    [
        ("dzh", "j"), ("shch", "sh"), ("zh", "j"), ("dj", "j"), ("kh", "h"), ("gh", "g"), ("ts", "c"), ("tz", "c"),
        ("ph", "f"), ("ck", "k"), ("q", "k"), ("w", "v"), ("x", "ks"), ("y", "i"),
    ];

    public static string Fold(string text)
    {
        var letters = new StringBuilder();
        foreach (var letter in Decomposed(text))
        {
            if (Latin.TryGetValue(letter, out var latin)) letters.Append(latin);
            else if (char.IsAsciiLetterOrDigit(letter)) letters.Append(letter);
        }
        foreach (var (written, folded) in Sounds) letters.Replace(written, folded);
        return Settle(letters);
    }

    // Reading by runes turns half a surrogate pair into a replacement mark; Normalize would throw at it.
    private static string Decomposed(string text)
    {
        var whole = new StringBuilder();
        foreach (var rune in text.EnumerateRunes())
        {
            if (whole.Length >= Longest) break;
            whole.Append(rune.ToString());
        }
        return whole.ToString().Normalize(NormalizationForm.FormD).ToLowerInvariant();
    }

    // A j after a vowel is й (skaja, skaya); a letter written twice is written once (Issyk, Ysyk).
    private static string Settle(StringBuilder letters)
    {
        var settled = new StringBuilder(letters.Length);
        for (var at = 0; at < letters.Length; at++)
        {
            var last = settled.Length > 0 ? settled[^1] : '\0';
            var letter = letters[at] is 'j' && last is 'a' or 'e' or 'i' or 'o' or 'u' ? 'i' : letters[at];
            if (letter != last || char.IsAsciiDigit(letter)) settled.Append(letter);
        }
        return settled.ToString();
    }
}
