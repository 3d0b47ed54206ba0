using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using IncidentApi.Tests.Contract;
using IncidentApi.Tests.Support;

namespace IncidentApi.Tests.Features.Statistics;

/// <summary>The example of the document is an answer that the service gave.</summary>
public sealed class StatisticsExampleTests(Api api)
{
    private static readonly JsonSerializerOptions Readable = new() { WriteIndented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    [Fact]
    public async Task The_example_is_an_answer()
    {
        var organisation = await api.NewOrganisationAsync();
        await organisation.RecordedAsync(Arrest("2023-11-04", """{"ref": "v", "role": "victim", "kind": "person", "label": "a journalist"}"""));
        await organisation.RecordedAsync(Arrest("2024-03", """{"ref": "v", "role": "victim", "kind": "group", "label": "protesters", "countMin": 20, "countMax": 25}"""));
        await organisation.RecordedAsync(Arrest("2024-03-08", """{"ref": "v", "role": "victim", "kind": "group", "label": "protesters"}"""));

        var answer = await organisation.Admin.FiguresAsync("groupBy=year,violation&measure=victims&country=KG");

        await Approval.RequireAsync("src/IncidentApi/Features/Statistics/Examples/Statistics.json", answer.ToJsonString(Readable) + "\n");
    }

    private static JsonObject Arrest(string on, string victim) =>
        Given.Incident(on: on, type: "arrest").With("/people/0", JsonNode.Parse(victim)).With("/violations/0/victims", new JsonArray("v"));
}
