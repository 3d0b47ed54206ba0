using System.Text.RegularExpressions;
using IncidentApi.Tests.Support;

namespace IncidentApi.Tests.Clients;

/// <summary>What the repository tells partners to type: the fenced blocks of a Markdown file, by the heading above them.</summary>
internal static partial class PartnerGuide
{
    public const string File = "deploy/clients/README.md";

    /// <summary>The blocks of one language under a heading, in their order.</summary>
    public static IReadOnlyList<string> Blocks(string heading, string language, string file = File)
    {
        var text = System.IO.File.ReadAllText(Repository.Path(file));
        var section = Headings().Split(text).FirstOrDefault(part => part.StartsWith(heading + "\n", StringComparison.Ordinal))
            ?? throw new InvalidOperationException($"{file} has no heading “{heading}”.");
        return [.. Fences().Matches(section).Where(block => block.Groups["language"].Value == language).Select(block => block.Groups["text"].Value)];
    }

    /// <summary>The ten lines of the README in one language.</summary>
    public static string Tour(string language) => Blocks("Ten lines in your language", language, "README.md").Single();

    /// <summary>Every package that is named with its version, as npm writes it.</summary>
    public static IEnumerable<(string Package, string Version)> Pinned() => Pins().Matches(System.IO.File.ReadAllText(Repository.Path(File)))
        .Select(pin => (pin.Groups["package"].Value, pin.Groups["version"].Value)).Distinct();

    [GeneratedRegex("^#+ ", RegexOptions.Multiline)]
    private static partial Regex Headings();

    [GeneratedRegex("^```(?<language>\\w+)\n(?<text>.*?)^```$", RegexOptions.Multiline | RegexOptions.Singleline)]
    private static partial Regex Fences();

    [GeneratedRegex(@"(?<package>(@[a-z-]+/)?[a-z][a-z0-9-]+)@(?<version>\d+\.\d+\.\d+(-\d+\.\d+\.\d+)?)")]
    private static partial Regex Pins();
}
