using System.Net;
using System.Text.Json.Nodes;
using IncidentApi.Tests.Support;

namespace IncidentApi.Tests.Features.Incidents.Filters;

/// <summary>What a date filter surely finds, what only possibly, and what never, by example.</summary>
public sealed class FilterDateTests(Api api)
{
    [Theory]
    // Once at some time between: only where the whole of it lies inside.
    [InlineData("""{"from":"2020-06"}""", "from=2020-06-01&to=2020-06-30", "surely")]
    [InlineData("""{"from":"2020-06"}""", "from=2020-06-10&to=2020-12", "possibly")]
    [InlineData("""{"from":"2020-06"}""", "from=2020-07", "never")]
    [InlineData("""{"from":"2020-06-10","to":"2020-06-20","span":"within"}""", "to=2020-06-15", "possibly")]
    [InlineData("""{"from":"2020-06-10","to":"2020-06-20","span":"repeated"}""", "from=2020-06-15", "possibly")]
    [InlineData("""{"to":"2020-06-20"}""", "to=2020-06", "surely")]
    [InlineData("""{"to":"2020-06-20"}""", "from=1950", "possibly")]
    // All the time between: wherever it certainly was under way.
    [InlineData("""{"from":"2020-06-10","to":"2020-06-20"}""", "from=2020-06-20&to=2020-06-20", "surely")]
    [InlineData("""{"from":"2020-06-10","to":"2020-06-20"}""", "ongoingOn=2020-06-15", "surely")]
    [InlineData("""{"from":"2010","to":"2020-07-25","span":"throughout"}""", "from=2015&to=2015", "surely")]
    [InlineData("""{"from":"2010","to":"2020-07-25","span":"throughout"}""", "to=2010-06", "possibly")]
    [InlineData("""{"from":"2010","to":"2020-07-25","span":"throughout"}""", "from=2020-07-26", "never")]
    [InlineData("""{"from":"2020-06-10","to":"2020","span":"throughout"}""", "from=2020-06&to=2020-06", "surely")]
    [InlineData("""{"from":"2020","to":"2020-06","span":"throughout"}""", "from=2020-06&to=2020-06", "surely")]
    [InlineData("""{"from":"2020-06-10","ongoing":true,"asOf":"2021-01-05"}""", "ongoingOn=2021-01-05", "surely")]
    [InlineData("""{"from":"2020-06-10","ongoing":true,"asOf":"2021-01-05"}""", "ongoingOn=2021-01-06", "possibly")]
    [InlineData("""{"from":"2020","ongoing":true,"asOf":"2020-03"}""", "to=2020-03", "surely")]
    [InlineData("""{"from":"2020-06-10","to":"2020-06-20","span":"repeated"}""", "ongoingOn=2020-06-15", "never")]
    // A stated precision says how far the dates can be trusted.
    [InlineData("""{"from":"2020-06-10","precision":"month"}""", "from=2020-06-05&to=2020-06-15", "possibly")]
    [InlineData("""{"from":"2020-06-10","to":"2020-06-20","precision":"month"}""", "from=2020-06-15", "possibly")]
    [InlineData("""{"from":"2018","to":"2019-02","precision":"year"}""", "to=2019-02", "surely")]
    [InlineData("""{"from":"2020-06-10","to":"2020-06-20","precision":"unknown"}""", "from=2000&to=2025", "never")]
    [InlineData("""{"precision":"unknown"}""", "to=9999", "never")]
    public async Task A_date_filter_finds_what_surely_falls_there_and_what_may_on_request(string occurred, string query, string expected)
    {
        var client = (await api.NewOrganisationAsync()).Admin;
        (await client.PostAsync("/v1/incidents", Given.Incident().With("/occurred", JsonNode.Parse(occurred)))).Expect(HttpStatusCode.Created);

        var certain = (await client.ReadAsync($"/v1/incidents?count=exact&{query}")).Expect(HttpStatusCode.OK).Json;
        var possible = (await client.ReadAsync($"/v1/incidents?count=exact&dates=possible&{query}")).Expect(HttpStatusCode.OK).Json;

        Assert.Equal(expected == "surely" ? 1 : 0, (int)certain["count"]!);
        Assert.Equal(expected == "possibly" ? 1 : 0, (int)certain["mayAlsoMatch"]!);
        Assert.Equal(expected == "never" ? 0 : 1, (int)possible["count"]!);
        Assert.Null(possible["mayAlsoMatch"]);
    }

    [Theory]
    [InlineData("""{"from":"2010","to":"2020-07-25"}""", "2010-01-01", "2020-07-25", "year", "within")]
    [InlineData("""{"from":"2020-06-10","to":"2020"}""", "2020-06-10", "2020-12-31", "year", "within")]
    [InlineData("""{"from":"2020-06-10","to":"2020-06-20"}""", "2020-06-10", "2020-06-20", "day", "throughout")]
    [InlineData("""{"from":"2020-06-10","to":"2020-06-20","precision":"month"}""", "2020-06-01", "2020-06-30", "month", "within")]
    [InlineData("""{"to":"2024-02"}""", null, "2024-02-29", "month", "within")]
    [InlineData("""{"from":"2020-06","ongoing":true,"asOf":"2021"}""", "2020-06-01", null, "month", "throughout")]
    [InlineData("""{"from":"2020-06-10","precision":"unknown"}""", null, null, "unknown", "within")]
    public async Task The_first_and_the_last_possible_day_are_shown(string occurred, string? earliest, string? latest, string precision, string span)
    {
        var client = (await api.NewOrganisationAsync()).Admin;

        var made = (await client.PostAsync("/v1/incidents", Given.Incident().With("/occurred", JsonNode.Parse(occurred)))).Expect(HttpStatusCode.Created);

        var shown = made.Json["occurred"]!;
        Assert.Equal((earliest, latest, precision, span), ((string?)shown["earliest"], (string?)shown["latest"], (string?)shown["precision"], (string?)shown["span"]));
    }

    [Fact]
    public async Task A_derived_precision_that_is_sent_back_changes_nothing()
    {
        var client = (await api.NewOrganisationAsync()).Admin;
        var body = Given.Incident().With("/occurred", JsonNode.Parse("""{"from":"2010","to":"2020-07-25"}"""));
        var made = (await client.PostAsync("/v1/incidents", body)).Expect(HttpStatusCode.Created);

        var put = (await client.PutAsync($"/v1/incidents/{made.Id}", body.With("/occurred/precision", "year"), made.ETag)).Expect(HttpStatusCode.OK);

        Assert.Equal("2020-07-25", (string)put.Json["occurred"]!["latest"]!);
    }
}
