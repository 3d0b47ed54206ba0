using System.Net;
using System.Text.Json.Nodes;
using IncidentApi.Tests.Support;

namespace IncidentApi.Tests.Features.Incidents.Facts;

/// <summary>The kept sums are those of the facts, whoever writes what at the same time.</summary>
public sealed class TallyTests(Api api)
{
    private static readonly string[] Types = ["arrest", "torture", "raid_home"];

    private static readonly string[] Days = ["2024-05-03", "2024", "2024-05"];

    [Fact]
    public async Task The_kept_sums_are_those_of_the_facts_after_concurrent_writes()
    {
        var organisation = await api.NewOrganisationAsync();
        await Parallel.ForAsync(0, 8, TestContext.Current.CancellationToken, async (writer, _) =>
        {
            var random = new Random(writer);
            var record = (await organisation.Admin.PostAsync("/v1/incidents", Some(random))).Expect(HttpStatusCode.Created);
            for (var step = 0; step < 12; step++)
            {
                record = (await organisation.PatchAsync(record, Some(random))).Expect(HttpStatusCode.OK);
            }

            if (writer % 4 == 0) (await organisation.StepAsync(record, "withdrawn", reason: "safety")).Expect(HttpStatusCode.OK);
        });

        var kept = await SumsAsync("select country, type, year, quarter, month, kind, status, verification, incidents, acts_min, acts_max, acts_unknown, people_min, people_max, people_unknown, organisations "
            + $"from incident_tallies where organisation_id = '{organisation.Id}' and incidents <> 0");
        var recomputed = await SumsAsync($"""
            select country, type, year, quarter, month, kind, status, verification, count(*), sum(acts_min)::bigint, sum(acts_max)::bigint, sum(acts_unknown)::bigint,
                sum(people_min)::bigint, sum(people_max)::bigint, sum(people_unknown)::bigint, sum(organisations)::bigint
            from (select incident_id, country, type, coalesce(year, 0) as year, coalesce(quarter, 0) as quarter, coalesce(month, 0) as month, kind, status, verification,
                    min(acts_min) as acts_min, min(acts_max) as acts_max, min(acts_unknown) as acts_unknown, sum(people_min) as people_min, sum(people_max) as people_max,
                    sum(people_unknown) as people_unknown, sum(organisations) as organisations
                  from incident_facts where organisation_id = '{organisation.Id}' and alone group by 1, 2, 3, 4, 5, 6, 7, 8, 9) records
            group by 1, 2, 3, 4, 5, 6, 7, 8
            """);

        Assert.NotEmpty(kept);
        Assert.Equal(recomputed, kept);
        Assert.True((long)(await api.SqlAsync("postgres", $"select min(incidents) from incident_tallies where organisation_id = '{organisation.Id}'"))[0][0] >= 0);
    }

    [Theory]
    [InlineData("""{}""", true)]
    [InlineData("""{"violations": [{"type": "arrest"}, {"type": "torture"}]}""", false)]
    [InlineData("""{"violations": [{"type": "arrest", "alsoTypes": ["torture"]}]}""", false)]
    [InlineData("""{"violations": [{"type": "arrest", "occurred": {"from": "2023"}}]}""", false)]
    [InlineData("""{"violations": [{"type": "arrest", "occurred": {"from": "2024-05-03"}}]}""", true)]
    [InlineData("""{"violations": [{"type": "arrest", "location": {"country": "KG", "region": "KG-GB"}}]}""", true)]
    [InlineData("""{"violations": [{"type": "arrest", "location": {"country": "KZ"}}]}""", false)]
    public async Task A_record_of_one_act_as_the_record_itself_is_alone(string members, bool alone)
    {
        var organisation = await api.NewOrganisationAsync();
        var body = Given.Incident();
        foreach (var (name, value) in (JsonObject)JsonNode.Parse(members)!) body[name] = value?.DeepClone();
        (await organisation.Admin.PostAsync("/v1/incidents", body)).Expect(HttpStatusCode.Created);

        var facts = await api.SqlAsync("postgres", $"select alone from incident_facts where organisation_id = '{organisation.Id}'");
        Assert.All(facts, fact => Assert.Equal(alone, fact[0]));
        Assert.Equal(alone ? 1 : 0, (await api.SqlAsync("postgres", $"select 1 from incident_tallies where organisation_id = '{organisation.Id}'")).Count);
    }

    private static JsonObject Some(Random random)
    {
        var incident = Given.Incident(on: Days[random.Next(3)], type: Types[random.Next(3)]);
        if (random.Next(4) == 0) incident["violations"]!.AsArray().Add(new JsonObject { ["type"] = "defamation" });
        if (random.Next(2) == 0)
        {
            incident["people"] = JsonNode.Parse("""[{"ref": "v", "role": "victim", "kind": "group", "countMin": 2, "label": "some"}, {"ref": "w", "role": "victim", "kind": "organisation", "label": "a group"}]""");
            incident["violations"]![0]!["victims"] = new JsonArray("v", "w");
            incident["violations"]![0]!["count"] = 3;
        }
        return incident;
    }

    private async Task<List<string>> SumsAsync(string sql) => [.. (await api.SqlAsync("postgres", sql)).Select(row => string.Join(' ', row)).Order(StringComparer.Ordinal)];
}
