using System.Text.RegularExpressions;
using IncidentApi.Local.Postgres.Programs;
using IncidentApi.Tests.Contract;
using IncidentApi.Tests.Support;

namespace IncidentApi.Tests.Clients;

/// <summary>Python with openapi-generator, from the document in OpenAPI 3.0.</summary>
public sealed partial class PythonTests(PythonTests.Client client) : IClassFixture<PythonTests.Client>
{
    [Fact]
    public async Task Its_story_compiles_without_a_warning_and_comes_true()
    {
        client.Keep("example.py", PartnerGuide.Blocks(Client.Heading, "py")[0]);

        var story = await Story.RunAsync(client, $"""
            {client.Python} -W error -m compileall -q client/incidents
            export PYTHONPATH=client
            {client.Python} story.py
            {client.Python} example.py
            """);

        await story.AssertAsync(client.Api);
        Assert.Contains("Searches at the office of a legal aid group", story.Printed, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Its_names_are_those_of_the_document_and_closed_lists_are_constants()
    {
        var (models, routes) = (client.Modules("models"), client.Modules("api"));
        var names = GeneratedNames.In(models + routes, Types(), Operations());

        await (names with { Operations = [.. names.Operations.Select(name => name.Replace("_", "", StringComparison.Ordinal))] }).AssertAsync(client.Api);

        Assert.Empty(Mentioned().Matches(models + routes).Select(type => type.Groups["name"].Value).Distinct().Except(names.Types));

        var codes = (await ServedContract.OfAsync(client.Api)).Schemas.Sum(schema => schema.Value["enum"]?.AsArray().Count ?? 0);
        Assert.Equal(codes, Codes().Count(models));
    }

    [GeneratedRegex(@"^class (?<name>\w+)\(object\):", RegexOptions.Multiline)]
    private static partial Regex Types();

    [GeneratedRegex(@"^    def (?<name>[a-z]\w+)_with_http_info\(", RegexOptions.Multiline)]
    private static partial Regex Operations();

    /// <summary>Types that a member or an answer has by name, and that the client looks up only when it reads one.</summary>
    [GeneratedRegex(@"(^        '\w+': '|response_type=')(list\[|dict\(str, )*(?<name>[A-Z]\w+)", RegexOptions.Multiline)]
    private static partial Regex Mentioned();

    [GeneratedRegex(@"^    _?[A-Z][A-Z0-9_]* = ""[^""]+""$", RegexOptions.Multiline)]
    private static partial Regex Codes();

    public sealed class Client(Api api) : GeneratedClient(api, "python", Heading)
    {
        public const string Heading = "Python with openapi-generator";

        public string Python { get; private set; } = "";

        protected override IReadOnlyList<string> Kept => ["tests/generated-clients/python/story.py", "deploy/clients/python/patient.py"];

        public override async ValueTask InitializeAsync()
        {
            await DebianPackages.FindOrInstallAsync("Java, which runs openapi-generator", () => Task.FromResult(SearchPath.Find("java")), "default-jre-headless");
            Python = await DebianPackages.FindOrInstallAsync(
                "Python with what the generated client imports", PythonAsync, "python3", "python3-urllib3", "python3-six", "python3-dateutil", "python3-certifi");
            await base.InitializeAsync();
        }

        internal string Modules(string folder) => string.Concat(Directory.EnumerateFiles(Path.Combine(Folder, "client/incidents", folder)).Select(File.ReadAllText));

        /// <summary>The first that has them: a machine may have a Python of its own before Debian's.</summary>
        private static async Task<string?> PythonAsync()
        {
            foreach (var python in SearchPath.Folders.Select(folder => Path.Combine(folder, "python3")).Where(File.Exists))
            {
                if ((await ProgramRun.OfAsync(python, ["-c", "import certifi, dateutil, six, urllib3"], user: null, CancellationToken.None)).Succeeded) return python;
            }

            return null;
        }
    }
}
