using System.Net;
using System.Text.Json.Nodes;
using IncidentApi.Tests.Support;
using IncidentApi.Tests.Support.Browsers;

namespace IncidentApi.Tests.Features.Statistics.Tables;

/// <summary>Which cases SDG indicator 16.10.1 counts, and as what.</summary>
public sealed class SdgTableTests(Api api)
{
    private const string People = """
        [{"ref":"j","role":"victim","kind":"person","label":"a reporter","gender":"woman","defenderRoles":["human_rights_defender","blogger"]},
         {"ref":"g","role":"victim","kind":"group","label":"members of a union","countMin":3,"countMax":5,"defenderRoles":["trade_unionist"]},
         {"ref":"s","role":"victim","kind":"person","label":"a student","defenderRoles":["student"]},
         {"ref":"o","role":"victim","kind":"organisation","label":"an outlet","defenderRoles":["media_worker"]},
         {"ref":"p","role":"alleged_perpetrator","kind":"institution","label":"police","category":"police"},
         {"ref":"q","role":"alleged_perpetrator","kind":"group","label":"men in masks","category":"pro_government_group"}]
        """;

    [Fact]
    public async Task Only_verified_acts_of_its_classes_count_and_each_case_stands_in_one_group()
    {
        var organisation = await api.NewOrganisationAsync();
        var record = await organisation.RecordedAsync(Record("""
            [{"ref":"x","type":"arrest","victims":["j","g","s","o"],"perpetrators":["q","p"]},{"ref":"y","type":"torture","victims":["j"],"perpetrators":["q"],"occurred":{"from":"2023"}},
             {"ref":"z","type":"killing","victims":["j"]},{"ref":"w","type":"website_blocking","victims":["j"]}]
            """));
        await organisation.RecordedAsync(Record("""[{"type":"killing","victims":["j"]}]"""));
        foreach (var act in new[] { "x", "y", "w" }) record = await organisation.VerifiedAsync(record, "verified", act);

        var answer = (await organisation.Admin.ReadAsync("/v1/statistics/sdg-16-10-1")).Expect(HttpStatusCode.OK).Json;

        Assert.Equal(["2023,torture,journalist,woman,state_acquiescence: 1-1", "2024,arbitrary_detention,journalist,woman,state: 1-1", "2024,arbitrary_detention,trade_unionist,unspecified,state: 3-5"],
            answer["groups"]!.AsArray().Select(Written));
        Assert.Equal((5, 7, 1), ((int)answer["total"]!["cases"]!["min"]!, (int)answer["total"]!["cases"]!["max"]!, (int)answer["total"]!["records"]!));
        Assert.Equal(1, (int)answer["notCounted"]!["min"]!);
        Assert.Contains("2018-06-08", (string)answer["source"]!, StringComparison.Ordinal);
        foreach (var group in answer["groups"]!.AsArray()) Assert.Equal([record.Id], (await organisation.Admin.WalkAsync((string)group!["cases"]!["incidents"]!)).Ids());
    }

    [Fact]
    public async Task An_act_that_nobody_judged_is_as_verified_as_its_record_and_one_that_somebody_doubts_is_not()
    {
        var organisation = await api.NewOrganisationAsync();
        var record = await organisation.RecordedAsync(Record("""[{"ref":"x","type":"arrest","victims":["j"]},{"ref":"y","type":"torture","victims":["j"]}]"""));
        await organisation.VerifiedAsync(await organisation.VerifiedAsync(record, "verified"), "disputed", "y");

        var groups = (await organisation.Admin.ReadAsync("/v1/statistics/sdg-16-10-1")).Expect(HttpStatusCode.OK).Json["groups"]!.AsArray();

        Assert.Equal("2024,arbitrary_detention,journalist,woman,unknown: 1-1", Written(Assert.Single(groups)));
    }

    [Fact]
    public async Task A_partner_sees_the_cases_of_the_rows_that_it_may_list_and_no_hidden_sex()
    {
        var (organisation, partner) = (await api.NewOrganisationAsync(), await api.NewOrganisationAsync());
        (await organisation.ShareAsync(partner)).Expect(HttpStatusCode.Created);
        var record = await organisation.VerifiedAsync(await organisation.RecordedAsync(Record("""[{"ref":"x","type":"arrest","victims":["j"],"perpetrators":["p"]}]""")), "verified");
        var submitted = (await organisation.StepAsync(record, "submitted")).Expect(HttpStatusCode.OK);
        (await organisation.StepAsync(submitted, "published", "partners")).Expect(HttpStatusCode.OK);

        var group = Assert.Single((await partner.Admin.ReadAsync("/v1/statistics/sdg-16-10-1?scope=shared")).Expect(HttpStatusCode.OK).Json["groups"]!.AsArray())!;

        Assert.Equal("2024,arbitrary_detention,journalist,unspecified,state: 1-1", Written(group));
        var listed = Assert.Single(await partner.Admin.WalkAsync((string)group["cases"]!["incidents"]!));
        Assert.NotEqual(record.Id, (string)listed["id"]!);
        Assert.Empty((await partner.Admin.ReadAsync("/v1/statistics/sdg-16-10-1")).Json["groups"]!.AsArray());
    }

    [Fact]
    public async Task It_is_a_table_for_spreadsheets_too()
    {
        var organisation = await api.NewOrganisationAsync();
        await organisation.VerifiedAsync(await organisation.RecordedAsync(Record("""[{"type":"arrest","victims":["g"]}]""")), "verified");

        var csv = (await organisation.Admin.ReadAsync("/v1/statistics/sdg-16-10-1?format=csv")).Expect(HttpStatusCode.OK);

        Assert.Equal("text/csv", csv.MediaType);
        Assert.Equal(["year,act,victimGroup,sex,perpetrator,casesMin,casesMax,casesUnknownGroups,records,provisional,mayOverlap,incidents", "2024,arbitrary_detention,trade_unionist,unspecified,unknown,3,5,0,1,,,"],
            csv.Text.Split("\r\n", StringSplitOptions.RemoveEmptyEntries).Select((line, i) => i == 0 ? line : line[..(line.LastIndexOf(",,,", StringComparison.Ordinal) + 3)]));
    }

    [Theory]
    [InlineData("kind=pattern", "kind")]
    [InlineData("status=withdrawn", "status")]
    [InlineData("verification=false", "verification")]
    [InlineData("scope=public&gender=woman", "gender")]
    [InlineData("format=xml", "format")]
    [InlineData("from=2024&to=2023", "from")]
    public async Task A_question_without_sense_is_refused_by_its_parameter(string query, string parameter)
    {
        var client = (await api.NewOrganisationAsync()).Admin;
        var refused = (await client.ReadAsync($"/v1/statistics/sdg-16-10-1?{query}")).Expect(400, "invalid-parameter");

        Assert.Equal(parameter, (string)refused.Json["errors"]![0]!["parameter"]!);
        (await client.ReadAsync("/v1/statistics/sdg-16-10-1?groupBy=year")).Expect(400, "unknown-parameter");
        (await client.ReadAsync("/v1/statistics/sdg-16-10-1/incidents?key=2024,killing")).Expect(400, "invalid-parameter");
        (await client.ReadAsync("/v1/statistics/sdg-16-10-1/incidents?key=2024,murder,journalist,woman,state")).Expect(400, "invalid-parameter");
        (await api.Anonymous().ReadAsync("/v1/statistics/sdg-16-10-1?scope=own")).Expect(HttpStatusCode.Unauthorized);
    }

    private static JsonObject Record(string violations) => Given.Incident().With("/people", JsonNode.Parse(People)).With("/violations", JsonNode.Parse(violations));

    private static string Written(JsonNode? group) =>
        $"{string.Join(',', group!["key"]!.AsObject().Select(value => (string)value.Value!))}: {(int)group["cases"]!["min"]!}-{(int)group["cases"]!["max"]!}";
}
