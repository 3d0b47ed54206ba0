using System.Text.Json;
using System.Text.Json.Nodes;
using IncidentApi.Local.Postgres.Programs;
using IncidentApi.Tests.Support;
using IncidentApi.Tests.Support.Programs;

namespace IncidentApi.Tests.Contract.Tools;

/// <summary>tests/contract-tools: programs of others that judge the document, on Node.js and without a network.</summary>
internal static class ContractTools
{
    private const string Name = "contract-tools";

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    /// <summary>What redocly and spectral find in documents, by the rules in the folder of the tools.</summary>
    public static Task<List<LintReport>> LintAsync(params IEnumerable<(string Name, string Document)> documents) => InFolderAsync<List<LintReport>>(async folder =>
    {
        var files = documents.Select(document => (Path: Path.Combine(folder, document.Name), document.Document)).ToList();
        foreach (var (path, document) in files) await File.WriteAllTextAsync(path, document, Cancellation);
        return await RunAsync("lint.mjs", folder, [Repository.Path($"tests/{Name}"), Told(folder), .. files.Select(file => file.Path)]);
    });

    /// <summary>What ajv finds wrong first in each case, or null; a case names its schema by number.</summary>
    public static Task<List<string?>> ValidateAsync(JsonNode document, IReadOnlyList<JsonNode> schemas, IEnumerable<(int Schema, string Json)> cases) => InFolderAsync<List<string?>>(async folder =>
    {
        var asked = new JsonObject
        {
            ["document"] = document.DeepClone(),
            ["schemas"] = new JsonArray([.. schemas.Select(schema => schema.DeepClone())]),
            ["cases"] = new JsonArray([.. cases.Select(each => new JsonArray(each.Schema, each.Json))]),
        };
        await File.WriteAllTextAsync(Path.Combine(folder, "asked.json"), asked.ToJsonString(), Cancellation);
        return await RunAsync("validate.mjs", folder, [Path.Combine(folder, "asked.json"), Told(folder)]);
    });

    /// <summary>What api-smart-diff holds for breaking between two documents.</summary>
    public static Task<List<string>> BreakingAsync(JsonNode old, JsonNode now) => InFolderAsync<List<string>>(async folder =>
    {
        await File.WriteAllTextAsync(Path.Combine(folder, "old.json"), old.ToJsonString(), Cancellation);
        await File.WriteAllTextAsync(Path.Combine(folder, "now.json"), now.ToJsonString(), Cancellation);
        return await RunAsync("opinion.mjs", folder, [Path.Combine(folder, "old.json"), Path.Combine(folder, "now.json"), Told(folder)]);
    });

    private static async Task<T> InFolderAsync<T>(Func<string, Task<string>> work)
    {
        var folder = Directory.CreateTempSubdirectory("contract-tools-").FullName;
        try
        {
            return JsonSerializer.Deserialize<T>(await work(folder), JsonSerializerOptions.Web)!;
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static async Task<string> RunAsync(string script, string folder, IEnumerable<string> arguments)
    {
        var installed = await NodeProgram.InstallAsync(Name, script);
        var run = await ProgramRun.OfAsync("node", [Path.Combine(installed, script), .. arguments], user: null, Cancellation);
        if (!run.Succeeded) throw new InvalidOperationException($"{script} does not come to an end: {run.Said[..Math.Min(run.Said.Length, 2000)]}");

        return await File.ReadAllTextAsync(Told(folder), Cancellation);
    }

    private static string Told(string folder) => Path.Combine(folder, "told.json");
}

/// <summary>What a linter says of a document.</summary>
internal sealed record LintReport(string Linter, string Document, IReadOnlyList<string> Findings);
