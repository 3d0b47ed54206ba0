using System.Text;

namespace IncidentApi.Features.Incidents.Storage;

/// <summary>
/// A code of a closed list as one number, small enough for an index that holds hundreds of them in a tuple.
/// A test proves that no two codes of the vocabularies share one.
/// </summary>
internal static class FilterTerm
{
    /// <summary>FNV-1a of the list's and the code's name.</summary>
    public static int Of(string list, string code)
    {
        var hash = 2166136261u;
        foreach (var b in Encoding.ASCII.GetBytes($"{list}:{code}")) hash = (hash ^ b) * 16777619u;
        return unchecked((int)hash);
    }

    public static int[] Of(string list, IEnumerable<string> codes) => [.. codes.Select(code => Of(list, code))];
}

/// <summary>A country or a region as one number: the letters and digits of its ISO 3166 code in base 37, so no two share one.</summary>
internal static class PlaceCode
{
    private const int Longest = 5;
    private const int OfCountry = 2;

    // 0 is no sign at all, then come the digits, then the letters.
    private const int Base = 37;
    private const int FirstLetter = 11;

    public static int Of(string code)
    {
        var number = 0;
        var letters = code.Replace("-", "", StringComparison.Ordinal);
        for (var i = 0; i < Longest; i++)
        {
            number = (number * Base) + (i >= letters.Length ? 0 : char.IsDigit(letters[i]) ? letters[i] - '0' + 1 : letters[i] - 'A' + FirstLetter);
        }

        return number;
    }

    /// <summary>The code that this number stands for.</summary>
    public static string ToText(int number)
    {
        Span<char> text = stackalloc char[Longest];
        for (var i = Longest - 1; i >= 0; i--)
        {
            (number, var sign) = Math.DivRem(number, Base);
            text[i] = sign == 0 ? ' ' : (char)(sign < FirstLetter ? sign - 1 + '0' : sign - FirstLetter + 'A');
        }

        var letters = text.TrimEnd(' ').ToString();
        return letters.Length > OfCountry ? letters.Insert(OfCountry, "-") : letters;
    }
}
