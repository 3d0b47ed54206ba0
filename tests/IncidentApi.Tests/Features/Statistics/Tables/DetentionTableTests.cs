using System.Net;
using System.Text.Json.Nodes;
using IncidentApi.Tests.Support;
using IncidentApi.Tests.Support.Browsers;

namespace IncidentApi.Tests.Features.Statistics.Tables;

/// <summary>Who was held on a day: surely, perhaps, and as far as nobody recorded it.</summary>
public sealed class DetentionTableTests(Api api)
{
    private static readonly string[] Classes = ["certain", "possible", "unknown"];

    private const string Victim = """[{"ref":"v","role":"victim","kind":"person","label":"a lawyer"}]""";

    [Theory]
    [InlineData("""{"status":"held","asOf":"2024-06-01"}""", "2024-05-02", "0/0/0")]
    [InlineData("""{"status":"held","asOf":"2024-06-01"}""", "2024-05-03", "1/0/0")]
    [InlineData("""{"status":"held","asOf":"2024-06-01"}""", "2024-06-01", "1/0/0")]
    [InlineData("""{"status":"held","asOf":"2024-06-01"}""", "2024-06-02", "0/0/1")]
    [InlineData("""{"status":"released","asOf":"2024-07-01","releasedOn":"2024-06-10"}""", "2024-06-09", "1/0/0")]
    [InlineData("""{"status":"released","asOf":"2024-07-01","releasedOn":"2024-06-10"}""", "2024-06-10", "0/1/0")]
    [InlineData("""{"status":"released","asOf":"2024-07-01","releasedOn":"2024-06-10"}""", "2024-06-11", "0/0/0")]
    [InlineData("""{"status":"released","asOf":"2024-07-01"}""", "2024-06-11", "0/1/0")]
    [InlineData("""{"status":"released","asOf":"2024-07-01"}""", "2024-07-02", "0/0/0")]
    [InlineData("""{"status":"unknown","asOf":"2024-07-01"}""", "2024-06-11", "0/0/1")]
    public async Task A_detention_without_a_release_does_not_mean_held(string detention, string on, string expected)
    {
        var organisation = await api.NewOrganisationAsync();
        var record = await organisation.RecordedAsync(Record(detention));

        var answer = await OnAsync(organisation.Admin, on);

        Assert.Equal(expected, Written(answer["total"]!));
        Assert.Equal(expected == "0/0/0" ? [] : [record.Id], answer["total"]!["incidents"] is { } list ? (await organisation.Admin.WalkAsync((string)list!)).Ids() : []);
    }

    [Fact]
    public async Task People_are_told_apart_by_place_charge_length_and_counsel()
    {
        var organisation = await api.NewOrganisationAsync();
        var first = await organisation.RecordedAsync(Record("""{"status":"held","asOf":"2024-06-20","place":"SIZO-1, Bishkek","counselAccess":"denied"}""")
            .With("/violations/0/proceedings", JsonNode.Parse("""[{"kind":"criminal","charge":"art. 330"},{"kind":"criminal","charge":"=1+1"}]""")));
        await organisation.RecordedAsync(Record("""{"status":"held","asOf":"2024-06-20"}""").With("/occurred/from", "2024-06-09")
            .With("/people", JsonNode.Parse("""[{"ref":"v","role":"victim","kind":"group","label":"protesters","countMin":4,"countMax":9}]""")));
        await organisation.RecordedAsync(Record("""{"status":"held","asOf":"2024-06-20"}""").With("/violations/0/victims", null));
        await organisation.RecordedAsync(Given.Incident(type: "mass_arrest"));

        var answer = await OnAsync(organisation.Admin, "2024-06-10");

        Assert.Equal(
            [
                "place SIZO-1, Bishkek 1/0/0", "place unspecified 4-9/0/0", "charge =1+1 1/0/0", "charge art. 330 1/0/0", "charge unspecified 4-9/0/0",
                "length up_to_2_days 4-9/0/0", "length 31_to_180_days 1/0/0", "counselAccess denied 1/0/0", "counselAccess unspecified 4-9/0/0",
            ], answer["groups"]!.AsArray().Select(group => $"{(string)group!["by"]!} {(string)group["value"]!} {Written(group)}"));
        Assert.Equal("5-10/0/0", Written(answer["total"]!));
        Assert.Equal((1, 1), ((int)answer["notCounted"]!["actsWithoutVictims"]!, (int)answer["notCounted"]!["actsWithoutDetention"]!));

        var link = (string)answer["groups"]!.AsArray().Single(group => (string)group!["value"]! == "SIZO-1, Bishkek")!["incidents"]!;
        Assert.DoesNotContain("SIZO", link, StringComparison.Ordinal);
        Assert.Equal([first.Id], (await organisation.Admin.WalkAsync(link)).Ids());
        foreach (var group in answer["groups"]!.AsArray()) Assert.Equal((int)group!["records"]!, (await organisation.Admin.WalkAsync((string)group["incidents"]!)).Count);

        var csv = (await organisation.Admin.ReadAsync("/v1/statistics/detention?on=2024-06-10&format=csv")).Expect(HttpStatusCode.OK).Text;
        Assert.Equal(1 + 1 + 9, csv.Split("\r\n", StringSplitOptions.RemoveEmptyEntries).Length);
        Assert.DoesNotContain("\n=", csv, StringComparison.Ordinal);
        Assert.DoesNotContain(",=", csv, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_place_that_somebody_called_unspecified_is_another_group_than_no_place()
    {
        var organisation = await api.NewOrganisationAsync();
        var named = await organisation.RecordedAsync(Record("""{"status":"held","asOf":"2024-06-20","place":"unspecified"}"""));
        var nameless = await organisation.RecordedAsync(Record("""{"status":"held","asOf":"2024-06-20"}"""));

        var groups = (await OnAsync(organisation.Admin, "2024-06-10"))["groups"]!.AsArray().Where(group => (string)group!["by"]! == "place").ToList();

        Assert.Equal([("unspecified", true), ("unspecified", false)], groups.Select(group => ((string)group!["value"]!, (bool)group["recorded"]!)));
        Assert.Equal([named.Id], (await organisation.Admin.WalkAsync((string)groups[0]!["incidents"]!)).Ids());
        Assert.Equal([nameless.Id], (await organisation.Admin.WalkAsync((string)groups[1]!["incidents"]!)).Ids());
        var csv = (await organisation.Admin.ReadAsync("/v1/statistics/detention?on=2024-06-10&format=csv")).Expect(HttpStatusCode.OK).Text;
        Assert.Equal([",true", ",false"], csv.Split("\r\n").Where(line => line.StartsWith("place,unspecified,", StringComparison.Ordinal)).Select(line => line[line.LastIndexOf(',')..]));
    }

    [Fact]
    public async Task Whom_several_acts_and_records_tell_of_is_one_by_the_surest_of_them()
    {
        var organisation = await api.NewOrganisationAsync();
        var people = JsonNode.Parse("""[{"ref":"v","role":"victim","kind":"person","label":"a lawyer","externalRef":{"system":"s","id":"1"}}]""");
        await organisation.RecordedAsync(Record("""{"status":"held","asOf":"2024-05-10"}""").With("/people", people!.DeepClone()));
        await organisation.RecordedAsync(Record("""{"status":"held","asOf":"2024-06-20"}""").With("/people", people.DeepClone())
            .With("/violations/1", JsonNode.Parse("""{"type":"detention","victims":["v"],"detention":{"status":"unknown","asOf":"2024-06-20"}}""")));

        Assert.Equal("1/0/0", Written((await OnAsync(organisation.Admin, "2024-06-10"))["total"]!));
        Assert.Equal("0/0/1", Written((await OnAsync(organisation.Admin, "2024-06-30"))["total"]!));
    }

    [Fact]
    public async Task Through_the_doors_of_others_a_hidden_day_is_a_month_and_a_hidden_place_is_none()
    {
        var (organisation, partner) = (await api.NewOrganisationAsync(), await api.NewOrganisationAsync());
        (await organisation.ShareAsync(partner)).Expect(HttpStatusCode.Created);
        await organisation.PublishedAsync(Record("""{"status":"held","asOf":"2024-06-20","place":"a cellar in Naryn","counselAccess":"denied"}""")
            .With("/violations/0/proceedings", JsonNode.Parse("""[{"kind":"criminal","charge":"art. 330","number":"7-12"}]""")), "partners");

        Assert.Equal("1/0/0", Written((await OnAsync(organisation.Admin, "2024-05-03"))["total"]!));
        Assert.Equal("0/1/0", Written((await OnAsync(partner.Admin, "2024-05-01", "&scope=shared"))["total"]!));
        Assert.Equal("0/1/0", Written((await OnAsync(partner.Admin, "2024-05-03", "&scope=shared"))["total"]!));
        Assert.Equal("1/0/0", Written((await OnAsync(partner.Admin, "2024-06-01", "&scope=shared"))["total"]!));
        var answer = await OnAsync(partner.Admin, "2024-06-20", "&scope=shared");
        Assert.Equal(["place unspecified", "charge art. 330", "length 31_to_180_days", "counselAccess denied"],
            answer["groups"]!.AsArray().Select(group => $"{(string)group!["by"]!} {(string)group["value"]!}").Select(text => text.StartsWith("length", StringComparison.Ordinal) ? "length 31_to_180_days" : text));
        Assert.DoesNotContain("Naryn", answer.ToJsonString(), StringComparison.Ordinal);
        Assert.Equal("0/0/0", Written((await OnAsync(partner.Admin, "2024-06-20"))["total"]!));
    }

    [Fact]
    public async Task A_place_that_is_erased_is_gone_from_the_table()
    {
        var organisation = await api.NewOrganisationAsync();
        var record = await organisation.RecordedAsync(Record("""{"status":"held","asOf":"2024-06-20","place":"a cellar in Naryn"}"""));
        Assert.Equal(1L, (await api.SqlAsync("postgres", $"select count(*) from incident_detentions where incident_id = '{record.Id}' and place like '%Naryn%'"))[0][0]);

        (await organisation.Admin.PostAsync($"/v1/incidents/{record.Id}/erasures", JsonNode.Parse("""{"pointers":["/violations/0/detention/place"],"reason":"safety"}"""), ("If-Match", record.ETag!))).Expect(HttpStatusCode.OK);

        Assert.Equal(0L, (await api.SqlAsync("postgres", $"select count(*) from incident_detentions where incident_id = '{record.Id}' and place like '%Naryn%'"))[0][0]);
    }

    [Theory]
    [InlineData("", "on")]
    [InlineData("on=2024-06", "on")]
    [InlineData("on=2024-02-30", "on")]
    [InlineData("on=2199-01-01", "on")]
    [InlineData("on=2024-06-01&kind=pattern", "kind")]
    [InlineData("on=2024-06-01&scope=public&personId=0197f3a0-0000-7000-8000-000000000001", "personId")]
    public async Task A_question_without_sense_is_refused_by_its_parameter(string query, string parameter)
    {
        var client = (await api.NewOrganisationAsync()).Admin;
        var refused = (await client.ReadAsync($"/v1/statistics/detention?{query}")).Expect(HttpStatusCode.BadRequest);

        Assert.Equal(parameter, (string)refused.Json["errors"]![0]!["parameter"]!);
        (await client.ReadAsync("/v1/statistics/detention/incidents?on=2024-06-01&by=place")).Expect(400, "invalid-parameter");
        (await client.ReadAsync("/v1/statistics/detention/incidents?on=2024-06-01&by=place&value=SIZO")).Expect(400, "invalid-parameter");
        (await client.ReadAsync("/v1/statistics/detention/incidents?on=2024-06-01&by=length&value=long")).Expect(400, "invalid-parameter");
    }

    private static JsonObject Record(string detention) => Given.Incident(type: "arrest").With("/people", JsonNode.Parse(Victim)).With("/violations/0/victims", new JsonArray("v"))
        .With("/violations/0/detention", JsonNode.Parse(detention));

    private static async Task<JsonNode> OnAsync(HttpClient client, string day, string more = "") =>
        (await client.ReadAsync($"/v1/statistics/detention?on={day}{more}")).Expect(HttpStatusCode.OK).Json;

    private static string Written(JsonNode held) => string.Join('/', Classes.Select(name => held[name]!)
        .Select(figure => ((int)figure["min"]!, (int)figure["max"]!) is var (min, max) && min == max ? $"{min}" : $"{min}-{max}"));
}
