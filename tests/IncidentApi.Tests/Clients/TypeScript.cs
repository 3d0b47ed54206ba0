using System.Text.RegularExpressions;

namespace IncidentApi.Tests.Clients;

/// <summary>What generated types of TypeScript leave open.</summary>
internal static partial class TypeScript
{
    /// <summary>Checks a folder strictly, and runs these programs one after the other.</summary>
    public static string Run(params string[] programs) =>
        $"npx tsc -p . && npx esbuild {string.Join(' ', programs.Select(program => $"{program}.ts"))} --bundle --platform=node --format=esm --log-level=error --outdir=. --out-extension:.js=.mjs"
        + string.Concat(programs.Select(program => $" && node {program}.mjs"));

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
