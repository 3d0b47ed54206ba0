using System.Text.RegularExpressions;
using IncidentApi.Tests.Contract;
using IncidentApi.Tests.Support;

namespace IncidentApi.Tests.Clients;

/// <summary>C# with NSwag.</summary>
public sealed partial class NSwagTests(NSwagTests.Client client) : IClassFixture<NSwagTests.Client>
{
    [Fact]
    public async Task Its_story_compiles_and_comes_true()
    {
        client.Keep("Example.cs", AsMethod("Example", PartnerGuide.Blocks(Client.Heading, "cs")[0]));
        client.Keep("Tour.cs", AsMethod("Tour", PartnerGuide.Tour("cs")));

        // No compiler stays behind.
        var story = await Story.RunAsync(client, "dotnet build -v q --nologo -nodeReuse:false -p:UseSharedCompilation=false -p:RunAnalyzers=false -o built && dotnet built/Story.dll");

        await story.AssertAsync(client.Api, tours: 1);
        Assert.Contains("Searches at the office of a legal aid group", story.Printed, StringComparison.Ordinal);
        Assert.Matches("[0-9A-Z]{4}-[0-9A-Z]{4} \"1", story.Printed);
    }

    [Fact]
    public async Task Its_names_are_those_of_the_document_and_closed_lists_are_enums()
    {
        var code = client.Text("IncidentsClient.cs");

        await GeneratedNames.In(code, Types(), Methods()).AssertAsync(client.Api);

        var lists = (await ServedContract.OfAsync(client.Api)).Schemas.Where(schema => schema.Value["enum"] is not null).Select(schema => schema.Key);
        Assert.Empty(lists.Except(Enums().Matches(code).Select(match => match.Groups["name"].Value)));
        Assert.DoesNotContain("public object ", code, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Its_members_are_called_as_the_document_calls_them()
    {
        var called = (await ServedContract.OfAsync(client.Api)).Schemas.SelectMany(schema => schema.Value["properties"]?.AsObject() ?? []).Select(member => member.Key);

        var members = Members().Matches(client.Text("IncidentsClient.cs")).Select(match => match.Groups["name"].Value).Distinct().ToList();

        // A class and a member of it cannot share a name, so a generator numbers the member.
        Assert.Empty(members.Where(name => char.IsDigit(name[^1])).Except(called, StringComparer.OrdinalIgnoreCase));
        Assert.InRange(members.Count, 200, int.MaxValue);
    }

    /// <summary>A program of its own, beside the story's: the story runs it at its end.</summary>
    private static string AsMethod(string name, string program)
    {
        var usings = program.Split('\n').TakeWhile(line => line.StartsWith("using ", StringComparison.Ordinal) || line.Length == 0).ToList();
        return $"{string.Join('\n', usings)}\ninternal static class {name}\n{{\n    public static async Task RunAsync()\n    {{\n{string.Join('\n', program.Split('\n').Skip(usings.Count))}\n    }}\n}}\n";
    }

    [GeneratedRegex(@"^    public (partial class|enum) (?<name>\w+)", RegexOptions.Multiline)]
    private static partial Regex Types();

    [GeneratedRegex(@"^    public enum (?<name>\w+)", RegexOptions.Multiline)]
    private static partial Regex Enums();

    [GeneratedRegex(@"^        public \S.* (?<name>\w+) \{ get; set; \}", RegexOptions.Multiline)]
    private static partial Regex Members();

    [GeneratedRegex(@"^        public virtual async [^(]*? (?<name>\w+)Async\(", RegexOptions.Multiline)]
    private static partial Regex Methods();

    public sealed class Client(Api api) : GeneratedClient(api, "nswag", Heading)
    {
        public const string Heading = "C# with NSwag";

        private const string Sources = "tests/generated-clients/nswag";

        protected override IReadOnlyList<string> Kept =>
        [
            $"{Sources}/Story.cs", $"{Sources}/Story.csproj", $"{Sources}/Directory.Build.props", $"{Sources}/Directory.Build.targets", $"{Sources}/Directory.Packages.props",
            "deploy/clients/csharp/IncidentsClient.Settings.cs", "deploy/clients/csharp/Patience.cs",
        ];
    }
}
