using System.Globalization;
using System.Text;

namespace IncidentApi.Features.People.Names;

/// <summary>
/// Reads a text as names: every word in one form for its Latin and Cyrillic spellings and its cases, so that Аскарову, Аскаров,
/// Askarova and Askarov’s are found by each other. It would rather take two names for one than miss one.
/// <para>
/// A name is known by the <see cref="NameToken.Stem"/> of each of its words; a text names it where one of <see cref="NameToken.AllStems"/> is the same.
/// </para>
/// </summary>
internal static class NameForms
{
    private const int ShortestPart = 3;

    /// <summary>The words in order, but for “son of” and “daughter of”, which are part of too many names to be one.</summary>
    public static IReadOnlyList<NameToken> TokensOf(string text)
    {
        var tokens = new List<NameToken>();
        foreach (var (start, length) in Words(text))
        {
            var sound = Sounds.Of(text.AsSpan(start, length));
            if (sound.Length == 0) continue;

            var stem = Endings.Cut(sound);
            tokens.Add(new NameToken(stem, start, length) { OtherStems = [.. Endings.Readings(sound).Where(other => other != stem).Distinct()] });
        }
        return tokens;
    }

    private static IEnumerable<(int Start, int Length)> Words(string text)
    {
        var start = -1;
        for (var at = 0; at <= text.Length;)
        {
            var width = 1;
            if (at < text.Length && Belongs(text, at, inWord: start >= 0, out width))
            {
                if (start < 0) start = at;
                else if (IsSeam(text, start, at))
                {
                    yield return (start, at - start);
                    start = at;
                }
            }
            else if (start >= 0)
            {
                yield return (start, at - start);
                start = -1;
            }
            at += width;
        }
    }

    /// <summary>Letters, what is written on and between them, and an apostrophe that a letter follows.</summary>
    private static bool Belongs(string text, int at, bool inWord, out int width)
    {
        Rune.DecodeFromUtf16(text.AsSpan(at), out var rune, out width);
        if (Rune.IsLetter(rune)) return true;
        if (!inWord) return false;

        return Rune.GetUnicodeCategory(rune) is UnicodeCategory.NonSpacingMark or UnicodeCategory.SpacingCombiningMark or UnicodeCategory.Format
            || (Sounds.IsApostrophe(rune.Value) && at + 1 < text.Length && char.IsLetter(text[at + 1]));
    }

    /// <summary>#FreeAskarov is two words; McDonald is one.</summary>
    private static bool IsSeam(string text, int start, int at) =>
        char.IsUpper(text[at]) && char.IsLower(text[at - 1]) && at - start >= ShortestPart
        && at + ShortestPart <= text.Length && text.AsSpan(at + 1, ShortestPart - 1) is var rest && char.IsLower(rest[0]) && char.IsLower(rest[1]);
}
