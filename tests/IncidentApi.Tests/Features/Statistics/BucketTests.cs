using System.Globalization;
using System.Text.Json.Nodes;
using IncidentApi.Features.Statistics.Asking;
using IncidentApi.Tests.Support;

namespace IncidentApi.Tests.Features.Statistics;

/// <summary>Years, quarters and months: what surely began there, what nobody can say, and what is still on its way.</summary>
public sealed class BucketTests(Api api)
{
    [Theory]
    [InlineData("""{"from": "2020-06-18"}""", "2020", "2020-Q2", "2020-06")]
    [InlineData("""{"from": "2020-06"}""", "2020", "2020-Q2", "2020-06")]
    [InlineData("""{"from": "2020"}""", "2020", "undated", "undated")]
    [InlineData("""{"from": "2020-04-01", "to": "2020-06-30", "span": "within"}""", "2020", "2020-Q2", "undated")]
    [InlineData("""{"from": "2019-12-31", "to": "2020-01-01", "span": "within"}""", "undated", "undated", "undated")]
    [InlineData("""{"from": "2019-12-31", "to": "2020-01-01", "span": "throughout"}""", "2019", "2019-Q4", "2019-12")]
    [InlineData("""{"from": "2019-11", "to": "2021", "span": "repeated"}""", "2019", "2019-Q4", "2019-11")]
    [InlineData("""{"from": "2020-12-01", "ongoing": true, "asOf": "2024-01-01"}""", "2020", "2020-Q4", "2020-12")]
    [InlineData("""{"to": "2020-06-18"}""", "undated", "undated", "undated")]
    [InlineData("""{"from": "2020-06-18", "precision": "month"}""", "2020", "2020-Q2", "2020-06")]
    [InlineData("""{"from": "2020-06-18", "precision": "unknown"}""", "undated", "undated", "undated")]
    public async Task A_record_is_in_the_bucket_in_which_it_surely_began(string occurred, string year, string quarter, string month)
    {
        var organisation = await api.NewOrganisationAsync();
        await organisation.RecordedAsync(Given.Incident().With("/occurred", JsonNode.Parse(occurred)));

        Assert.Equal((year, quarter, month), (await OfAsync("year"), await OfAsync("quarter"), await OfAsync("month")));

        async Task<string> OfAsync(string grain)
        {
            foreach (var measure in new[] { "incidents", "violations" })
            {
                Assert.EndsWith(": 1", await organisation.Admin.GroupsAsync($"groupBy={grain}&measure={measure}"), StringComparison.Ordinal);
            }

            return (await organisation.Admin.GroupsAsync($"groupBy={grain}")).Split(':')[0];
        }
    }

    [Fact]
    public async Task Of_acts_the_own_dates_decide_where_there_are_any()
    {
        var organisation = await api.NewOrganisationAsync();
        await organisation.RecordedAsync(Given.Incident(on: "2020-06").With("/violations/1", JsonNode.Parse("""{"type": "arrest", "occurred": {"from": "2018-02-03"}}"""))
            .With("/violations/2", JsonNode.Parse("""{"type": "physical_assault", "occurred": {"from": "2019"}}""")));

        Assert.Equal("2020-06: 1", await organisation.Admin.GroupsAsync("groupBy=month"));
        Assert.Equal("2018-02: 1; 2020-06: 1; undated: 1", await organisation.Admin.GroupsAsync("groupBy=month&measure=violations"));
        Assert.Equal("2018: 1; 2019: 1; 2020: 1", await organisation.Admin.GroupsAsync("groupBy=year&measure=violations"));
        Assert.NotEqual((string)(await organisation.Admin.FiguresAsync(""))["dateBasis"]!, (string)(await organisation.Admin.FiguresAsync("measure=victims"))["dateBasis"]!);
    }

    [Fact]
    public async Task Empty_buckets_are_filled_between_the_first_and_the_last_or_the_days_that_were_asked_for()
    {
        var organisation = await api.NewOrganisationAsync();
        await organisation.RecordedAsync(Given.Incident(on: "2019-11-03", type: "arrest"));
        await organisation.RecordedAsync(Given.Incident(on: "2020-02", type: "physical_assault"));
        await organisation.RecordedAsync(Given.Incident(on: "2020", type: "physical_assault"));

        Assert.Equal("2019-11: 1; 2019-12: 0; 2020-01: 0; 2020-02: 1; undated: 1", await organisation.Admin.GroupsAsync("groupBy=month&fill=true"));
        Assert.Equal("2019: 1; 2020: 2", await organisation.Admin.GroupsAsync("groupBy=year&fill=true"));
        Assert.Equal("2019-Q4: 1; 2020-Q1: 1; undated: 1", await organisation.Admin.GroupsAsync("groupBy=quarter&fill=true"));
        Assert.Equal("2018-12: 0; 2019-01: 0", (await organisation.Admin.GroupsAsync("groupBy=month&fill=true&from=2018-12&to=2019-01")));
        Assert.Equal("2020-Q1: 1; 2020-Q2: 0; undated: 1", await organisation.Admin.GroupsAsync("groupBy=quarter&fill=true&from=2020-01-15&to=2020-06&dates=possible"));
        Assert.Equal("2019,physical_assault: 0; 2019,arrest: 1; 2020,physical_assault: 2; 2020,arrest: 0", await organisation.Admin.GroupsAsync("groupBy=year,violation&fill=true"));
        Assert.Equal("", await organisation.Admin.GroupsAsync("groupBy=month&fill=true&country=KZ"));

        var empty = (await organisation.Admin.FiguresAsync("groupBy=month&fill=true"))["groups"]!.AsArray().Single(group => (string)group!["key"]!["month"]! == "2020-01")!;
        Assert.Null(empty["events"]!["incidents"]);
    }

    [Fact]
    public async Task Buckets_that_have_not_been_over_for_three_months_are_provisional()
    {
        var organisation = await api.NewOrganisationAsync();
        var now = TimeProvider.System.GetUtcNow();
        foreach (var months in new[] { 0, 3, 4 }) await organisation.RecordedAsync(Given.Incident(on: Month(now, -months)));
        await organisation.RecordedAsync(Given.Incident(on: "2020"));

        var provisional = (await organisation.Admin.FiguresAsync("groupBy=month"))["groups"]!.AsArray()
            .ToDictionary(group => (string)group!["key"]!["month"]!, group => (bool?)group!["provisional"]);

        Assert.Equal((true, true, null, null), (provisional[Month(now, 0)], provisional[Month(now, -3)], provisional[Month(now, -4)], provisional["undated"]));
        Assert.Equal([null, true], (await organisation.Admin.FiguresAsync("groupBy=year&from=2020"))["groups"]!.AsArray()
            .Where(group => (string)group!["key"]!["year"]! is var year && (year == "2020" || year == now.Year.ToString(CultureInfo.InvariantCulture))).Select(group => (bool?)group!["provisional"]));
    }

    [Fact]
    public void A_bucket_is_read_as_it_is_written()
    {
        foreach (var (perYear, texts) in new[] { (1, new[] { "1000", "2020", "9999" }), (4, ["2020-Q1", "2020-Q4"]), (12, ["2020-01", "2020-12", "1999-06"]) })
        {
            var buckets = new BucketValues(perYear);
            Assert.All(texts, text => Assert.Equal(text, buckets.ToText(buckets.ToNumber(text)!.Value)));
        }

        Assert.All(["2020-Q0", "2020-Q5", "2020-q1", "2020-06", "x020-Q1", "2020", ""], text => Assert.Null(new BucketValues(4).ToNumber(text)));
        Assert.All(["2020-13", "2020-00", "2020-6", "2020-Q2", " 020-06"], text => Assert.Null(new BucketValues(12).ToNumber(text)));
        Assert.Equal((8081, 24245, 24245), (new BucketValues(4).Of(new DateOnly(2020, 6, 18)), new BucketValues(12).Of(new DateOnly(2020, 6, 18)), new BucketValues(4).LastMonthOf(8081)));
    }

    [Fact]
    public async Task What_a_date_filter_leaves_in_doubt_is_told_on_request()
    {
        var organisation = await api.NewOrganisationAsync();
        await organisation.RecordedAsync(Given.Incident(on: "2020-06-18"));
        var doubtful = await organisation.RecordedAsync(Given.Incident(on: "2020"));
        await organisation.RecordedAsync(Given.Incident(on: "2020").With("/kind", "pattern"));
        await organisation.RecordedAsync(Given.Incident(on: "2020").With("/related/0", new JsonObject { ["id"] = doubtful.Id, ["type"] = "duplicate_of" }));

        Assert.Equal(1, (int)(await organisation.Admin.FiguresAsync("from=2020-06&to=2020-06&mayAlsoMatch=true"))["mayAlsoMatch"]!);
        Assert.Null((await organisation.Admin.FiguresAsync("from=2020-06&to=2020-06"))["mayAlsoMatch"]);
        Assert.Equal("2", await organisation.Admin.TotalAsync("from=2020-06&to=2020-06&dates=possible"));
    }

    private static string Month(DateTimeOffset now, int away) => new DateTime(now.Year, now.Month, 1, 0, 0, 0, DateTimeKind.Utc).AddMonths(away).ToString("yyyy-MM", CultureInfo.InvariantCulture);
}
