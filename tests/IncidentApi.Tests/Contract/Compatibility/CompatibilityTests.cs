using System.Text.Json.Nodes;
using IncidentApi.Tests.Contract.Answers;
using IncidentApi.Tests.Support;

namespace IncidentApi.Tests.Contract.Compatibility;

/// <summary>Nothing that a client of the last released document relies on is taken away.</summary>
public sealed class CompatibilityTests(Api api)
{
    public static TheoryData<string> BreakingChanges => [.. Mutations.Breaking.Keys];

    public static TheoryData<string> HarmlessChanges => [.. Mutations.Harmless.Keys];

    [Fact]
    public async Task Nothing_of_the_last_released_document_is_taken_away()
    {
        var served = await ServedContract.OfAsync(api);

        var found = Compatibility.BreakingChanges.Between(await Released.ReadAsync(), served.Document);

        await ContractReport.WriteAsync("compatibility", [$"{found.Except(Released.Corrections.Keys).Count()} breaking changes since the last release, beside {found.Count(Released.Corrections.ContainsKey)} corrections of what it never was; {Mutations.Breaking.Count} mutations that break clients and {Mutations.Harmless.Count} that do not are told apart"]);
        Assert.True(found.Except(Released.Corrections.Keys).ToList() is [], $"This breaks clients of the last released document:\n{string.Join('\n', found.Except(Released.Corrections.Keys))}");
        Assert.Empty(Released.Corrections.Keys.Except(found));
    }

    [Theory]
    [MemberData(nameof(BreakingChanges))]
    public async Task What_breaks_clients_is_named(string mutation)
    {
        var served = (await ServedContract.OfAsync(api)).Document;
        var draft = new Draft(served.DeepClone());
        var (change, named) = Mutations.Breaking[mutation];

        change(draft);
        var found = Compatibility.BreakingChanges.Between(served, JsonNode.Parse(draft.Document.ToJsonString())!);

        Assert.True(found.Any(message => named.All(word => message.Contains(word, StringComparison.Ordinal))), $"No message has {string.Join(" and ", named)}:\n{string.Join('\n', found)}");
    }

    [Theory]
    [MemberData(nameof(HarmlessChanges))]
    public async Task What_breaks_nobody_passes(string mutation)
    {
        var served = (await ServedContract.OfAsync(api)).Document;
        var draft = new Draft(served.DeepClone());

        Mutations.Harmless[mutation](draft);

        Assert.False(JsonNode.DeepEquals(served, draft.Document));
        Assert.Empty(Compatibility.BreakingChanges.Between(served, JsonNode.Parse(draft.Document.ToJsonString())!));
    }
}

/// <summary>The document of the last release, as its clients know it.</summary>
internal static class Released
{
    public const string File = "tests/IncidentApi.Tests/Contract/Compatibility/released.v1.json";

    private static readonly string[] Parts = ["developments", "sources", "interventions"];

    /// <summary>Where it said what was never so. What is corrected stands here with its reason, and goes with the next release.</summary>
    public static readonly IReadOnlyDictionary<string, string> Corrections = new Dictionary<string, string>
    {
        ["GET /v1/incidents/export: the answer 200: the type is string or object, was object."] = "An export is a file in all its forms, GeoJSON too: generated clients read it as a stream.",
        ["GET /v1/incidents/export: the answer 200: the member type is no longer shown."] = "It stands in anyOf, beside the file.",
        ["GET /v1/incidents/export: the answer 200: the member features is no longer shown."] = "So does this.",
        ["GET /v1/incidents/export: the answer 200: anyOf is ExportedFeatures, was ."] = "It is what the file holds, in the words that it had.",
        ["GET /v1/incidents/export: the answer 200: the format is \"binary\", was free."] = "It was always a stream; told as a text, generated clients kept all of it in memory.",
        ["GET /v1/incidents/export: the answer 200: it has no name any more, was ExportedFeatures: generated clients name a type after it."] = "They name it after what is in anyOf.",
        ["GET /v1/audit/export: the answer 200: the format is \"binary\", was free."] = "So was this.",
        ["GET /v1/statistics/detention: the query parameter on has become required."] = "It was always asked for, with a 400.",
        ["GET /v1/statistics/detention/incidents: the query parameter on has become required."] = "So was this.",
        ["PUT /v1/incidents/{id}: the answer 404 is gone."] = "It never came: a PUT makes what is not there.",
        ["DELETE /v1/incidents/{id}: the answer 422 is gone."] = "It never came: what is withdrawn shows no text to anybody.",
    }.Concat(PartsThatTouchNobody).ToDictionary();

    /// <summary>An added or corrected part names nobody, so the register that these tell of is never asked.</summary>
    private static Dictionary<string, string> PartsThatTouchNobody => Parts.SelectMany(part => new[] { $"POST /v1/incidents/{{id}}/{part}", $"PUT /v1/incidents/{{id}}/{part}/{{name}}" })
        .SelectMany(operation => new[] { $"{operation}: the answer 409 is gone.", $"{operation}: the answer 422 is no longer /problems/person-erased: clients switch on it." })
        .ToDictionary(message => message, _ => "It never came.");

    public static async Task<JsonNode> ReadAsync() => JsonNode.Parse(Respelt(await System.IO.File.ReadAllTextAsync(Repository.Path(File), TestContext.Current.CancellationToken)))!;

    /// <summary>Its patterns without escapes, as we write them now; to ECMA-262 they are the same. Goes with the next release.</summary>
    private static string Respelt(string document) => document.Replace(@"\\d", "[0-9]", StringComparison.Ordinal).Replace(@"\\.", "[.]", StringComparison.Ordinal);
}
