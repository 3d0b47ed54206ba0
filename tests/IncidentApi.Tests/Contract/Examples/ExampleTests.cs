using System.Net;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using IncidentApi.Tests.Support;

namespace IncidentApi.Tests.Contract.Examples;

/// <summary>The examples of the document are records that the service took, and answers that it gave.</summary>
public sealed class ExampleTests(Api api)
{
    private const string Workbook = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";
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
    public async Task Every_operation_shows_what_it_takes_and_what_it_answers()
    {
        var contract = await ServedContract.OfAsync(api);

        var silent = from operation in contract.Operations.Concat(contract.Messages)
                     let answers = operation.Operation["responses"]!.AsObject().Where(answer => answer.Key[0] == '2').Select(answer => (What: answer.Key, Holder: contract.Resolve(answer.Value!)))
                     from shown in answers.Append((What: "body", Holder: operation.Operation["requestBody"] ?? new JsonObject()))
                     from content in shown.Holder["content"]?.AsObject() ?? []
                     where content.Key != Workbook && content.Value!["examples"] is not JsonObject { Count: > 0 }
                     select $"{(string?)operation.Operation["operationId"]} {shown.What} {content.Key}";

        Assert.Empty(silent);
    }

    [Fact]
    public async Task Every_file_of_an_example_is_shown()
    {
        var contract = await ServedContract.OfAsync(api);
        var shown = contract.Document["components"]!["examples"]!.AsObject().Select(example => example.Key)
            .Concat(contract.Messages.Select(told => (string)told.Operation["operationId"]!)).Append("incidentCreated.document").ToHashSet();

        var files = Directory.EnumerateFiles(Repository.Path("src/IncidentApi/Features"), "*", SearchOption.AllDirectories).Where(file => Path.GetDirectoryName(file)!.EndsWith("/Examples", StringComparison.Ordinal));

        Assert.Empty(files.Select(file => Path.GetExtension(file) == ".json" ? Path.GetFileNameWithoutExtension(file) : Path.GetFileName(file)).Except(shown));
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
