using System.Text.RegularExpressions;

namespace IncidentApi.Tests.Clients;

/// <summary>What generated types of TypeScript leave open.</summary>
internal static partial class TypeScript
{
    /// <summary>Checks a folder strictly, and runs these programs one after the other, with the lines that the guide has for its example.</summary>
    public static string Run(string heading, params string[] programs)
    {
        var lines = PartnerGuide.Blocks(heading, "sh")[^1].Split('\n', StringSplitOptions.RemoveEmptyEntries);
        return string.Join('\n', programs.Select(program => lines[1].Replace("example", program, StringComparison.Ordinal)).Prepend(lines[0]));
    }

    /// <summary>Members of any name and type, headers apart, which have a type of their own where the document names them.</summary>
    public static int UnknownTypes(string code) => Unknown().Count(WithoutComments(code));

    /// <summary>What a strict project would be ashamed of.</summary>
    public static IEnumerable<string> LooseTypes(string code) => Loose().Matches(WithoutComments(code)).Select(match => match.Value);

    private static string WithoutComments(string code) => Comments().Replace(code, "");

    [GeneratedRegex(@"/\*.*?\*/|//[^\n]*|'[^'\n]*'|""[^""\n]*""|\[name: string\]: unknown;", RegexOptions.Singleline)]
    private static partial Regex Comments();

    [GeneratedRegex(@"\bunknown\b(?!\??:)")]
    private static partial Regex Unknown();

    [GeneratedRegex(@"\bany\b|number \| string|string \| number|\bobject\b")]
    private static partial Regex Loose();
}
