using System.Net;
using System.Text.Json.Nodes;
using IncidentApi.Tests.Support;
using IncidentApi.Tests.Support.Browsers;

namespace IncidentApi.Tests.Features.Incidents.Filters;

/// <summary>The sample of public records, and hard situations: in, out again equal, and found by all that they say.</summary>
public sealed class FilterSampleTests(Api api)
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Each_record_of_the_sample_is_found_by_each_of_its_own_values()
    {
        var client = (await api.NewOrganisationAsync()).Admin;
        var sample = JsonNode.Parse(await File.ReadAllTextAsync(Repository.Path("src/IncidentApi.Local/Sample/kyrgyzstan-incidents.json"), Cancellation))!;
        var bodies = sample["incidents"]!.AsArray().OfType<JsonObject>().ToList();
        await client.RecordAsync(bodies.Select(body => (JsonObject)body.DeepClone()));
        var shown = (await client.WalkAsync("/v1/incidents?fields=all&sort=recorded")).ToDictionary(document => (string)document["externalRef"]!["id"]!);
        var records = bodies.ConvertAll(body => new OracleRecord(body, shown[(string)body["externalRef"]!["id"]!]));

        var questions = records.SelectMany(record => QuestionsOf(record.Shown)).Distinct().ToList();
        foreach (var (parameter, value) in questions)
        {
            var query = new Dictionary<string, string> { [parameter] = value };
            var found = await client.WalkAsync($"/v1/incidents?limit=200&{parameter}={Uri.EscapeDataString(value)}");

            var expected = records.Where(record => FilterOracle.Finds(query, record)).Select(record => record.Id).ToList();
            Assert.NotEmpty(expected);
            Assert.True(expected.Order().SequenceEqual(found.Ids().Order()), $"{parameter}={value} found {found.Count} records, not {expected.Count}.");
        }

        Assert.True(questions.Count > 100, $"Only {questions.Count} questions could be drawn from the sample.");
    }

    [Fact]
    public async Task Each_record_of_the_sample_is_found_within_its_own_dates_and_by_its_title()
    {
        var client = (await api.NewOrganisationAsync()).Admin;
        var sample = JsonNode.Parse(await File.ReadAllTextAsync(Repository.Path("src/IncidentApi.Local/Sample/kyrgyzstan-incidents.json"), Cancellation))!;
        await client.RecordAsync(sample["incidents"]!.AsArray().Select(body => (JsonObject)body!.DeepClone()));

        foreach (var item in await client.WalkAsync("/v1/incidents?sort=reference"))
        {
            var (earliest, latest) = ((string?)item["occurred"]!["earliest"], (string?)item["occurred"]!["latest"]);
            var dates = $"{(earliest is null ? "" : $"&from={earliest}")}{(latest is null ? "" : $"&to={latest}")}";
            var title = Uri.EscapeDataString($"\"{((string)item["title"]!).Replace("\"", " ", StringComparison.Ordinal)}\"");

            Assert.Contains((string)item["id"]!, (await client.WalkAsync($"/v1/incidents?limit=200{dates}")).Ids());
            Assert.Contains((string)item["id"]!, (await client.WalkAsync($"/v1/incidents?limit=200&q={title}")).Ids());
        }
    }

    [Fact]
    public async Task A_hard_situation_comes_out_as_it_went_in()
    {
        var client = (await api.NewOrganisationAsync()).Admin;
        var documents = await HardCasesAsync();

        foreach (var document in documents)
        {
            var made = (await client.PostAsync("/v1/incidents", document)).Expect(HttpStatusCode.Created);
            var body = (await client.ReadAsync($"/v1/incidents/{made.Id}?fields=body")).Expect(HttpStatusCode.OK);
            var again = (await client.PutAsync($"/v1/incidents/{made.Id}", body.Json, made.ETag)).Expect(HttpStatusCode.OK);

            Assert.True(JsonNode.DeepEquals(document, body.Json), body.Text);
            Assert.Equal(made.ETag, again.ETag);
        }

        Assert.Equal(12, documents.Count);
    }

    [Fact]
    public async Task An_act_in_another_town_is_found_there_too()
    {
        var client = (await api.NewOrganisationAsync()).Admin;
        var document = (await HardCasesAsync()).Single(document => (string)document["externalRef"]!["id"]! == "two-places");
        var made = (await client.PostAsync("/v1/incidents", document)).Expect(HttpStatusCode.Created);

        foreach (var region in new[] { "KG-N", "KG-GB", "KG-C" })
        {
            Assert.Equal([made.Id], (await client.WalkAsync($"/v1/incidents?region={region}")).Ids());
        }

        Assert.Empty(await client.WalkAsync("/v1/incidents?region=KG-O"));
    }

    private static IEnumerable<(string Parameter, string Value)> QuestionsOf(JsonNode shown)
    {
        foreach (var act in shown["violations"]!.AsArray())
        {
            yield return ("violation", (string)act!["type"]!);
            foreach (var other in act["alsoTypes"]?.AsArray() ?? []) yield return ("violation", (string)other!);
            if ((string?)act["location"]?["region"] is { } there) yield return ("region", there);
        }

        yield return ("kind", (string)shown["kind"]!);
        yield return ("country", (string)shown["location"]!["country"]!);
        if ((string?)shown["location"]!["region"] is { } region) yield return ("region", region);
        foreach (var right in shown["rights"]!.AsArray()) yield return ("right", (string)right!);
        foreach (var tag in shown["tags"]?.AsArray() ?? []) yield return ("tag", (string)tag!);
        foreach (var source in shown["sources"]?.AsArray() ?? []) yield return ("source", (string)source!["kind"]!);
        foreach (var person in shown["people"]?.AsArray() ?? [])
        {
            var perpetrator = (string)person!["role"]! == "alleged_perpetrator";
            if (perpetrator && (string?)person["category"] is { } category) yield return ("perpetrator", category);
            if (perpetrator) continue;

            if ((string?)person["gender"] is { } gender) yield return ("gender", gender);
            if ((string?)person["ageBand"] is { } band) yield return ("ageBand", band);
            foreach (var role in person["defenderRoles"]?.AsArray() ?? []) yield return ("defenderRole", (string)role!);
            foreach (var group in person["atRiskGroups"]?.AsArray() ?? []) yield return ("atRisk", (string)group!);
        }
    }

    private static async Task<List<JsonNode>> HardCasesAsync() =>
        [.. JsonNode.Parse(await File.ReadAllTextAsync(Repository.Path("tests/IncidentApi.Tests/Features/Incidents/hard-cases.json"), Cancellation))!["cases"]!.AsArray()
            .SelectMany(situation => situation!["documents"]!.AsArray()).Select(document => document!.DeepClone())];
}
