using System.Net;
using IncidentApi.Tests.Support;

namespace IncidentApi.Tests.Features.Statistics;

/// <summary>Who groups others' records by what they hide of people is led to where that is counted.</summary>
public sealed class HiddenDimensionTests(Api api)
{
    [Theory]
    [InlineData("gender")]
    [InlineData("ageBand")]
    [InlineData("atRisk")]
    public async Task Figures_by_what_records_hide_lead_to_the_tables_of_people(string dimension)
    {
        var answer = (await api.Anonymous().ReadAsync($"/v1/statistics?measure=victims&groupBy=year,{dimension}")).Expect(HttpStatusCode.OK);
        var csv = (await api.Anonymous().ReadAsync($"/v1/statistics?measure=victims&groupBy={dimension}&format=csv")).Expect(HttpStatusCode.OK);

        var address = (string)answer.Json["seeAlso"]!;
        Assert.Equal($"/v1/statistics/people?scope=public&dimension={dimension}", address);
        Assert.All([answer, csv], one => Assert.Equal($"<{address}>; rel=\"related\"", Assert.Single(one.Headers.GetValues("Link"))));
        (await api.Anonymous().ReadAsync(address)).Expect(HttpStatusCode.OK);
    }

    [Fact]
    public async Task What_hides_nothing_leads_nowhere_else()
    {
        var organisation = await api.NewOrganisationAsync();

        var own = (await organisation.Admin.ReadAsync("/v1/statistics?measure=victims&groupBy=gender")).Expect(HttpStatusCode.OK);
        var open = (await api.Anonymous().ReadAsync("/v1/statistics?groupBy=year")).Expect(HttpStatusCode.OK);

        Assert.All([own, open], answer => Assert.Null(answer.Json["seeAlso"]));
        Assert.All([own, open], answer => Assert.False(answer.Headers.Contains("Link")));
    }
}
