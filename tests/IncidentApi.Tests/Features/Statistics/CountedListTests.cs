using System.Net;
using System.Text.Json.Nodes;
using IncidentApi.Features.Statistics.Asking;
using IncidentApi.Tests.Features.Statistics.Oracle;
using IncidentApi.Tests.Support;
using IncidentApi.Tests.Support.Browsers;

namespace IncidentApi.Tests.Features.Statistics;

/// <summary>Every figure lists the records behind it, and CSV says the same as JSON.</summary>
public sealed class CountedListTests(Api api)
{
    public static TheoryData<string> OfOwn => [.. Dimensions.All.Select(dimension => dimension.Name).Where(name => name != "organisation")];

    [Theory, MemberData(nameof(OfOwn))]
    public async Task The_list_behind_a_figure_of_incidents_is_as_long_as_the_figure_is_great(string dimension)
    {
        var organisation = await FilledAsync();
        var answer = await organisation.Admin.FiguresAsync($"groupBy={dimension}&kind=event,pattern,measure");

        Assert.NotEmpty(answer["groups"]!.AsArray());
        foreach (var group in answer["groups"]!.AsArray().Append(answer["total"]))
        {
            foreach (var kind in new[] { "events", "patterns", "measures" })
            {
                var figure = group![kind]!;
                var records = figure["incidents"] is { } address ? await organisation.Admin.WalkAsync($"{(string)address!}&limit=7") : [];
                Assert.Equal((long)figure["min"]!, records.Count);
                Assert.Equal(records.Count, records.Ids().Distinct().Count());
                Assert.All(records, record => Assert.Equal(kind, $"{(string)record["kind"]!}s"));
            }
        }
    }

    [Theory]
    [InlineData("groupBy=violation,year&measure=violations&violation=arrest,detention,raid_home")]
    [InlineData("groupBy=right,country&measure=victims&kind=pattern")]
    [InlineData("groupBy=gender&measure=people")]
    [InlineData("groupBy=violationGroup&types=all&measure=victims&from=2018&dates=possible")]
    public async Task Behind_figures_of_acts_and_people_stand_records_that_have_some(string query)
    {
        var organisation = await FilledAsync();
        var groups = (await organisation.Admin.FiguresAsync(query))["groups"]!.AsArray();

        Assert.NotEmpty(groups);
        foreach (var figure in groups.Take(12).SelectMany(group => new[] { group!["events"], group["patterns"] }).OfType<JsonNode>())
        {
            Assert.NotEmpty(await organisation.Admin.WalkAsync((string)figure["incidents"]! + "&limit=200"));
        }
    }

    [Fact]
    public async Task A_cursor_of_one_figure_is_none_of_another()
    {
        var organisation = await FilledAsync();
        var page = (await organisation.Admin.ReadAsync("/v1/statistics/incidents?kind=event,pattern,measure&limit=2")).Expect(HttpStatusCode.OK);

        Assert.Equal(2, page.Json["items"]!.AsArray().Count);
        Assert.Contains("rel=\"next\"", page.Headers.GetValues("Link").Single(), StringComparison.Ordinal);
        var cursor = Uri.EscapeDataString((string)page.Json["nextCursor"]!);
        (await organisation.Admin.ReadAsync($"/v1/statistics/incidents?kind=event,pattern,measure&limit=3&after={cursor}")).Expect(HttpStatusCode.OK);
        (await organisation.Admin.ReadAsync($"/v1/statistics/incidents?kind=event&limit=2&after={cursor}")).Expect(400, "invalid-cursor");
        (await organisation.Admin.ReadAsync($"/v1/incidents?kind=event,pattern,measure&limit=2&after={cursor}")).Expect(400, "invalid-cursor");
        (await (await api.NewOrganisationAsync()).Admin.ReadAsync($"/v1/statistics/incidents?kind=event,pattern,measure&limit=2&after={cursor}")).Expect(400, "invalid-cursor");
    }

    [Theory]
    [InlineData("groupBy=year,violation&kind=event,pattern&fill=true")]
    [InlineData("groupBy=month&measure=victims")]
    [InlineData("groupBy=gender&measure=people&kind=event,measure")]
    [InlineData("groupBy=right&measure=violations")]
    [InlineData("measure=incidents&kind=measure")]
    public async Task Csv_has_a_row_for_each_group_with_the_figures_of_the_json(string query)
    {
        var organisation = await FilledAsync();
        var json = await organisation.Admin.FiguresAsync(query);
        var csv = (await organisation.Admin.ReadAsync($"/v1/statistics?{query}&format=csv")).Expect(HttpStatusCode.OK);

        Assert.Equal("text/csv", csv.MediaType);
        Assert.EndsWith("\r\n", csv.Text, StringComparison.Ordinal);
        var rows = Read(csv.Text);
        IReadOnlyList<JsonNode> groups = json["groupBy"]!.AsArray().Count > 0 ? [.. json["groups"]!.AsArray().OfType<JsonNode>()] : [json["total"]!];
        Assert.Equal(groups.Count + 1, rows.Count);
        foreach (var (group, row) in groups.Zip(rows.Skip(1)))
        {
            var values = rows[0].Zip(row).ToDictionary(cell => cell.First, cell => cell.Second);
            Assert.Equal(rows[0].Count, row.Count);
            foreach (var (name, value) in group["key"]?.AsObject() ?? []) Assert.Equal((string)value!, values[name]);
            Assert.Equal((string)json["unit"]!, values["unit"]);
            Assert.Equal((string)json["counting"]!, values["counting"]);
            foreach (var kind in json["kinds"]!.AsArray().Select(kind => $"{(string)kind!}s"))
            {
                foreach (var (member, column) in new[] { ("min", "Min"), ("max", "Max"), ("unknownGroups", "UnknownGroups"), ("organisations", "Organisations"), ("incidents", "Incidents") })
                {
                    Assert.Equal(group[kind]![member]?.ToString() ?? "", values.GetValueOrDefault($"{kind}{column}", ""));
                }

                if (group[kind]!["unlinked"] is { } unlinked) Assert.Equal(unlinked["max"]!.ToString(), values[$"{kind}UnlinkedMax"]);
            }

            Assert.All(row, cell => Assert.DoesNotMatch("^[=+\\-@\t\r]", cell));
        }
    }

    private async Task<TestOrganisation> FilledAsync()
    {
        var organisation = await api.NewOrganisationAsync();
        var draw = new GeneratedIncidents(11);
        await organisation.Admin.RecordAsync(Enumerable.Range(0, 40).Select(number => OracleRecords.WithVictims(draw.Next(number), number)));
        return organisation;
    }

    /// <summary>RFC 4180 by the letter; a few lines suffice where no value has a line break.</summary>
    private static List<List<string>> Read(string csv) => [.. csv.Split("\r\n").SkipLast(1)
        .Select(line => System.Text.RegularExpressions.Regex.Matches(line, "(?:^|,)(?:\"((?:[^\"]|\"\")*)\"|([^,]*))").Select(cell => (cell.Groups[1].Value + cell.Groups[2].Value).Replace("\"\"", "\"", StringComparison.Ordinal)).ToList())];
}
