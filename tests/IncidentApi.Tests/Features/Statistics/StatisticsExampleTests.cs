using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using IncidentApi.Features.Statistics;
using IncidentApi.Platform.Http;
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

    [Fact]
    public void It_is_written_as_the_serialiser_would_write_it()
    {
        var figure = new Figure(1, 2, 3) { Incidents = "/v1/statistics/incidents?scope=own&key=арест" };
        var people = new Figure(0, 0, 0) { Organisations = 4, Unlinked = new UnlinkedFigure(5, 6, 7) };
        StatisticsAnswer[] answers =
        [
            Answer([], null) with { Status = ["draft"], Verification = ["verified", "disputed"], MayAlsoMatch = 8 },
            Answer([Group("2020", "life") with { Events = figure, Patterns = people, Measures = figure, Provisional = true, MayOverlap = true }, Group("undated", "life") with { Events = people }], new StatisticsTotal { Events = figure }),
            Answer([Group("2020", "life") with { Measures = figure }], new StatisticsTotal { Patterns = people, Measures = figure, MayOverlap = true }),
        ];

        foreach (var answer in answers)
        {
            using var written = new MemoryStream();
            using (var writer = new Utf8JsonWriter(written, new JsonWriterOptions { Encoder = Json.Answers.Encoder })) StatisticsJson.Write(writer, answer);
            Assert.Equal(JsonSerializer.Serialize(answer, Json.Answers), Encoding.UTF8.GetString(written.ToArray()));
        }
    }

    private static StatisticsAnswer Answer(IReadOnlyList<StatisticsGroup> groups, StatisticsTotal? total) => new()
    {
        Measure = "people",
        Unit = "people",
        GroupBy = ["year", "violationGroup"],
        Kinds = ["event", "measure"],
        Scope = "own",
        DateBasis = "when it began",
        Counting = "exclusive",
        Groups = groups,
        Total = total,
    };

    private static StatisticsGroup Group(string year, string group) => new() { Key = new Dictionary<string, string> { ["year"] = year, ["violationGroup"] = group } };

    private static JsonObject Arrest(string on, string victim) =>
        Given.Incident(on: on, type: "arrest").With("/people/0", JsonNode.Parse(victim)).With("/violations/0/victims", new JsonArray("v"));
}
