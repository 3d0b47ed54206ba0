using System.Net;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using IncidentApi.Tests.Support;

namespace IncidentApi.Tests.Contract.Examples;

/// <summary>The examples of the document are records that the service took, and answers that it gave.</summary>
public sealed class ExampleTests(Api api)
{
    private const string Folder = "src/IncidentApi/Features/Incidents/Examples";

    private static readonly JsonSerializerOptions Readable = new() { WriteIndented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    [Fact]
    public async Task Every_example_obeys_its_schema()
    {
        var contract = await ServedContract.OfAsync(api);
        var check = new SchemaCheck(contract);

        var faults = contract.Examples.SelectMany(example => check.FaultsOf(example.Value, example.Schema).Select(fault => $"{example.At} {fault}"));

        Assert.Empty(faults);
        Assert.NotEmpty(contract.Examples);
    }

    [Fact]
    public async Task The_example_of_a_body_gives_the_example_of_an_answer()
    {
        var organisation = await api.NewOrganisationAsync();
        var body = JsonNode.Parse(await File.ReadAllTextAsync(Repository.Path($"{Folder}/IncidentBody.event.json"), TestContext.Current.CancellationToken));

        var made = (await organisation.Admin.PostAsync("/v1/incidents", body)).Expect(HttpStatusCode.Created);
        var list = (await organisation.Admin.ReadAsync("/v1/incidents")).Expect(HttpStatusCode.OK);

        await Approval.RequireAsync($"{Folder}/Incident.json", Settled(made.Json));
        await Approval.RequireAsync($"{Folder}/IncidentPage.json", Settled(new JsonObject { ["items"] = new JsonArray(Fixed(list.Json["items"]![0]!.DeepClone())), ["nextCursor"] = null }));
    }

    /// <summary>The same answer with what differs each time put in one form.</summary>
    private static string Settled(JsonNode answer) => Fixed(answer.DeepClone()).ToJsonString(Readable) + "\n";

    private static JsonNode Fixed(JsonNode answer)
    {
        if (answer["id"] is null) return answer;

        const string Id = "019ab12c-7d3e-7c55-9f0a-3b1d52c8e604";
        answer["id"] = Id;
        answer["reference"] = "7F3K-29XB";
        answer["createdAt"] = "2026-05-03T10:00:00Z";
        answer["updatedAt"] = "2026-05-03T10:00:00Z";
        if (answer["organisation"] is { } owner) owner["id"] = "019ab12c-11aa-7b01-8c4e-90d2f7a3b615";
        foreach (var link in answer["links"]!.AsObject().Select(link => link.Key).ToList())
        {
            answer["links"]![link] = $"/v1/incidents/{Id}{(link == "self" ? "" : $"/{link}")}";
        }

        return answer;
    }
}
