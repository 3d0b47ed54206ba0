using System.Text.Json.Nodes;
using IncidentApi.Tests.Contract.Answers;
using IncidentApi.Tests.Support;

namespace IncidentApi.Tests.Contract.Tools;

/// <summary>Our reading of schemas is no better than our understanding of them, so ajv reads the same: examples, real answers, and thousands that were spoilt.</summary>
public sealed class SecondReadingTests(Api api)
{
    private const int Spoilt = 40;

    [Fact]
    public async Task Ajv_and_we_agree_about_every_example_and_answer_sound_or_spoilt()
    {
        var contract = await ServedContract.OfAsync(api);
        var check = new SchemaCheck(contract);
        var dice = new Random(20261122);
        var sound = contract.Examples.Select(example => (example.Value, example.Schema)).Concat(await AnswersAsync(contract)).ToList();
        var schemas = sound.Select(each => each.Schema.ToJsonString()).Distinct().ToList();
        var cases = sound.SelectMany(each => Misshapen.Of(each.Value, dice, Spoilt).Prepend(each.Value.ToJsonString()).Select(json => (Schema: schemas.IndexOf(each.Schema.ToJsonString()), Json: json))).Distinct().ToList();

        var theirs = await ContractTools.ValidateAsync(contract.Document, [.. schemas.Select(schema => JsonNode.Parse(schema)!)], cases);
        var parsed = schemas.Select(schema => JsonNode.Parse(schema)!).ToList();
        var ours = cases.Select(each => check.FaultsOf(JsonNode.Parse(each.Json), parsed[each.Schema])).ToList();

        var unlike = cases.Index().Where(each => ours[each.Index].Count == 0 != theirs[each.Index] is null)
            .Select(each => $"ours: {string.Join("; ", ours[each.Index])}; ajv: {theirs[each.Index] ?? "sound"}; {schemas[each.Item.Schema][..Math.Min(schemas[each.Item.Schema].Length, 100)]} {each.Item.Json[..Math.Min(each.Item.Json.Length, 400)]}").ToList();
        await ContractReport.WriteAsync("second-reading", [$"{contract.Examples.Count()} examples obey their schemas; ajv and we agree about {cases.Count - unlike.Count} of {cases.Count} JSON texts, {theirs.Count(verdict => verdict is null)} sound and {theirs.Count(verdict => verdict is not null)} not"]);
        Assert.Empty(unlike.Take(20));
        Assert.All(contract.Examples, example => Assert.Null(theirs[cases.IndexOf((schemas.IndexOf(example.Schema.ToJsonString()), example.Value.ToJsonString()))]));
        Assert.InRange(theirs.Count(verdict => verdict is not null), 1_000, int.MaxValue);
    }

    private async Task<IEnumerable<(JsonNode Value, JsonNode Schema)>> AnswersAsync(ServedContract contract)
    {
        var organisation = await api.NewOrganisationAsync();
        await organisation.PublishedAsync();
        (string Operation, string Address)[] asked =
        [
            ("listIncidents", "/v1/incidents?count=exact"), ("listIncidents", "/v1/incidents?scope=public&limit=50"), ("listVocabularies", "/v1/vocabularies"), ("getVocabulary", "/v1/vocabularies/violations.type"),
            ("getStatistics", "/v1/statistics?groupBy=year,violationGroup&scope=public"), ("getRightsTable", "/v1/statistics/rights?scope=public"), ("getSdgTable", "/v1/statistics/sdg-16-10-1?scope=public"),
            ("listChanges", "/v1/changes"), ("listEntries", "/v1/audit"),
        ];
        var answers = new List<(JsonNode, JsonNode)>();
        foreach (var (operation, address) in asked) answers.Add(((await organisation.Admin.ReadAsync(address)).Expect(System.Net.HttpStatusCode.OK).Json, contract.AnswerSchema(operation, 200)!));
        return answers;
    }
}
