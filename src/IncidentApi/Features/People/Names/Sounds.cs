using System.Collections.Frozen;
using System.Globalization;
using System.Text;

namespace IncidentApi.Features.People.Names;

/// <summary>
/// Writes a word in one alphabet by its sound. <c>C</c> stands for ch, <c>S</c> for sh; zh, j, y and й are one letter, as they are
/// between Жусуп, Jusup and Юсуп; so are kh, h, x and ks; ts and s; ё, ye and е.
/// </summary>
internal static class Sounds
{
    private static readonly FrozenDictionary<char, string> Latin = new (char Letter, string Latin)[]
    {
        ('а', "a"), ('б', "b"), ('в', "v"), ('г', "g"), ('д', "d"), ('е', "e"), ('ж', "j"), ('з', "z"), ('и', "i"), ('к', "k"), ('л', "l"),
        ('м', "m"), ('н', "n"), ('о', "o"), ('п', "p"), ('р', "r"), ('с', "s"), ('т', "t"), ('у', "u"), ('ф', "f"), ('х', "h"), ('ц', "ts"),
        ('ч', "ch"), ('ш', "sh"), ('щ', "sh"), ('ъ', ""), ('ы', "i"), ('ь', ""), ('э', "e"), ('ю', "iu"), ('я', "ia"),
        // Kyrgyz, Kazakh, Tajik, Uzbek, Ukrainian, Belarusian and Serbian letters.
        ('ң', "n"), ('ө', "o"), ('ү', "u"), ('ә', "a"), ('ғ', "g"), ('қ', "k"), ('ҡ', "k"), ('ҫ', "s"), ('ҥ', "n"), ('ӊ', "n"), ('ұ', "u"), ('һ', "h"), ('ҳ', "h"), ('ҷ', "j"), ('ҹ', "j"),
        ('ҙ', "z"), ('і', "i"), ('є', "e"), ('ґ', "g"), ('ў', "u"), ('ј', "j"), ('ѕ', "s"), ('љ', "l"), ('њ', "n"), ('ђ', "j"), ('ћ', "ch"), ('џ', "j"),
        // Latin letters whose mark tells the sound; other marks fall away.
        ('ş', "sh"), ('ș', "sh"), ('š', "sh"), ('ç', "ch"), ('č', "ch"), ('ć', "ch"), ('ž', "j"), ('ż', "j"), ('ı', "i"), ('ə', "a"), ('ŋ', "n"),
        ('æ', "e"), ('œ', "e"), ('ø', "o"), ('ß', "s"), ('ł', "l"), ('đ', "d"), ('ð', "d"), ('þ', "t"), ('ɣ', "g"), ('ƣ', "g"), ('ɵ', "o"),
    }.ToFrozenDictionary(pair => pair.Letter, pair => pair.Latin);

    // Each step sees what the steps before it left: Askhat and Асхат meet at ashat, and go on together.
    private static readonly (string Written, string Sound)[] Spellings =
    [
        ("kh", "h"), ("gh", "g"), ("ph", "f"), ("zh", "j"), ("dj", "j"), ("tsch", "C"), ("shch", "S"), ("sch", "S"), ("sh", "S"), ("sz", "S"), ("ch", "C"),
        ("th", "t"), ("ck", "k"), ("x", "h"), ("ks", "h"), ("ts", "s"), ("tz", "s"), ("q", "k"), ("w", "v"), ("y", "i"), ("j", "i"), ("ou", "u"),
    ];

    private static readonly (string Written, string Sound)[] Glides = [("io", "e"), ("ie", "e"), ("iu", "u")];

    public static bool IsApostrophe(int letter) => letter is '\'' or '`' or '´' or 'ʹ' or 'ʼ' or 'ʻ' or 'ʽ' or '‘' or '’' or '‛' or '′' or '＇';

    /// <summary>The sound of a word; empty when nothing of a name is in it.</summary>
    public static string Of(ReadOnlySpan<char> word)
    {
        var letters = Kinship.CutFrom(LookAlikes.Settle(Plain(WithoutPossessive(word))));
        var latin = new StringBuilder(letters.Length);
        for (var at = 0; at < letters.Length; at++) latin.Append(LatinOf(letters, at));
        foreach (var (written, sound) in Spellings) latin.Replace(written, sound);
        Once(latin);
        foreach (var (written, sound) in Glides) latin.Replace(written, sound);
        Once(latin);
        return latin.ToString();
    }

    private static ReadOnlySpan<char> WithoutPossessive(ReadOnlySpan<char> word) =>
        word.Length > 2 && word[^1] is 's' or 'S' && IsApostrophe(word[^2]) ? word[..^2] : word;

    /// <summary>Small composed letters and apostrophes; nothing that cannot be seen.</summary>
    private static string Plain(ReadOnlySpan<char> word)
    {
        var seen = new StringBuilder(word.Length);
        foreach (var rune in word.ToString().Normalize(NormalizationForm.FormKC).EnumerateRunes())
        {
            if (Rune.GetUnicodeCategory(rune) is not UnicodeCategory.Format) seen.Append(IsApostrophe(rune.Value) ? "'" : rune.ToString());
        }
        return seen.ToString().ToLowerInvariant();
    }

    private static string LatinOf(string letters, int at)
    {
        var letter = letters[at];
        var next = at + 1 < letters.Length ? letters[at + 1] : '\0';
        if (letter == '\'') return "";
        // Uzbek o‘ is written у or ў in Cyrillic.
        if (letter is 'o' or 'о' && next == '\'') return "u";
        if (letter == 'c') return LatinC(letters.AsSpan(at + 1));
        if (Latin.TryGetValue(letter, out var latin)) return latin;
        if (char.IsAsciiLetter(letter) || char.IsSurrogate(letter)) return letter.ToString();

        var bare = Bare(letter);
        return bare.Length == 1 && Latin.TryGetValue(bare[0], out latin) ? latin : bare;
    }

    /// <summary>C is ц where Slavs write it (Kuznecov, Cvetkov, Coi), k elsewhere (Veronica); with h it is ч.</summary>
    private static string LatinC(ReadOnlySpan<char> rest) => rest switch
    {
        ['h', ..] or ['k', ..] => "c",
        ['e' or 'i' or 'y' or 'v', ..] or ['o', 'v' or 'i' or 'j' or 'y', ..] => "s",
        _ => "k",
    };

    private static string Bare(char letter) => string.Concat(letter.ToString().Normalize(NormalizationForm.FormD)
        .Where(part => CharUnicodeInfo.GetUnicodeCategory(part) is not (UnicodeCategory.NonSpacingMark or UnicodeCategory.SpacingCombiningMark)));

    /// <summary>A letter written twice is written once.</summary>
    private static void Once(StringBuilder letters)
    {
        var kept = 0;
        for (var at = 0; at < letters.Length; at++)
        {
            if (kept == 0 || letters[kept - 1] != letters[at]) letters[kept++] = letters[at];
        }
        letters.Length = kept;
    }
}
