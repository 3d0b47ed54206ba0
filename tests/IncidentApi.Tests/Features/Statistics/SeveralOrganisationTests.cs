using System.Net;
using System.Text.Json.Nodes;
using IncidentApi.Tests.Support;
using IncidentApi.Tests.Support.Browsers;

namespace IncidentApi.Tests.Features.Statistics;

/// <summary>Figures over several organisations: one event once, and no word about what its reader may not list.</summary>
public sealed class SeveralOrganisationTests(Api api)
{
    private readonly string _tag = $"several-{Guid.CreateVersion7():N}";

    [Fact]
    public async Task One_event_that_several_organisations_recorded_is_one_however_long_the_chain()
    {
        var (one, two, three) = (await api.NewOrganisationAsync(), await api.NewOrganisationAsync(), await api.NewOrganisationAsync());
        await PublishAsync(one, "2023-05");
        Assert.Null((await TotalAsync(""))["mayOverlap"]);
        await PublishAsync(two, "2024-05");
        Assert.Equal(("2", true), (Figures.Written(await TotalAsync("")), (bool?)(await TotalAsync(""))["mayOverlap"]));

        var third = await PublishAsync(three, "2024-06", (await ShownAsync(two), "same_event"));
        Assert.Equal("2", Figures.Written(await TotalAsync("")));
        await one.PublishedAsync(Record("2023-06", (await ShownAsync(three), "same_event")));

        // The second's, the third's and the first's other one are the same.
        Assert.Equal("2", Figures.Written(await TotalAsync("")));
        Assert.Equal("2", Figures.Written(await TotalAsync("groupBy=violation")));
        Assert.Equal("4", Figures.Written(await TotalAsync("measure=violations")));
        Assert.Equal(4, (await api.Anonymous().WalkAsync($"{(string)(await TotalAsync(""))["events"]!["incidents"]!}&limit=3")).Count);

        // It is in both years, and the answer says that they do not add up.
        var byYear = await api.Anonymous().FiguresAsync($"tag={_tag}&groupBy=year");
        Assert.Equal("2023: 2; 2024: 1", await api.Anonymous().GroupsAsync($"tag={_tag}&groupBy=year"));
        Assert.Equal(("overlapping", "2"), ((string)byYear["counting"]!, Figures.Written(byYear["total"]!)));
        Assert.Equal([null, true], byYear["groups"]!.AsArray().Select(group => (bool?)group!["mayOverlap"]));
        Assert.All((await api.Anonymous().FiguresAsync($"tag={_tag}&groupBy=organisation"))["groups"]!.AsArray(), group => Assert.Null(group!["mayOverlap"]));

        Assert.Equal("2", await one.Admin.TotalAsync(""));
        Assert.Equal("1", await three.Admin.TotalAsync(""));
        Assert.Equal(HttpStatusCode.OK, (await three.Admin.ReadAsync($"/v1/incidents/{third.Id}")).Status);
    }

    [Fact]
    public async Task Nobody_makes_anothers_record_vanish_by_calling_it_his_whole()
    {
        var (one, two) = (await api.NewOrganisationAsync(), await api.NewOrganisationAsync());
        await PublishAsync(one, "2023-05");
        await PublishAsync(two, "2023-06", (await ShownAsync(one), "part_of"));
        Assert.Equal("2", Figures.Written(await TotalAsync("")));

        await PublishAsync(one, "2023-07", (await ShownAsync(one), "part_of"));
        Assert.Equal("2", Figures.Written(await TotalAsync("")));
    }

    [Fact]
    public async Task Nobody_makes_anothers_records_one_by_calling_both_the_same_event_as_his()
    {
        var (one, two) = (await api.NewOrganisationAsync(), await api.NewOrganisationAsync());
        await one.PublishedAsync(Record("2023-05"));
        await one.PublishedAsync(Record("2023-06"));
        var shown = (await api.Anonymous().ItemsAsync($"/v1/incidents?tag={_tag}", one)).Select(item => (string)item["id"]!).ToList();
        Assert.Equal(2, shown.Count);

        await two.PublishedAsync(Record("2023-07", (shown[0], "same_event"), (shown[1], "same_event")));

        Assert.Equal("2", Figures.Written(await TotalAsync("")));
        Assert.Equal(["1", "2"], (await api.Anonymous().FiguresAsync($"tag={_tag}&groupBy=organisation"))["groups"]!.AsArray().Select(group => Figures.Written(group!)).Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task Nobody_makes_the_records_of_two_others_one_and_nobody_keeps_apart_what_they_call_one()
    {
        var (one, two, third) = (await api.NewOrganisationAsync(), await api.NewOrganisationAsync(), await api.NewOrganisationAsync());
        var first = await PublishAsync(one, "2023-05");
        await PublishAsync(two, "2023-05");
        var (firsts, seconds) = (await ShownAsync(one), await ShownAsync(two));

        // By one record of his that names both, or by two that are one.
        await third.PublishedAsync(Record("2023-05", (firsts, "same_event"), (seconds, "same_event")));
        Assert.Equal("2", Figures.Written(await TotalAsync("")));
        var thirds = await ShownAsync(third);
        await third.PublishedAsync(Record("2023-06", (thirds, "same_event"), (firsts, "same_event"), (seconds, "same_event")));
        Assert.Equal("2", Figures.Written(await TotalAsync("")));

        // By records of his that hold on to each.
        await third.PublishedAsync(Record("2023-07", (firsts, "same_event")));
        await third.PublishedAsync(Record("2023-08", (seconds, "same_event")));
        Assert.Equal("2", Figures.Written(await TotalAsync("")));
        (await one.PatchAsync(first, new JsonObject { ["related"] = new JsonArray(new JsonObject { ["id"] = seconds, ["type"] = "same_event" }) })).Expect(HttpStatusCode.OK);
        Assert.Equal("1", Figures.Written(await TotalAsync("")));
    }

    [Fact]
    public async Task A_part_that_was_published_before_its_whole_takes_it_out_of_figures_all_the_same()
    {
        var organisation = await api.NewOrganisationAsync();
        var whole = (await organisation.Admin.PostAsync("/v1/incidents", Record("2023-05"))).Expect(HttpStatusCode.Created);
        await organisation.PublishedAsync(Record("2023-06", (whole.Id, "part_of")));
        Assert.Equal("1", Figures.Written(await TotalAsync("")));

        var submitted = (await organisation.StepAsync(whole, "submitted")).Expect(HttpStatusCode.OK);
        var published = (await organisation.StepAsync(submitted, "published", "public")).Expect(HttpStatusCode.OK);

        Assert.Equal("1", Figures.Written(await TotalAsync("")));
        Assert.Equal("1", await organisation.Admin.TotalAsync(""));
        var named = (await api.Anonymous().ItemsAsync($"/v1/incidents?tag={_tag}", organisation)).SelectMany(item => item["related"]?.AsArray() ?? []).ToList();
        Assert.Equal("part_of", (string)Assert.Single(named)!["type"]!);

        // And names it no more when it is gone.
        (await organisation.StepAsync(published, "withdrawn", reason: "safety")).Expect(HttpStatusCode.OK);
        Assert.Empty((await api.Anonymous().ItemsAsync($"/v1/incidents?tag={_tag}", organisation)).SelectMany(item => item["related"]?.AsArray() ?? []));
        Assert.Equal("1", Figures.Written(await TotalAsync("")));
    }

    [Fact]
    public async Task A_partner_to_whom_only_public_records_are_open_reads_no_tie_to_others()
    {
        var (owner, partner) = (await api.NewOrganisationAsync(), await api.NewOrganisationAsync());
        var hidden = await owner.PublishedAsync(Record("2023-05"), "partners");
        (await owner.ShareAsync(partner, new JsonObject { ["visibility"] = "public" })).Expect(HttpStatusCode.Created);

        await owner.PublishedAsync(Record("2023-06", (hidden.Id, "same_event")));

        Assert.Null(Assert.Single(await partner.Admin.ItemsAsync($"/v1/incidents?scope=shared&tag={_tag}", owner))["related"]);
    }

    [Fact]
    public async Task Partners_count_what_is_shared_with_them_and_only_as_long()
    {
        var (owner, partner) = (await api.NewOrganisationAsync(), await api.NewOrganisationAsync());
        await PublishAsync(owner, "2023-05", visibility: "partners");
        await PublishAsync(owner, "2023-06");
        await owner.RecordedAsync(Record("2023-07"));
        Assert.Equal("0", await partner.Admin.TotalAsync("scope=shared"));

        var partnership = (await owner.ShareAsync(partner)).Expect(HttpStatusCode.Created);
        Assert.Equal("2", await partner.Admin.TotalAsync("scope=shared"));
        Assert.Equal("0", await owner.Admin.TotalAsync("scope=shared"));
        Assert.Equal("1", Figures.Written(await TotalAsync("")));
        Assert.Equal("3", await owner.Admin.TotalAsync(""));
        Assert.Equal($"{owner.Id}: 2", await partner.Admin.GroupsAsync("scope=shared&groupBy=organisation"));

        (await owner.Admin.SendAsync(HttpMethod.Delete, $"/v1/partnerships/{partnership.Id}")).Expect(HttpStatusCode.OK);
        Assert.Equal("0", await partner.Admin.TotalAsync("scope=shared"));
    }

    [Fact]
    public async Task What_a_redacted_row_hides_is_unspecified_in_figures()
    {
        var owner = await api.NewOrganisationAsync();
        await owner.PublishedAsync(Record("2023-05-17")
            .With("/people", JsonNode.Parse("""[{"ref": "v", "role": "victim", "kind": "person", "label": "a lawyer", "gender": "woman", "atRiskGroups": ["lgbti_people"], "ageBand": "adult", "disclosure": "organisation"}]"""))
            .With("/violations/0/victims", new JsonArray("v")));

        foreach (var dimension in new[] { "gender", "ageBand", "atRisk" })
        {
            Assert.Equal("unspecified: 1", await api.Anonymous().GroupsAsync($"tag={_tag}&measure=victims&groupBy={dimension}"));
            Assert.NotEqual("unspecified: 1", await owner.Admin.GroupsAsync($"measure=victims&groupBy={dimension}"));
        }
    }

    private JsonObject Record(string on, params (string Id, string Type)?[] related)
    {
        var incident = Given.Incident(on: on).With("/tags", new JsonArray(_tag));
        foreach (var (id, type) in related.Where(other => other is not null).Select(other => other!.Value)) (incident["related"] ??= new JsonArray()).AsArray().Add(new JsonObject { ["id"] = id, ["type"] = type });
        return incident;
    }

    private Task<Answer> PublishAsync(TestOrganisation organisation, string on, (string, string)? related = null, string visibility = "public") =>
        organisation.PublishedAsync(Record(on, related), visibility);

    /// <summary>The first of its records that everybody sees, by the id that everybody knows.</summary>
    private async Task<string> ShownAsync(TestOrganisation organisation) =>
        (string)(await api.Anonymous().ItemsAsync($"/v1/incidents?tag={_tag}&sort=occurred", organisation))[0]["id"]!;

    private async Task<JsonNode> TotalAsync(string query) => (await api.Anonymous().FiguresAsync($"tag={_tag}&{query}"))["total"]!;
}
