using System.Text.Json.Nodes;
using IncidentApi.Tests.Support;

namespace IncidentApi.Tests.Features.Statistics;

/// <summary>What cannot be answered is refused, by its place and with what would do.</summary>
public sealed class QuestionTests(Api api)
{
    private static readonly string[] Echoed = ["groupBy", "kinds", "status", "verification"];

    [Theory]
    [InlineData("groupBy=yaer", "groupBy", "year")]
    [InlineData("groupBy=year,violationgroup", "groupBy", "violationGroup")]
    [InlineData("measure=victim", "measure", "victims")]
    public async Task An_unknown_dimension_or_measure_is_told_with_those_there_are_and_the_nearest(string query, string parameter, string near)
    {
        var answer = (await (await api.NewOrganisationAsync()).Admin.ReadAsync($"/v1/statistics?{query}")).Expect(400, "invalid-parameter");

        var fault = Assert.Single(answer.Json["errors"]!.AsArray())!;
        Assert.Equal(parameter, (string)fault["parameter"]!);
        Assert.Contains(near, fault["allowed"]!.AsArray().Select(code => (string)code!));
        Assert.Equal(near, (string)fault["near"]![0]!);
    }

    [Theory]
    [InlineData("groupBy=year,year", "groupBy")]
    [InlineData("groupBy=year,kind,status,country", "groupBy")]
    [InlineData("groupBy=organisation", "groupBy")]
    [InlineData("groupBy=right,atRisk,defenderRole", "groupBy")]
    [InlineData("groupBy=", "groupBy")]
    [InlineData("groupBy=Year", "groupBy")]
    [InlineData("types=all", "types")]
    [InlineData("types=all&groupBy=country", "types")]
    [InlineData("fill=true", "fill")]
    [InlineData("fill=true&groupBy=country", "fill")]
    [InlineData("fill=true&groupBy=year,month", "fill")]
    [InlineData("fill=yes&groupBy=year", "fill")]
    [InlineData("status=withdrawn", "status")]
    [InlineData("status=draft,withdrawn", "status")]
    [InlineData("verification=false", "verification")]
    [InlineData("measure=violations&violation=positive_development", "violation")]
    [InlineData("mayAlsoMatch=true", "mayAlsoMatch")]
    [InlineData("mayAlsoMatch=true&from=2020&dates=possible", "mayAlsoMatch")]
    [InlineData("mayAlsoMatch=true&from=2020&format=csv", "mayAlsoMatch")]
    [InlineData("format=xlsx", "format")]
    [InlineData("from=2021&to=2020", "from")]
    [InlineData("near=42,74", "radius")]
    [InlineData("scope=public&gender=woman", "gender")]
    [InlineData("scope=shared&atRisk=lgbti_people", "atRisk")]
    [InlineData("scope=public&measure=people", "measure")]
    [InlineData("scope=shared&measure=people", "measure")]
    [InlineData("sort=occurred", "sort")]
    public async Task What_means_nothing_is_refused_and_not_answered_with_zeros(string query, string parameter)
    {
        var answer = await (await api.NewOrganisationAsync()).Admin.ReadAsync($"/v1/statistics?{query}");

        Assert.Equal(400, (int)answer.Status);
        Assert.Contains(parameter, answer.Json["errors"]!.AsArray().Select(fault => (string?)fault!["parameter"]));
    }

    [Theory]
    [InlineData("groupBy=year,country&key=2020")]
    [InlineData("groupBy=year&key=2020,KG")]
    [InlineData("key=2020")]
    [InlineData("groupBy=year&key=2020-06")]
    [InlineData("groupBy=month&key=2020-13")]
    [InlineData("groupBy=violation&key=arest")]
    [InlineData("groupBy=violation&key=Arrest")]
    [InlineData("groupBy=country&key=kg")]
    [InlineData("groupBy=kind&key=events")]
    [InlineData("groupBy=organisation&scope=public&key=me")]
    public async Task A_key_takes_a_value_of_each_dimension(string query)
    {
        var answer = (await (await api.NewOrganisationAsync()).Admin.ReadAsync($"/v1/statistics/incidents?{query}")).Expect(400, "invalid-parameter");

        Assert.Equal("key", (string)answer.Json["errors"]![0]!["parameter"]!);
    }

    [Fact]
    public async Task Shared_figures_need_a_key_and_public_ones_need_none()
    {
        (await api.Anonymous().ReadAsync("/v1/statistics?scope=shared")).Expect(401, "invalid-key");
        (await api.Anonymous().ReadAsync("/v1/statistics?scope=own")).Expect(401, "invalid-key");
        Assert.Equal("public", (string)(await api.Anonymous().FiguresAsync(""))["scope"]!);
    }

    [Fact]
    public async Task More_groups_than_an_answer_holds_are_refused_with_the_limit_and_a_way_out()
    {
        var organisation = await api.NewOrganisationAsync();
        await organisation.RecordedAsync(Given.Incident(on: "1900-05-03"));
        await organisation.RecordedAsync(Given.Incident(on: "2020-05-03", type: "arrest").With("/location/country", "KZ"));

        var filled = (await organisation.Admin.ReadAsync("/v1/statistics?groupBy=month&fill=true&from=1100&to=2020")).Expect(400, "too-many-groups");
        Assert.Contains("10,000", (string)filled.Json["detail"]!, StringComparison.Ordinal);
        Assert.Contains("violationGroup", (string)filled.Json["detail"]!, StringComparison.Ordinal);
        Assert.Equal("fill", (string)filled.Json["errors"]![0]!["parameter"]!);
        (await organisation.Admin.ReadAsync("/v1/statistics?groupBy=month,country,violation&fill=true")).Expect(System.Net.HttpStatusCode.OK);

        await api.SqlAsync("postgres", $"""
            insert into incident_facts select (jsonb_populate_record(f, jsonb_build_object('act', n, 'month', n, 'act_month', n, 'alone', false))).*
            from incident_facts f, generate_series(1, 10001) n where f.organisation_id = '{organisation.Id}' and f.year = 1900
            """);
        var grouped = (await organisation.Admin.ReadAsync("/v1/statistics?groupBy=month&measure=violations")).Expect(400, "too-many-groups");
        Assert.Equal("groupBy", (string)grouped.Json["errors"]![0]!["parameter"]!);
        Assert.Equal("10003", await organisation.Admin.TotalAsync("measure=violations"));
    }

    [Fact]
    public async Task An_answer_says_how_it_is_to_be_read()
    {
        var organisation = await api.NewOrganisationAsync();
        var answer = await organisation.Admin.FiguresAsync("groupBy=month,violation&measure=victims&kind=pattern,event&status=draft,submitted&verification=unverified&format=json");

        Assert.Equal(("victims", "victimisations", "own", "exclusive", "documented cases, not an estimate of all that happened"),
            ((string)answer["measure"]!, (string)answer["unit"]!, (string)answer["scope"]!, (string)answer["counting"]!, (string)answer["basis"]!));
        Assert.Equal("""["month","violation"] ["pattern","event"] ["draft","submitted"] ["unverified"]""",
            string.Join(' ', Echoed.Select(name => answer[name]!.ToJsonString())));
        Assert.Null((await organisation.Admin.FiguresAsync(""))["status"]);
        Assert.Empty((JsonArray)answer["groups"]!);
    }
}
