using System.Net;
using System.Text.Json.Nodes;
using IncidentApi.Tests.Support;
using static IncidentApi.Tests.Features.Statistics.People.Counting;

namespace IncidentApi.Tests.Features.Statistics.People;

/// <summary>Yearly tables of hidden people: who is counted, who reads them, and what each answer says.</summary>
[Collection(Counting.OneAtATime)]
public sealed class PeopleTablesTests(Api api)
{
    private const string Gender = "?dimension=gender";

    [Fact]
    public async Task What_rows_hide_is_counted_by_year_and_suppressed_where_it_is_few()
    {
        var organisation = await api.NewOrganisationAsync();
        await organisation.PublishedAsync(Record(women: 6, men: 7, atRisk: "journalists"));
        await organisation.PublishedAsync(Record("torture", women: 6, men: 7, others: 2));
        await organisation.PublishedAsync(Record("torture", "2023", women: 9, men: 4));
        Assert.Empty(await api.Anonymous().TablesAsync(organisation));

        await api.MakeTablesAsync();

        string[] all =
        [
            "KG integrity 2024 gender: woman=6 man=- other_or_unspecified=-", "KG liberty 2024 gender: woman=6 man=7 other_or_unspecified=0", "KG liberty 2024 atRisk: journalists=7",
        ];
        Assert.Equal(all, await api.Anonymous().TablesAsync(organisation));
        Assert.Equal(all, await organisation.Admin.TablesAsync(organisation, "?scope=public"));
        Assert.Equal(all[2..], await api.Anonymous().TablesAsync(organisation, "?dimension=atRisk"));
        Assert.Equal(all[..1], await api.Anonymous().TablesAsync(organisation, "?country=KG&violationGroup=integrity&year=2024"));
        Assert.Empty(await api.Anonymous().TablesAsync(organisation, "?year=2023"));
        Assert.Empty(await api.Anonymous().TablesAsync(organisation, "?country=KZ"));
    }

    [Fact]
    public async Task The_answer_says_the_rule_the_day_and_the_source_and_csv_says_the_same_figures()
    {
        var organisation = await api.NewOrganisationAsync(new { name = "=cmd, \"and\" friends" });
        await organisation.PublishedAsync(Record(women: 6, men: 7, others: 3));
        await api.MakeTablesAsync();

        var answer = (await api.Anonymous().ReadAsync("/v1/statistics/people")).Expect(HttpStatusCode.OK);
        var csv = (await api.Anonymous().ReadAsync("/v1/statistics/people?format=csv")).Expect(HttpStatusCode.OK);

        var today = (string)answer.Json["madeOn"]!;
        Assert.Equal(("public", 5, "people"), ((string)answer.Json["scope"]!, (int)answer.Json["k"]!, (string)answer.Json["unit"]!));
        Assert.Contains("Handbook on Statistical Disclosure Control", (string)answer.Json["source"]!, StringComparison.Ordinal);
        Assert.Contains("did not surely begin in one year", (string)answer.Json["counted"]!, StringComparison.Ordinal);
        Assert.Equal("public, no-cache", $"{answer.Headers.CacheControl}");
        Assert.Equal("text/csv", csv.MediaType);
        Assert.Equal(
            [
                $"{organisation.Id},\"'=cmd, \"\"and\"\" friends\",KG,liberty,2024,gender,woman,6,false,{today}",
                $"{organisation.Id},\"'=cmd, \"\"and\"\" friends\",KG,liberty,2024,gender,man,,true,{today}",
                $"{organisation.Id},\"'=cmd, \"\"and\"\" friends\",KG,liberty,2024,gender,other_or_unspecified,,true,{today}",
            ], csv.Text.Split("\r\n").Where(line => line.StartsWith(organisation.Id.ToString(), StringComparison.Ordinal)));
    }

    [Fact]
    public async Task Nobody_is_counted_whom_rows_show_or_do_not_list_or_whose_number_or_year_is_not_known()
    {
        var organisation = await api.NewOrganisationAsync();
        var others = new[]
        {
            new JsonObject { ["name"] = "Ainura Example", ["disclosure"] = "public" }, new JsonObject { ["name"] = "Bakyt Example", ["disclosure"] = "partners" },
            new JsonObject { ["name"] = "Chynara Example", ["disclosure"] = "vault" }, new JsonObject { ["consent"] = new JsonObject { ["scope"] = "withdrawn", ["on"] = "2024-06-01" } },
            new JsonObject { ["consent"] = new JsonObject { ["scope"] = "partners", ["on"] = "2024-06-01" } }, new JsonObject { ["kind"] = "group", ["count"] = 7 },
            new JsonObject { ["kind"] = "group" }, new JsonObject { ["kind"] = "unknown", ["countMin"] = 1, ["countMax"] = 3 }, new JsonObject { ["kind"] = "institution" },
        };
        foreach (var other in others)
        {
            other["gender"] = "woman";
            await organisation.PublishedAsync(Record(women: 1, men: 1).Add(other));
        }

        await organisation.PublishedAsync(Record(women: 5, men: 5).With("/occurred", JsonNode.Parse("""{"from":"2023-12","to":"2024-01","span":"within"}""")));
        await organisation.PublishedAsync(Record("positive_development", women: 5, men: 5));
        await organisation.PublishedAsync(Record(women: 5, men: 5).With("/kind", "pattern"));
        await organisation.PublishedAsync(Record(women: 5, men: 5).With("/violations/0/victims", new JsonArray()));
        var denied = await organisation.PublishedAsync(Record(women: 5, men: 5));
        (await organisation.Admin.SendAsync(HttpMethod.Post, $"/v1/incidents/{denied.Id}/verification",
            new JsonObject { ["status"] = "false", ["method"] = Codes.Of("verification.method")[0] }, denied.ETag)).Expect(HttpStatusCode.OK);

        await api.MakeTablesAsync();

        Assert.Equal(["KG liberty 2024 gender: woman=9 man=9 other_or_unspecified=0"], await api.Anonymous().TablesAsync(organisation));
    }

    [Fact]
    public async Task Somebody_in_several_records_is_counted_once_and_in_one_table()
    {
        var organisation = await api.NewOrganisationAsync();
        static JsonObject Trial(string type, string on, int women)
        {
            var record = Record(type, on);
            for (var i = 0; i < women; i++) record.Add(new JsonObject { ["gender"] = "woman", ["externalRef"] = new JsonObject { ["system"] = "cases", ["id"] = $"w{i}" } });
            for (var i = 0; i < 8; i++) record.Add(new JsonObject { ["gender"] = "man", ["externalRef"] = new JsonObject { ["system"] = "cases", ["id"] = $"m{i}" } });
            return record;
        }

        await organisation.PublishedAsync(Trial("detention", "2022-10-23", women: 6));
        await organisation.PublishedAsync(Trial("detention", "2022-11-02", women: 6));
        await api.MakeTablesAsync();
        await organisation.PublishedAsync(Trial("unfair_trial", "2024-06-14", women: 7));
        await organisation.PublishedAsync(Trial("torture", "2022-10-25", women: 7));
        await api.MakeTablesAsync();

        Assert.Equal(["KG liberty 2022 gender: woman=6 man=8 other_or_unspecified=0"], await api.Anonymous().TablesAsync(organisation, Gender));
    }

    [Fact]
    public async Task Partners_who_share_all_of_it_read_what_the_public_does_not()
    {
        var (organisation, all, published, single, ended) = (await api.NewOrganisationAsync(), await api.NewOrganisationAsync(), await api.NewOrganisationAsync(), await api.NewOrganisationAsync(), await api.NewOrganisationAsync());
        await organisation.PublishedAsync(Record(women: 5, men: 6));
        var shown = await organisation.PublishedAsync(Record(women: 7, men: 8), "partners");
        await organisation.ShareAsync(all);
        await organisation.ShareAsync(published, new JsonObject { ["visibility"] = "public" });
        (await organisation.ShareAsync(single, new JsonObject { ["incidents"] = new JsonArray(shown.Id) })).Expect(HttpStatusCode.Created);
        var grant = await organisation.ShareAsync(ended);
        await api.MakeTablesAsync();
        Assert.Equal(["KG liberty 2024 gender: woman=7 man=8 other_or_unspecified=0"], await ended.Admin.TablesAsync(organisation, "?scope=shared"));
        (await organisation.Admin.SendAsync(HttpMethod.Delete, $"/v1/partnerships/{grant.Id}")).Expect(HttpStatusCode.OK);

        Assert.Equal(["KG liberty 2024 gender: woman=7 man=8 other_or_unspecified=0"], await all.Admin.TablesAsync(organisation, "?scope=shared"));
        foreach (var reader in new[] { published, single, ended, organisation, await api.NewOrganisationAsync() }) Assert.Empty(await reader.Admin.TablesAsync(organisation, "?scope=shared"));
        Assert.Equal(["KG liberty 2024 gender: woman=5 man=6 other_or_unspecified=0"], await all.Admin.TablesAsync(organisation));
        Assert.Equal("no-store", $"{(await all.Admin.ReadAsync("/v1/statistics/people?scope=shared")).Headers.CacheControl}");
    }

    [Theory]
    [InlineData("?scope=own", 400, "invalid-parameter")]
    [InlineData("?scope=all", 400, "invalid-parameter")]
    [InlineData("?scope=shared", 401, "invalid-key")]
    [InlineData("?dimension=perpetrator", 400, "invalid-parameter")]
    [InlineData("?gender=woman", 400, "unknown-parameter")]
    [InlineData("?groupBy=gender", 400, "unknown-parameter")]
    [InlineData("?year=last", 400, "invalid-parameter")]
    [InlineData("?violationGroup=detention", 400, "invalid-parameter")]
    [InlineData("?country=XX", 400, "invalid-parameter")]
    [InlineData("?format=xlsx", 400, "invalid-parameter")]
    [InlineData("?year=2023&year=2024", 400, "repeated-parameter")]
    public async Task What_these_tables_do_not_offer_is_refused(string query, int status, string problem) =>
        (await api.Anonymous().ReadAsync($"/v1/statistics/people{query}")).Expect(status, problem);

    [Theory]
    [InlineData("?format=json")]
    [InlineData("?format=csv")]
    public async Task Whoever_holds_an_answer_is_not_sent_it_again(string query)
    {
        var reader = await api.NewOrganisationAsync();
        var shared = $"/v1/statistics/people{query}&scope=shared";
        var answer = (await reader.Admin.ReadAsync(shared)).Expect(HttpStatusCode.OK);

        Assert.Empty((await reader.Admin.ReadAsync(shared, ("If-None-Match", answer.ETag!))).Expect(HttpStatusCode.NotModified).Text);
        (await reader.Admin.ReadAsync(shared, ("If-None-Match", "\"another\""))).Expect(HttpStatusCode.OK);
    }

    [Fact]
    public async Task Who_asks_for_the_own_is_told_where_it_is()
    {
        var refused = (await (await api.NewOrganisationAsync()).Admin.ReadAsync("/v1/statistics/people?scope=own")).Expect(400, "invalid-parameter");

        Assert.Contains("/v1/statistics?scope=own", refused.Text, StringComparison.Ordinal);
        Assert.Equal(["public", "shared"], refused.Json["errors"]![0]!["allowed"]!.AsArray().Select(value => (string)value!));
    }
}
