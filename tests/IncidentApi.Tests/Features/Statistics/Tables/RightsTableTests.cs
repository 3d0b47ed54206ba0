using System.Net;
using System.Text.Json.Nodes;
using IncidentApi.Tests.Support;
using IncidentApi.Tests.Support.Browsers;

namespace IncidentApi.Tests.Features.Statistics.Tables;

/// <summary>Which rights a table of rights shows, and of whom.</summary>
public sealed class RightsTableTests(Api api)
{
    [Fact]
    public async Task Safety_from_the_state_is_touched_by_the_state_alone_and_each_group_at_risk_has_its_row()
    {
        var organisation = await api.NewOrganisationAsync();
        var record = await organisation.RecordedAsync(Given.Incident()
            .With("/people", JsonNode.Parse("""
                [{"ref":"v","role":"victim","kind":"person","label":"a reporter","atRiskGroups":["journalists","ethnic_minority"]},{"ref":"g","role":"victim","kind":"group","label":"others"},
                 {"ref":"p","role":"alleged_perpetrator","kind":"institution","label":"police","category":"police"},{"ref":"c","role":"alleged_perpetrator","kind":"group","label":"a crowd","category":"crowd"}]
                """))
            .With("/violations", JsonNode.Parse("""[{"type":"physical_assault","victims":["v","g"],"perpetrators":["p"],"count":2},{"type":"physical_assault","victims":["g"],"perpetrators":["c"]}]""")));

        Assert.Equal(["KG,2024,hrmi:torture,ethnic_minority: 1 record, 2 acts, 1-1+0", "KG,2024,hrmi:torture,journalists: 1 record, 2 acts, 1-1+0", "KG,2024,hrmi:torture,unspecified: 1 record, 2 acts, 0-0+1"],
            await RowsAsync(organisation, "list=hrmi"));
        Assert.Equal("KG,2024,iccpr:9,unspecified: 1 record, 3 acts, 0-0+2", (await RowsAsync(organisation, "list=iccpr&right=iccpr:9"))[^1]);
        Assert.Equal(9, (await RowsAsync(organisation, "")).Count);

        var answer = (await organisation.Admin.ReadAsync("/v1/statistics/rights?list=hrmi")).Json;
        Assert.Equal("overlapping", (string)answer["counting"]!);
        Assert.Equal([record.Id], (await organisation.Admin.WalkAsync((string)answer["groups"]![0]!["events"]!["incidents"]!)).Ids());
        Assert.StartsWith("country,year,right,atRisk,eventsRecords,eventsViolationsMin", (await organisation.Admin.ReadAsync("/v1/statistics/rights?format=csv")).Expect(HttpStatusCode.OK).Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Whose_groups_are_hidden_is_of_no_group_through_the_doors_of_others()
    {
        var (organisation, partner) = (await api.NewOrganisationAsync(), await api.NewOrganisationAsync());
        (await organisation.ShareAsync(partner)).Expect(HttpStatusCode.Created);
        await organisation.PublishedAsync(Given.Incident(type: "arrest").With("/people", JsonNode.Parse("""[{"ref":"v","role":"victim","kind":"person","label":"a reporter","atRiskGroups":["journalists"]}]"""))
            .With("/violations/0/victims", new JsonArray("v")), "partners");

        var groups = (await partner.Admin.ReadAsync("/v1/statistics/rights?scope=shared")).Expect(HttpStatusCode.OK).Json["groups"]!.AsArray();

        Assert.NotEmpty(groups);
        Assert.All(groups, group => Assert.Equal("unspecified", (string)group!["key"]!["atRisk"]!));
    }

    [Theory]
    [InlineData("list=udhr", "list")]
    [InlineData("list=hrmi&right=iccpr:9", "right")]
    [InlineData("scope=public&atRisk=journalists", "atRisk")]
    [InlineData("status=withdrawn", "status")]
    public async Task A_question_without_sense_is_refused_by_its_parameter(string query, string parameter)
    {
        var client = (await api.NewOrganisationAsync()).Admin;

        var refused = (await client.ReadAsync($"/v1/statistics/rights?{query}")).Expect(400, "invalid-parameter");

        Assert.Equal(parameter, (string)refused.Json["errors"]![0]!["parameter"]!);
        (await client.ReadAsync("/v1/statistics/rights/incidents?key=KG,2024,hrmi:torture")).Expect(400, "invalid-parameter");
    }

    private static async Task<List<string>> RowsAsync(TestOrganisation organisation, string query) =>
        [.. (await organisation.Admin.ReadAsync($"/v1/statistics/rights?{query}")).Expect(HttpStatusCode.OK).Json["groups"]!.AsArray().Select(group =>
            $"{string.Join(',', group!["key"]!.AsObject().Select(value => (string)value.Value!))}: {(int)group["events"]!["records"]!} record, {(int)group["events"]!["violations"]!["min"]!} acts, "
            + $"{(int)group["events"]!["victims"]!["min"]!}-{(int)group["events"]!["victims"]!["max"]!}+{(int)group["events"]!["victims"]!["unknownGroups"]!}")];
}
