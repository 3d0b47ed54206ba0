using System.Text;
using System.Text.RegularExpressions;

namespace IncidentApi.Platform.Contract;

/// <summary>What the versions of the contract brought: Changelog.md, newest first. The newest is the document's version.</summary>
internal static partial class Changelog
{
    public static string Text { get; } = Read();

    public static string Version { get; } = Heading().Match(Text).Groups[1].Value;

    private static string Read()
    {
        using var reader = new StreamReader(typeof(Changelog).Assembly.GetManifestResourceStream("Contract/Changelog.md")!, Encoding.UTF8);
        return reader.ReadToEnd().Trim();
    }

    [GeneratedRegex(@"^## (\d+\.\d+\.\d+), \d{4}-\d\d-\d\d$", RegexOptions.Multiline)]
    private static partial Regex Heading();
}
