using System.Net;
using System.Text.Json.Nodes;
using IncidentApi.Features.Incidents.Facts;
using IncidentApi.Platform.Http;
using IncidentApi.Tests.Support;
using Incident = IncidentApi.Features.Incidents.Incident;

namespace IncidentApi.Tests.Features.Incidents.Facts;

/// <summary>The rows that statistics add up: what they say of a document, and that they move with it in each of the three tables.</summary>
public sealed class FactTests(Api api)
{
    [Fact]
    public void An_act_makes_a_row_for_each_victim_and_one_where_it_names_none()
    {
        var facts = Of("""
            {"title": "t", "occurred": {"from": "2024-05"}, "location": {"country": "KG", "region": "KG-GB"},
             "people": [{"ref": "a", "role": "victim", "kind": "person", "gender": "woman"}, {"ref": "b", "role": "victim", "kind": "group", "countMin": 5, "countMax": 8},
                        {"ref": "p", "role": "alleged_perpetrator", "kind": "institution", "category": "police"}],
             "violations": [{"type": "arrest", "victims": ["b", "a"], "perpetrators": ["p"], "count": 2}, {"type": "defamation", "occurred": {"from": "2023"}, "location": {"country": "KZ"}}]}
            """);

        Assert.Equal([(0, 0), (0, 1), (1, Fact.NoVictim)], facts.Select(fact => ((int)fact.Act, (int)fact.Victim)));
        Assert.Equal([(1, 1, 0), (5, 8, 0), (0, 0, 0)], facts.Select(fact => (fact.PeopleMin, fact.PeopleMax, fact.PeopleUnknown)));
        Assert.Equal([2, 2, 1], facts.Select(fact => fact.ActsMin));
        Assert.Equal([(2024, 8097, 24292), (2024, 8097, 24292), (2023, null, null)], facts.Select(fact => (fact.ActYear, fact.ActQuarter, fact.ActMonth)));
        Assert.NotEqual(facts[0].Country, facts[2].Country);
        Assert.Null(facts[2].Region);
        Assert.Single(facts[0].Perpetrators);
    }

    [Theory]
    [InlineData("""{"kind": "person"}""", 1, 1, 0, 0)]
    [InlineData("""{"kind": "person", "countMin": 1, "countNote": "at least her"}""", 1, 1, 0, 0)]
    [InlineData("""{"kind": "group"}""", 0, 0, 1, 0)]
    [InlineData("""{"kind": "unknown"}""", 0, 0, 1, 0)]
    [InlineData("""{"kind": "group", "count": 3}""", 3, 3, 0, 0)]
    [InlineData("""{"kind": "group", "countMin": 24, "countNote": "dozens"}""", 24, 24, 1, 0)]
    [InlineData("""{"kind": "group", "countMax": 20}""", 0, 20, 0, 0)]
    [InlineData("""{"kind": "organisation"}""", 0, 0, 0, 1)]
    [InlineData("""{"kind": "institution", "count": 3}""", 0, 0, 0, 3)]
    public void A_group_without_a_number_is_neither_one_nor_nobody(string victim, int min, int max, int unknown, int organisations)
    {
        var person = (JsonObject)JsonNode.Parse(victim)!;
        (person["ref"], person["role"]) = ("v", "victim");
        var fact = Assert.Single(Of(Given.Incident().With("/people/0", person).With("/violations/0/victims", new JsonArray("v")).ToJsonString()));

        Assert.Equal((min, max, unknown, organisations), (fact.PeopleMin, fact.PeopleMax, fact.PeopleUnknown, fact.Organisations));
    }

    [Theory]
    [InlineData("""{"from": "2024-02-29"}""", 2024, 8096, 24289)]
    [InlineData("""{"from": "2024-02"}""", 2024, 8096, 24289)]
    [InlineData("""{"from": "2024"}""", 2024, null, null)]
    [InlineData("""{"from": "2024-01", "to": "2024-03", "span": "within"}""", 2024, 8096, null)]
    [InlineData("""{"from": "2023-12-30", "to": "2024-01-02", "span": "within"}""", null, null, null)]
    [InlineData("""{"from": "2023-12-30", "to": "2024-01-02"}""", 2023, 8095, 24287)]
    [InlineData("""{"from": "2024", "to": "2024-02-10", "span": "throughout"}""", 2024, 8096, null)]
    [InlineData("""{"from": "2019", "ongoing": true, "asOf": "2024-05-01"}""", 2019, null, null)]
    [InlineData("""{"to": "2024-05-01"}""", null, null, null)]
    [InlineData("""{"from": "2024-05-01", "precision": "unknown"}""", null, null, null)]
    [InlineData("""{"from": "2024-05-01", "precision": "year"}""", 2024, null, null)]
    public void It_is_in_the_bucket_in_which_it_surely_began(string occurred, int? year, int? quarter, int? month)
    {
        var fact = Assert.Single(Of(Given.Incident().With("/occurred", JsonNode.Parse(occurred)).ToJsonString()));

        Assert.Equal((year, quarter, month), (fact.ActYear, fact.ActQuarter, fact.ActMonth));
    }

    [Fact]
    public async Task A_record_whose_place_is_hidden_counts_in_no_country()
    {
        var organisation = await api.NewOrganisationAsync();

        await organisation.PublishedAsync(Given.Incident().With("/location/disclosure", "hidden"));

        Assert.IsType<int>((await api.SqlAsync("postgres", $"select country from incident_facts where organisation_id = '{organisation.Id}'"))[0][0]);
        foreach (var table in new[] { "shared_facts", "public_facts" })
        {
            Assert.Equal(DBNull.Value, (await api.SqlAsync("postgres", $"select country from {table} where organisation_id = '{organisation.Id}'"))[0][0]);
        }
    }

    [Fact]
    public void What_is_no_violation_makes_a_record_count_and_adds_nothing()
    {
        var fact = Assert.Single(Of(Given.Incident(type: "positive_development").With("/people/0", JsonNode.Parse("""{"ref": "v", "role": "victim", "kind": "person"}"""))
            .With("/violations/0/victims", new JsonArray("v")).ToJsonString()));

        Assert.Equal((0, 0, 0), (fact.ActsMax, fact.PeopleMax, fact.PeopleUnknown));
    }

    [Fact]
    public void Withdrawn_false_and_duplicate_records_have_none_nor_have_false_acts()
    {
        var body = Given.Incident().With("/violations/1", new JsonObject { ["type"] = "arrest" });
        var incident = Read(body.ToJsonString());

        Assert.Equal(2, Fact.Of(incident).Count);
        Assert.Empty(Fact.Of(incident with { Status = "withdrawn" }));
        Assert.Empty(Fact.Of(incident with { Verification = "false" }));
        Assert.Single(Fact.Of(incident with { Violations = [incident.Violations![0] with { Verification = "false" }, incident.Violations[1]] }));
        Assert.Equal(["verified", "corroborated"], Fact.Of(incident with { Verification = "verified", Violations = [incident.Violations[0], incident.Violations[1] with { Verification = "corroborated" }] })
            .Select(fact => fact.ActVerification));
        Assert.Empty(Of(body.With("/related/0", new JsonObject { ["id"] = Guid.CreateVersion7().ToString(), ["type"] = "duplicate_of" }).ToJsonString()));
    }

    [Fact]
    public async Task They_move_with_the_record_in_all_three_tables()
    {
        var organisation = await api.NewOrganisationAsync();
        Assert.Equal((0L, 0L, 0L), await RowsAsync(organisation));

        var made = (await organisation.Admin.PostAsync("/v1/incidents", Given.Incident())).Expect(HttpStatusCode.Created);
        Assert.Equal((1L, 0L, 0L), await RowsAsync(organisation));

        var submitted = (await organisation.StepAsync(made, "submitted")).Expect(HttpStatusCode.OK);
        var shared = (await organisation.StepAsync(submitted, "published", "partners")).Expect(HttpStatusCode.OK);
        Assert.Equal((1L, 1L, 0L), await RowsAsync(organisation));

        var open = (await organisation.StepAsync(shared, "published", "public")).Expect(HttpStatusCode.OK);
        Assert.Equal((1L, 1L, 1L), await RowsAsync(organisation));
        Assert.Equal("public", (await api.SqlAsync("postgres", $"select visibility from shared_facts where organisation_id = '{organisation.Id}'"))[0][0]);

        var more = (await organisation.PatchAsync(open, new JsonObject { ["violations"] = JsonNode.Parse("""[{"type": "raid_office"}, {"type": "arrest"}]""") })).Expect(HttpStatusCode.OK);
        Assert.Equal((2L, 2L, 2L), await RowsAsync(organisation));

        (await organisation.StepAsync(more, "withdrawn", reason: "safety")).Expect(HttpStatusCode.OK);
        Assert.Equal((0L, 0L, 0L), await RowsAsync(organisation));
    }

    [Fact]
    public async Task Parts_and_records_of_the_same_event_are_linked_where_both_are_seen()
    {
        var (organisation, other) = (await api.NewOrganisationAsync(), await api.NewOrganisationAsync());
        var theirs = await other.PublishedAsync();
        var theirId = (string)(await api.Anonymous().ItemsAsync("/v1/incidents", other))[0]["id"]!;

        await organisation.PublishedAsync(Given.Incident().With("/related/0", new JsonObject { ["id"] = theirId, ["type"] = "same_event" }));

        foreach (var table in new[] { "incident_links", "shared_links", "public_links" })
        {
            Assert.Equal(Guid.Parse(theirId), (await api.SqlAsync("postgres", $"select target_id from {table} where organisation_id = '{organisation.Id}'"))[0][0]);
        }

        Assert.NotEqual(theirs.Id, theirId);
    }

    [Fact]
    public async Task Made_anew_they_are_the_same()
    {
        var organisation = await api.NewOrganisationAsync();
        var whole = await organisation.PublishedAsync();
        await organisation.PublishedAsync(Given.Incident(type: "arrest").With("/violations/0/detention", JsonNode.Parse("""{"status": "held", "asOf": "2024-06-01"}""")).With("/related/0", new JsonObject { ["id"] = whole.Id, ["type"] = "part_of" }));
        var before = await WholeAsync(organisation);
        await api.SqlAsync("incidents_owner", $"select set_config('app.organisation_id', '{organisation.Id}', false); delete from public_facts; delete from shared_links; delete from public_detentions; delete from incident_facts where alone");
        Assert.NotEqual(before, await WholeAsync(organisation));

        await RebuildFacts.RunAsync(api.ConnectionString("incidents_owner"), TestContext.Current.CancellationToken);

        Assert.Equal(before, await WholeAsync(organisation));
        Assert.True(await RebuildFacts.AreCurrentAsync(api.ConnectionString("incidents_owner"), TestContext.Current.CancellationToken));
    }

    private static Incident Read(string body) => System.Text.Json.JsonSerializer.Deserialize<Incident>(body, Json.Answers)!;

    private static IReadOnlyList<Fact> Of(string body) => Fact.Of(Read(body));

    private async Task<(long, long, long)> RowsAsync(TestOrganisation organisation)
    {
        var row = (await api.SqlAsync("postgres", $"""
            select (select count(*) from incident_facts where organisation_id = '{organisation.Id}'), (select count(*) from shared_facts where organisation_id = '{organisation.Id}'),
                (select count(*) from public_facts where organisation_id = '{organisation.Id}')
            """))[0];
        return ((long)row[0], (long)row[1], (long)row[2]);
    }

    private async Task<string> WholeAsync(TestOrganisation organisation)
    {
        var all = "";
        foreach (var table in new[] { "incident_facts", "shared_facts", "public_facts", "incident_links", "shared_links", "public_links", "incident_detentions", "shared_detentions", "public_detentions", "incident_tallies" })
        {
            all += (await api.SqlAsync("postgres", $"select coalesce(string_agg(t::text, E'\\n' order by t::text), '') from {table} t where organisation_id = '{organisation.Id}'"))[0][0] + "\n--\n";
        }

        return all;
    }
}
