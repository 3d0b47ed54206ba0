using System.Collections.Frozen;

namespace IncidentApi.Features.People.Names;

/// <summary>
/// Makes one script of a word written in two: a Latin letter among Cyrillic ones is read by its looks, and the other way round.
/// So it becomes by a keyboard left in the wrong layout, and by those who mean to hide from a search.
/// </summary>
internal static class LookAlikes
{
    private static readonly (char Latin, char Cyrillic)[] Alike =
    [
        ('a', 'а'), ('b', 'в'), ('c', 'с'), ('e', 'е'), ('h', 'н'), ('i', 'і'), ('j', 'ј'), ('k', 'к'), ('m', 'м'), ('o', 'о'), ('p', 'р'),
        ('s', 'ѕ'), ('t', 'т'), ('x', 'х'), ('y', 'у'),
    ];

    private static readonly FrozenDictionary<char, char> ToCyrillic = Alike.ToFrozenDictionary(pair => pair.Latin, pair => pair.Cyrillic);
    private static readonly FrozenDictionary<char, char> ToLatin = Alike.ToFrozenDictionary(pair => pair.Cyrillic, pair => pair.Latin);

    private static readonly FrozenDictionary<char, char> FromGreek = new (char Greek, char Latin)[]
    {
        ('α', 'a'), ('β', 'b'), ('ε', 'e'), ('η', 'h'), ('ι', 'i'), ('κ', 'k'), ('μ', 'm'), ('ν', 'n'), ('ο', 'o'), ('ρ', 'p'), ('τ', 't'),
        ('υ', 'y'), ('χ', 'x'), ('ζ', 'z'),
    }.ToFrozenDictionary(pair => pair.Greek, pair => pair.Latin);

    public static string Settle(string word)
    {
        var latin = word.Count(char.IsAsciiLetter);
        var cyrillic = word.Count(IsCyrillic);
        if (latin + cyrillic > 0 && word.Any(FromGreek.ContainsKey))
        {
            word = Exchange(word, FromGreek);
            latin = word.Count(char.IsAsciiLetter);
        }
        if (latin == 0 || cyrillic == 0) return word;

        // The letters that look like nothing else tell which script was meant.
        var surelyLatin = word.Count(letter => char.IsAsciiLetter(letter) && !ToCyrillic.ContainsKey(letter));
        var surelyCyrillic = word.Count(letter => IsCyrillic(letter) && !ToLatin.ContainsKey(letter));
        var isCyrillic = surelyCyrillic == surelyLatin ? cyrillic >= latin : surelyCyrillic > surelyLatin;
        return Exchange(word, isCyrillic ? ToCyrillic : ToLatin);
    }

    private static string Exchange(string word, FrozenDictionary<char, char> table) =>
        string.Create(word.Length, (word, table), static (letters, from) =>
        {
            for (var at = 0; at < letters.Length; at++) letters[at] = from.table.GetValueOrDefault(from.word[at], from.word[at]);
        });

    private static bool IsCyrillic(char letter) => letter is >= '\u0400' and <= '\u052F';
}
