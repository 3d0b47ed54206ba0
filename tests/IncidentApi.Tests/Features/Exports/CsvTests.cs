using System.Text;
using System.Text.Json.Nodes;
using CsvHelper;
using IncidentApi.Features.Exports.Formats;
using IncidentApi.Tests.Support;

namespace IncidentApi.Tests.Features.Exports;

/// <summary>A CSV that can be opened without danger and read back without loss.</summary>
public sealed class CsvTests(Api api)
{
    // Whatever a cell could be taken for: formulas, separators, quotes, markup of lists, other scripts, control characters, spaces.
    private static readonly string[] Nasty =
    [
        "=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", "\n=1", "'quoted'", "'=1", "''", "＝1", "a;=1", "a;'b", ";", ";;", "a\n-b\n'c", "a\r\n+b", "x\t@y", "\"", "\"\"", "a\"b,c", ",", "a,b",
        "[1]", "[\"a\"]", "{}", "null", "true", "1e5", "00012", " leading", "trailing ", "line\u2028separator", "مرحبا بالعالم", "\u202Eevil\u202C", "Тинтүү ӨҮҢ", "𝔘𝔫𝔦𝔠𝔬𝔡𝔢 🕊️", "\u0001\u0008\u000B\u001F\u007F\u0085",
        "\uFEFFbom", "a\\;b", "\\", "~0~1/", "%00", "_x0041_", "=cmd|' /C calc'!A0",
    ];

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Every_record_of_the_sample_and_every_hard_case_can_be_read_back_into_another_organisation() =>
        await AssertReadsBackAsync(await Exporting.KnownBodiesAsync());

    [Fact]
    public async Task Records_with_everything_in_them_can_be_read_back()
    {
        var generated = new GeneratedIncidents(20_261_122);

        await AssertReadsBackAsync([.. Enumerable.Range(1, 150).Select(generated.Next)]);
    }

    [Fact]
    public async Task Texts_that_look_like_something_else_can_be_read_back() =>
        await AssertReadsBackAsync([.. Nasty.Select(text => Given.Incident($"{text}x").With("/summary", text).With("/notes", $"{text};{text}")
            .With("/tags", new JsonArray(text.Trim().Length is 0 ? "tag" : text, "plain", "-minus", $"{text}2"))
            .With("/location", new JsonObject { ["country"] = "FJ", ["locality"] = text, ["latitude"] = -17.5, ["longitude"] = -179.25, ["precision"] = "exact", ["note"] = text })
            .With("/people", new JsonArray(new JsonObject { ["ref"] = "p1", ["role"] = "victim", ["kind"] = "person", ["label"] = text + "x", ["note"] = text, ["disclosure"] = "organisation" }))
            .With("/translations", new JsonObject { ["ru"] = new JsonObject { ["title"] = text } }))]);

    [Fact]
    public async Task No_cell_begins_a_formula_wherever_a_spreadsheet_believes_that_it_begins()
    {
        var organisation = await api.NewOrganisationAsync();
        await organisation.Admin.RecordAllAsync(Nasty.Select(text => (JsonNode)Given.Incident($"{text}x").With("/summary", text)));

        var file = await organisation.Admin.ExportAsync("format=csv");

        using var reader = CsvReader.Create(file.Bytes, CsvReaderOptions.Default with { Separator = ',' });
        var cells = 0;
        while (reader.Read())
        {
            for (var i = 0; i < reader.Headers.Count; i++)
            {
                cells++;
                var cell = reader.GetString(i);
                if (double.TryParse(cell, System.Globalization.CultureInfo.InvariantCulture, out _)) continue;
                Assert.All(cell.Split(';', '\t', '\r', '\n'), part => Assert.False(part.Length > 0 && "=+-@＝＋－＠".Contains(part[0], StringComparison.Ordinal), cell));
            }
        }

        Assert.True(cells > 2_000, $"Only {cells} cells were looked at.");
    }

    [Fact]
    public async Task The_byte_order_mark_is_there_on_request_and_every_line_ends_as_rfc_4180_says()
    {
        var organisation = await api.NewOrganisationAsync();
        await organisation.Admin.RecordAllAsync([Given.Incident()]);

        var (plain, marked) = (await organisation.Admin.ExportAsync("format=csv"), await organisation.Admin.ExportAsync("format=csv&bom=true"));

        Assert.Equal("text/csv; charset=utf-8; header=present", plain.MediaType);
        Assert.Equal([.. Encoding.UTF8.GetPreamble(), .. plain.Bytes], marked.Bytes);
        Assert.EndsWith("\r\n", plain.Text, StringComparison.Ordinal);
        Assert.Equal(plain.Text.Count(character => character == '\n'), plain.Text.Split("\r\n").Length - 1);
        Assert.Equal(marked.Sha256, (string)marked.Manifest["sha256"]!);
    }

    [Fact]
    public void Every_member_of_an_incident_has_a_column()
    {
        string[] MembersOf(Type type) => [.. IncidentApi.Platform.Http.Json.Answers.GetTypeInfo(type).Properties.Select(property => property.Name)];
        var columns = FlatColumns.All.Select(column => column.Name).ToList();

        foreach (var (member, type) in new[]
        {
            ("occurred", typeof(IncidentApi.Features.Incidents.Body.Occurrence)), ("location", typeof(IncidentApi.Features.Incidents.Body.Location)),
            ("externalRef", typeof(IncidentApi.Platform.Http.ExternalRef)), ("organisation", typeof(IncidentApi.Features.Incidents.OwningOrganisation)),
        })
        {
            Assert.All(MembersOf(type), inner => Assert.Contains($"{member}.{inner}", columns));
        }

        string[] flattened = ["occurred", "location", "externalRef", "organisation"];
        Assert.All(MembersOf(typeof(IncidentApi.Features.Incidents.Incident)).Except([.. flattened, "links"]), member => Assert.Contains(member, columns));
        Assert.Equal(columns.Count, columns.Distinct().Count());
    }

    [Fact]
    public async Task The_readme_of_the_format_names_every_column()
    {
        var readme = await File.ReadAllTextAsync(Repository.Path("src/IncidentApi/Features/Exports/README.md"), Cancellation);

        Assert.All(FlatColumns.All, column => Assert.Contains($"`{column.Name}`", readme, StringComparison.Ordinal));
    }

    private async Task AssertReadsBackAsync(List<JsonNode> bodies)
    {
        var (one, other) = (await api.NewOrganisationAsync(), await api.NewOrganisationAsync());
        await one.Admin.RecordAllAsync(bodies);

        var file = await one.Admin.ExportAsync("format=csv");
        var read = CsvReading.BodiesOf(file.Bytes).ToList();
        var made = await other.Admin.RecordAllAsync(read.Select(record => record.Body));

        Assert.Equal(bodies.Count, read.Count);
        foreach (var (first, second) in read.Select(record => record.Id).Zip(made))
        {
            var (was, became) = (await one.Admin.BodyAsync(first), await other.Admin.BodyAsync(second));
            Assert.True(JsonNode.DeepEquals(was, became), $"{was.ToJsonString()}\n{became.ToJsonString()}");
        }
    }
}
