using System.Globalization;
using System.Text;

namespace IncidentApi.Features.People.Names;

/// <summary>A word of a text and the stem by which names are compared.</summary>
internal readonly record struct NameToken(string Stem, int Start, int Length);

/// <summary>Cuts a text into words and each word to a stem that its spellings share.</summary>
internal static class NameForms
{
    public static IReadOnlyList<NameToken> TokensOf(string text)
    {
        var tokens = new List<NameToken>();
        for (var start = 0; start < text.Length; start++)
        {
            if (!char.IsLetter(text[start])) continue;

            var end = start;
            while (end < text.Length && char.IsLetter(text[end])) end++;
            tokens.Add(new NameToken(text[start..end].Normalize(NormalizationForm.FormC).ToLower(CultureInfo.InvariantCulture), start, end - start));
            start = end;
        }

        return tokens;
    }
}
