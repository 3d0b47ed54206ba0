using System.Reflection;
using System.Text.RegularExpressions;
using IncidentApi.Tests.Support;

namespace IncidentApi.Tests.Seizure;

/// <summary>The page “What a seizure surrenders” says what the tests of this folder prove, line by line, and nothing else.</summary>
public sealed partial class SeizurePageTests
{
    [Fact]
    public void Every_line_of_the_page_is_a_test_and_every_test_is_a_line()
    {
        var readme = File.ReadAllText(Repository.Path("README.md"));
        var begin = readme.IndexOf("## What a seizure surrenders", StringComparison.Ordinal);
        var page = readme[begin..readme.IndexOf("\n## ", begin, StringComparison.Ordinal)];
        var sections = Section().Split(page)[1..].Chunk(2).ToList();

        var lines = sections.SelectMany(section => Line().Matches(section[1]).Select(line => $"{section[0]}: {Words(line.Groups[1].Value)}"));

        Assert.Equal(Tests().Order(StringComparer.Ordinal), lines.Order(StringComparer.Ordinal));
    }

    private static IEnumerable<string> Tests() =>
        from room in typeof(SeizurePageTests).Assembly.GetTypes()
        where room.Namespace == typeof(SeizurePageTests).Namespace && room != typeof(SeizurePageTests)
        from test in room.GetMethods()
        where test.GetCustomAttribute<FactAttribute>() is not null
        select $"{room.Name}: {Words(test.Name)}";

    private static string Words(string text) => Separator().Replace(text, " ").Trim();

    [GeneratedRegex(@"\*\*[^*]+\*\* \(`(\w+)`\)")]
    private static partial Regex Section();

    [GeneratedRegex(@"(?<!\*)\*([^*]+)\*(?!\*)")]
    private static partial Regex Line();

    [GeneratedRegex(@"[^A-Za-z0-9]+")]
    private static partial Regex Separator();
}
