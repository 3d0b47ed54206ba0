using IncidentApi.Tests.Support;

namespace IncidentApi.Tests.Features.Incidents.Filters;

public sealed class BadQueryTests(Api api)
{
    [Theory]
    [InlineData("contry=KG", "unknown-parameter", "contry")]
    [InlineData("country=KG&country=KZ", "repeated-parameter", "country")]
    [InlineData("country=XX", "invalid-parameter", "country")]
    [InlineData("country=KG,", "invalid-parameter", "country")]
    [InlineData("country=", "invalid-parameter", "country")]
    [InlineData("violation=arest", "invalid-parameter", "violation")]
    [InlineData("from=2023-02-30", "invalid-parameter", "from")]
    [InlineData("from=yesterday", "invalid-parameter", "from")]
    [InlineData("from=2024&to=2023", "invalid-parameter", "from")]
    [InlineData("ongoingOn=2023-01", "invalid-parameter", "ongoingOn")]
    [InlineData("dates=perhaps", "invalid-parameter", "dates")]
    [InlineData("limit=0", "invalid-parameter", "limit")]
    [InlineData("limit=201", "invalid-parameter", "limit")]
    [InlineData("limit=ten", "invalid-parameter", "limit")]
    [InlineData("limit=-1", "invalid-parameter", "limit")]
    [InlineData("sort=title", "invalid-parameter", "sort")]
    [InlineData("sort=relevance", "invalid-parameter", "sort")]
    [InlineData("fields=title,colour", "invalid-parameter", "fields")]
    [InlineData("fields=body", "invalid-parameter", "fields")]
    [InlineData("count=yes", "invalid-parameter", "count")]
    [InlineData("bbox=1,2,3", "invalid-parameter", "bbox")]
    [InlineData("bbox=0,50,10,40", "invalid-parameter", "bbox")]
    [InlineData("bbox=0,NaN,10,40", "invalid-parameter", "bbox")]
    [InlineData("near=42.87,74.59", "invalid-parameter", "radius")]
    [InlineData("radius=10", "invalid-parameter", "near")]
    [InlineData("near=99,74&radius=10", "invalid-parameter", "near")]
    [InlineData("near=42,74&radius=-1", "invalid-parameter", "radius")]
    [InlineData("personId=somebody", "invalid-parameter", "personId")]
    [InlineData("createdAfter=noon", "invalid-parameter", "createdAfter")]
    [InlineData("scope=all", "invalid-parameter", "scope")]
    [InlineData("scope=public&gender=woman", "invalid-parameter", "gender")]
    [InlineData("scope=shared&personId=018f0000-0000-7000-8000-000000000000", "invalid-parameter", "personId")]
    [InlineData("q=%20", "invalid-parameter", "q")]
    [InlineData("q=-arrest", "invalid-parameter", "q")]
    [InlineData("q=a%00b", "invalid-parameter", "q")]
    [InlineData("after=abc", "invalid-cursor", "after")]
    [InlineData("tag=a%00", "invalid-parameter", "tag")]
    public async Task A_faulty_query_is_refused_by_name(string query, string problem, string parameter)
    {
        var organisation = await api.NewOrganisationAsync();

        var refused = (await organisation.Admin.ReadAsync($"/v1/incidents?{query}")).Expect(400, problem);

        Assert.Contains(parameter, refused.Json["errors"]!.AsArray().Select(fault => (string?)fault!["parameter"]));
    }

    [Theory]
    [InlineData("/v1/me?x=1")]
    [InlineData("/v1/incidents/018f0000-0000-7000-8000-000000000000/related?x=1")]
    [InlineData("/v1/incidents/018f0000-0000-7000-8000-000000000000?x=1")]
    public async Task A_route_refuses_parameters_that_it_does_not_know(string path)
    {
        var organisation = await api.NewOrganisationAsync();

        (await organisation.Admin.ReadAsync(path)).Expect(400, "unknown-parameter");
    }

    [Fact]
    public async Task An_address_that_is_no_route_is_not_found()
    {
        var organisation = await api.NewOrganisationAsync();

        (await organisation.Admin.ReadAsync("/v1/incident")).Expect(404, "not-found");
        (await organisation.Admin.ReadAsync("/v1/incidents/not-a-uuid")).Expect(404, "not-found");
        (await organisation.Admin.SendAsync(HttpMethod.Delete, "/v1/incidents")).Expect(405, "method-not-allowed");
    }

    [Theory]
    [InlineData("contry=KG", "contry", "country")]
    [InlineData("country=kg", "country", "KG")]
    [InlineData("country=KGZ", "country", "KG")]
    [InlineData("country=Kyrgyzstan", "country", "KG")]
    [InlineData("region=kg-gb", "region", "KG-GB")]
    [InlineData("region=Bishkek", "region", "KG-GB")]
    [InlineData("violation=Arrest", "violation", "arrest")]
    [InlineData("violation=arest", "violation", "arrest")]
    [InlineData("scope=Public", "scope", "public")]
    [InlineData("dates=posible", "dates", "possible")]
    [InlineData("fields=titel", "fields", "title")]
    [InlineData("bbox=42.8,174.5,43,174.7", "bbox", "174.5,42.8,174.7,43")]
    public async Task A_near_miss_is_asked_back(string query, string parameter, string meant)
    {
        var refused = await api.Anonymous().ReadAsync($"/v1/incidents?{query}");

        Assert.Equal(400, (int)refused.Status);
        var fault = Assert.Single(refused.Json["errors"]!.AsArray());
        Assert.Equal((parameter, meant), ((string?)fault!["parameter"], (string?)fault["near"]?[0]));
        Assert.EndsWith($"Did you mean “{meant}”?", (string)fault["detail"]!, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("colour=red")]
    [InlineData("country=@@")]
    [InlineData("violation=xyzzy")]
    [InlineData("region=nowhere-at-all")]
    [InlineData("scope=%20")]
    public async Task What_comes_near_nothing_is_asked_nothing_back(string query)
    {
        var refused = await api.Anonymous().ReadAsync($"/v1/incidents?{query}");

        Assert.Equal(400, (int)refused.Status);
        Assert.All(refused.Json["errors"]!.AsArray(), fault =>
        {
            Assert.Null(fault!["near"]);
            Assert.DoesNotContain("Did you mean", (string)fault["detail"]!, StringComparison.Ordinal);
        });
    }
}
