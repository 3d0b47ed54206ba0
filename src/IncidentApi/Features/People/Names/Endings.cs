using System.Text.RegularExpressions;

namespace IncidentApi.Features.People.Names;

/// <summary>Cuts from a word, written by its sound, what case, gender and number have added to a name.</summary>
internal static partial class Endings
{
    // What remains of a short name is marked, so that Аня and Ане meet, but neither meets “an”.
    private const char Short = '-';

    // Longest first: Russian endings of nouns that begin with a vowel, as they sound.
    private static readonly string[] Vowels = ["aia", "eia", "oia", "ae", "ai", "au", "ei", "eu", "oi", "ou", "ia", "a", "e", "i", "o", "u"];

    // Endings that are as well the end of many a name (Исл-ом, Кер-им, Фар-ида): cut in texts only, beside the word as it stands.
    private static readonly string[] Slavic = ["ogo", "ego", "omu", "emu", "imi", "ami", "om", "em", "im", "am", "ih", "ah"];

    private static readonly string[] Turkic =
    [
        "ning", "nin", "nun", "din", "dun", "tin", "tun", "ni", "nu", "di", "du", "ti", "tu",
        "ga", "ge", "go", "ka", "ke", "ko", "da", "de", "do", "ta", "te", "to", "dan", "den", "don", "tan", "ten", "ton", "nan", "nen",
        "lar", "ler", "lor", "dar", "der", "dor", "tar", "ter", "tor", "men", "ben", "pen", "niki", "nuku", "diki", "duku", "tiki", "tuku",
        "dai", "dei", "doi", "tai", "tei", "toi", "ro",
    ];

    /// <summary>The stem that every form of a family name, and the nominative of any name, has in common.</summary>
    public static string Cut(string word)
    {
        if (word.EndsWith("of", StringComparison.Ordinal) || word.EndsWith("ef", StringComparison.Ordinal)) word = $"{word[..^1]}v";
        if (Family().Match(word) is { Success: true } family) return family.Groups[1].Value;
        if (Adjective().Match(word) is { Success: true } adjective) return adjective.Groups[1].Value;

        var ending = Vowels.FirstOrDefault(vowels => word.Length - vowels.Length >= 2 && word.EndsWith(vowels, StringComparison.Ordinal));
        var stem = ending is null ? word : word[..^ending.Length];
        if (stem.Length == 2 && ending is not null) return stem + Short;

        // Alexander is Александр, Peter Пётр.
        return stem.Length > 4 && (stem.EndsWith("der", StringComparison.Ordinal) || stem.EndsWith("ter", StringComparison.Ordinal)) ? $"{stem[..^2]}r" : stem;
    }

    /// <summary>The stems that a word of a text may have besides, if it is a form of a name in a language that adds its endings to it.</summary>
    public static IEnumerable<string> Readings(string word)
    {
        foreach (var rest in Without(Slavic, word, 2))
        {
            var bare = rest.Length == 2 ? rest + Short : Cut(rest);
            yield return bare;
            if (Filled(bare) is { } filled) yield return filled;
        }

        foreach (var rest in Without(Turkic, word, 3))
        {
            yield return Cut(rest);
            foreach (var twice in Without(Turkic, rest, 3)) yield return Cut(twice);
        }

        if (Filled(Cut(word)) is { } nominative) yield return nominative;
        if (word.Length > 4 && word[^1] == 's') yield return Cut(word[..^1]);
    }

    /// <summary>Павла is of Павел, Кравца of Кравец.</summary>
    private static string? Filled(string stem) =>
        stem.Length > 2 && stem[^1] is 'l' or 's' or 'k' && !IsVowel(stem[^2]) ? $"{stem[..^1]}e{stem[^1]}" : null;

    private static IEnumerable<string> Without(string[] endings, string word, int least) => endings
        .Where(ending => word.Length - ending.Length >= least && word.EndsWith(ending, StringComparison.Ordinal))
        .Select(ending => word[..^ending.Length]);

    private static bool IsVowel(char letter) => letter is 'a' or 'e' or 'i' or 'o' or 'u';

    // -ов, -ев, -ин in every case of both languages, man's and woman's.
    [GeneratedRegex("^(.{2,}?(?:ov|ev|in))(?:a|u|e|i|oi|ou|im|om|ih|imi|s|as|a?(?:[ndt][iu]n|[ndt][iu]|[gk][aeo]|[dt][aeo]n?|[ldt][aeo]r))?$")]
    private static partial Regex Family();

    [GeneratedRegex("^(.+sk)(?:i|aia|oi|ou|ogo|omu|im|om|e|ih|imi|oiu|a|u|o)$")]
    private static partial Regex Adjective();
}
