using System.Net;
using System.Text.Json.Nodes;
using IncidentApi.Tests.Support;

namespace IncidentApi.Tests.Features.Statistics;

/// <summary>What each measure adds up, on records whose figures one can count by hand.</summary>
public sealed class FigureTests(Api api)
{
    [Fact]
    public async Task Violations_are_acts_by_their_number_and_a_number_that_nobody_knows_is_neither_one_nor_none()
    {
        var organisation = await api.NewOrganisationAsync();
        await organisation.RecordedAsync(Acts("""[{"type": "arrest", "count": 3}, {"type": "arrest"}, {"type": "arrest", "countMin": 5, "countMax": 8}, {"type": "physical_assault", "countMin": 20}]"""));
        await organisation.RecordedAsync(Acts("""[{"type": "physical_assault", "countMax": 4}, {"type": "physical_assault", "countNote": "dozens"}, {"type": "arrest", "alsoTypes": ["physical_assault"]}]"""));

        Assert.Equal("physical_assault: 20-24+2?; arrest: 10-13", await organisation.Admin.GroupsAsync("groupBy=violation&measure=violations"));
        Assert.Equal("30-37+2?", await organisation.Admin.TotalAsync("measure=violations"));
        Assert.Equal("30-37+2?", await organisation.Admin.TotalAsync("measure=violations&groupBy=violation"));
        Assert.Equal("integrity: 20-24+2?; liberty: 10-13", await organisation.Admin.GroupsAsync("groupBy=violationGroup&measure=violations"));
        Assert.Equal("physical_assault: 2; arrest: 2", await organisation.Admin.GroupsAsync("groupBy=violation"));
        Assert.Equal("2", await organisation.Admin.TotalAsync("groupBy=violation"));
    }

    [Fact]
    public async Task With_all_types_an_act_counts_as_everything_that_it_was_and_says_that_the_groups_overlap()
    {
        var organisation = await api.NewOrganisationAsync();
        await organisation.RecordedAsync(Acts("""[{"type": "arrest", "alsoTypes": ["physical_assault", "torture"], "count": 2, "victims": ["v"]}, {"type": "physical_assault"}]""",
            """[{"ref": "v", "role": "victim", "kind": "person", "label": "a lawyer"}]"""));

        var main = await organisation.Admin.FiguresAsync("groupBy=violation&measure=violations");
        var all = await organisation.Admin.FiguresAsync("groupBy=violation&measure=violations&types=all");

        Assert.Equal(("exclusive", "overlapping"), ((string)main["counting"]!, (string)all["counting"]!));
        Assert.Equal("3", Figures.Written(main["total"]!));
        Assert.Null(all["total"]);
        Assert.Equal("torture: 2; physical_assault: 3; arrest: 2", await organisation.Admin.GroupsAsync("groupBy=violation&measure=violations&types=all"));
        Assert.Equal("integrity: 3; liberty: 2", await organisation.Admin.GroupsAsync("groupBy=violationGroup&measure=violations&types=all"));
        Assert.Equal("integrity: 1; liberty: 1", await organisation.Admin.GroupsAsync("groupBy=violationGroup&measure=victims&types=all"));
        Assert.Equal("integrity,torture: 1; integrity,physical_assault: 1; liberty,arrest: 1", await organisation.Admin.GroupsAsync("groupBy=violationGroup,violation&types=all"));
        Assert.Equal("1", await organisation.Admin.TotalAsync("groupBy=violation&types=all"));
    }

    [Fact]
    public async Task Victims_are_people_by_the_acts_that_they_suffered()
    {
        var organisation = await api.NewOrganisationAsync();
        await organisation.RecordedAsync(Acts("""[{"type": "arrest", "count": 7, "victims": ["one", "few", "some"]}, {"type": "physical_assault", "victims": ["one", "club", "many"]}, {"type": "raid_home"}]""",
            """
            [{"ref": "one", "role": "victim", "kind": "person", "label": "a lawyer", "gender": "woman"}, {"ref": "few", "role": "victim", "kind": "group", "label": "a few", "countMin": 2, "countMax": 4, "gender": "man"},
             {"ref": "some", "role": "victim", "kind": "group", "label": "some"}, {"ref": "many", "role": "victim", "kind": "unknown", "label": "many", "countMin": 10},
             {"ref": "club", "role": "victim", "kind": "organisation", "label": "a club"}, {"ref": "unharmed", "role": "witness", "kind": "person", "label": "a passer-by"}]
            """));

        Assert.Equal("physical_assault: 11+1? and 1 organisations; arrest: 3-5+1?", await organisation.Admin.GroupsAsync("groupBy=violation&measure=victims"));
        Assert.Equal("14-16+2? and 1 organisations", await organisation.Admin.TotalAsync("measure=victims"));
        Assert.Equal("woman: 2; man: 2-4; unspecified: 10+2? and 1 organisations", await organisation.Admin.GroupsAsync("groupBy=gender&measure=victims"));
        Assert.Equal("2", await organisation.Admin.TotalAsync("gender=woman&measure=victims"));
        Assert.Equal("physical_assault: 1; arrest: 7", await organisation.Admin.GroupsAsync("gender=woman&measure=violations&groupBy=violation"));
        Assert.Equal("2-4", await organisation.Admin.TotalAsync("gender=man&measure=victims"));
        Assert.Equal("3-5+1?", await organisation.Admin.TotalAsync("violation=arrest&measure=victims"));
    }

    [Fact]
    public async Task An_act_against_a_woman_and_a_man_is_in_both_groups_and_the_answer_says_so()
    {
        var organisation = await api.NewOrganisationAsync();
        await organisation.RecordedAsync(Acts("""[{"type": "arrest", "victims": ["w", "m"]}]""",
            """[{"ref": "w", "role": "victim", "kind": "person", "label": "a lawyer", "gender": "woman"}, {"ref": "m", "role": "victim", "kind": "person", "label": "a lawyer", "gender": "man"}]"""));

        var acts = await organisation.Admin.FiguresAsync("groupBy=gender&measure=violations");
        var victims = await organisation.Admin.FiguresAsync("groupBy=gender&measure=victims");

        Assert.Equal(["1", "1"], acts["groups"]!.AsArray().Select(group => Figures.Written(group!)));
        Assert.Equal(("overlapping", null), ((string)acts["counting"]!, acts["total"]));
        Assert.Equal(("exclusive", "2"), ((string)victims["counting"]!, Figures.Written(victims["total"]!)));
    }

    [Fact]
    public async Task People_are_entries_of_the_register_once_and_merged_ones_are_one_person()
    {
        var organisation = await api.NewOrganisationAsync();
        var entries = new List<string>();
        foreach (var (name, on) in new[] { ("one", "2022-01"), ("two", "2023-01"), ("three", "2023-02") })
        {
            var made = await organisation.RecordedAsync(Acts("""[{"type": "arrest", "victims": ["v"]}, {"type": "physical_assault", "victims": ["v", "other"]}]""",
                $$$"""[{"ref": "v", "role": "victim", "kind": "person", "label": "a lawyer", "externalRef": {"system": "tests", "id": "{{{name}}}"}}, {"ref": "other", "role": "victim", "kind": "person", "label": "a passer-by"}]""")
                .With("/occurred/from", on));
            entries.Add((string)made.Json["people"]![0]!["personId"]!);
        }

        Assert.Equal("3 beside 3", await organisation.Admin.TotalAsync("measure=people"));
        Assert.Equal("2022: 1 beside 1; 2023: 2 beside 2", await organisation.Admin.GroupsAsync("measure=people&groupBy=year"));

        // One into two, and two into three: a chain.
        (await organisation.Admin.PostAsync($"/v1/people/{entries[1]}/merges", new JsonObject { ["other"] = entries[0] })).Expect(HttpStatusCode.OK);
        (await organisation.Admin.PostAsync($"/v1/people/{entries[2]}/merges", new JsonObject { ["other"] = entries[1] })).Expect(HttpStatusCode.OK);
        Assert.Equal("1 beside 3", await organisation.Admin.TotalAsync("measure=people"));
        Assert.Equal("2022: 1 beside 1; 2023: 1 beside 2", await organisation.Admin.GroupsAsync("measure=people&groupBy=year"));
        Assert.Equal("1 beside 3", await organisation.Admin.TotalAsync("measure=people&groupBy=year"));
        Assert.Equal("overlapping", (string)(await organisation.Admin.FiguresAsync("measure=people&groupBy=year"))["counting"]!);
        Assert.Equal("1", await organisation.Admin.TotalAsync($"measure=people&personId={entries[0]}"));
        Assert.Equal("6", await organisation.Admin.TotalAsync($"measure=victims&personId={entries[0]}"));

        (await organisation.Admin.SendAsync(HttpMethod.Delete, $"/v1/people/{entries[1]}/merges/{entries[0]}")).Expect(HttpStatusCode.OK);
        Assert.Equal("2 beside 3", await organisation.Admin.TotalAsync("measure=people"));
    }

    [Fact]
    public async Task A_group_in_the_register_counts_by_its_number_once_and_one_of_unknown_size_as_such()
    {
        var organisation = await api.NewOrganisationAsync();
        foreach (var number in new[] { """, "count": 12""", """, "countMin": 10, "countMax": 20""", "" })
        {
            await organisation.RecordedAsync(Acts("""[{"type": "arrest", "victims": ["v", "w", "club"]}]""",
                $$$"""
                [{"ref": "v", "role": "victim", "kind": "group", "label": "students", "externalRef": {"system": "tests", "id": "students"}{{{number}}}},
                 {"ref": "w", "role": "victim", "kind": "group", "label": "workers", "externalRef": {"system": "tests", "id": "workers"}},
                 {"ref": "club", "role": "victim", "kind": "organisation", "label": "a club", "externalRef": {"system": "tests", "id": "club"}}]
                """));
        }

        Assert.Equal("10-20+1? and 1 organisations", await organisation.Admin.TotalAsync("measure=people"));
        Assert.Equal("32-42+4? and 3 organisations", (await organisation.Admin.TotalAsync("measure=victims")).Replace("22-32", "32-42", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Of_acts_the_filter_selects_those_that_are_asked_for_and_of_records_whole_ones()
    {
        var organisation = await api.NewOrganisationAsync();
        await organisation.RecordedAsync(Acts("""
            [{"type": "arrest", "location": {"country": "KZ"}, "perpetrators": ["p"], "sources": ["a"]}, {"type": "physical_assault", "count": 4, "sources": ["b"]}, {"type": "raid_home", "alsoTypes": ["arrest"]}]
            """, """[{"ref": "p", "role": "alleged_perpetrator", "kind": "institution", "label": "police", "category": "police"}]""")
            .With("/sources", JsonNode.Parse("""[{"ref": "a", "kind": "media"}, {"ref": "b", "kind": "ngo_report"}]""")));

        Assert.Equal("arrest: 1; raid_home: 1", Sorted(await organisation.Admin.GroupsAsync("violation=arrest&measure=violations&groupBy=violation")));
        Assert.Equal("arrest: 1", await organisation.Admin.GroupsAsync("violation=arrest&groupBy=violation"));
        Assert.Equal("KG: 5", await organisation.Admin.GroupsAsync("country=KG&measure=violations&groupBy=country"));
        Assert.Equal("KG: 1", await organisation.Admin.GroupsAsync("country=KG&groupBy=country"));
        Assert.Equal("1", await organisation.Admin.TotalAsync("perpetrator=police&measure=violations"));
        Assert.Equal("4", await organisation.Admin.TotalAsync("source=ngo_report&measure=violations&violation=physical_assault"));
        Assert.Equal("5", await organisation.Admin.TotalAsync("source=ngo_report&measure=violations"));
        Assert.Equal("police: 1; unspecified: 5", await organisation.Admin.GroupsAsync("measure=violations&groupBy=perpetrator"));
        Assert.Equal("media: 2; ngo_report: 5", Sorted(await organisation.Admin.GroupsAsync("measure=violations&groupBy=sourceKind")));
    }

    [Fact]
    public async Task Verification_is_of_the_record_for_records_and_of_the_act_for_acts()
    {
        var organisation = await api.NewOrganisationAsync();
        var record = await organisation.RecordedAsync(Acts("""[{"ref": "x", "type": "arrest"}, {"ref": "y", "type": "physical_assault"}, {"ref": "z", "type": "raid_home"}]"""));
        var judged = await organisation.VerifiedAsync(record, "corroborated");
        await organisation.VerifiedAsync(judged, "disputed", violation: "y");

        Assert.Equal("corroborated: 1", await organisation.Admin.GroupsAsync("groupBy=verification"));
        Assert.Equal("corroborated: 2; disputed: 1", await organisation.Admin.GroupsAsync("groupBy=verification&measure=violations"));
    }

    private static JsonObject Acts(string violations, string people = "[]")
    {
        var incident = Given.Incident().With("/violations", JsonNode.Parse(violations));
        return people == "[]" ? incident : incident.With("/people", JsonNode.Parse(people));
    }

    private static string Sorted(string groups) => string.Join("; ", groups.Split("; ").Order(StringComparer.Ordinal));
}
