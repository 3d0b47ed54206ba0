using IncidentApi.Features.Incidents.Query;
using IncidentApi.Features.Statistics.Asking;
using IncidentApi.Features.Statistics.Counting;
using IncidentApi.Platform.Http;
using IncidentApi.Tests.Features.Incidents.Plans;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.WebUtilities;

namespace IncidentApi.Tests.Features.Statistics;

/// <summary>Figures read the facts of their own organisation by an index, as the service's role and under row-level security.</summary>
public sealed class StatisticsPlanTests(PlanDatabase database) : IClassFixture<PlanDatabase>, IAsyncLifetime
{
    private const string OfOwnFacts = "(Index (Only )?Scan|Bitmap Index Scan).* (using|on) (ix|pk)_incident_(facts|tallies)";

    public async ValueTask InitializeAsync()
    {
        if ((long)(await database.SqlAsync("select count(*) from incident_facts"))[0][0] > 1_000) return;

        // Many organisations beside the rich one, whose records nobody needs here; and no kept sums, which are one organisation's at a time.
        await database.SqlAsync("""
            alter table incident_facts disable trigger all;
            insert into incident_facts (organisation_id, incident_id, act, victim, kind, status, verification, year, quarter, month, act_verification, type, also_types, rights,
                perpetrators, source_kinds, country, region, act_year, act_quarter, act_month, acts_min, acts_max, acts_unknown, person_id, victim_kind,
                people_min, people_max, people_unknown, organisations, gender, age_band, at_risk, defender_roles, alone)
            select case of_others when 0 then i.organisation_id else md5(of_others::text)::uuid end, i.id, f.act, f.victim, i.kind, i.status, i.verification, y, y * 4 + (m - 1) / 3, y * 12 + m - 1, i.verification, n % 50, f.also_types, f.rights,
                f.perpetrators, f.source_kinds, n % 40, f.region, y, y * 4 + (m - 1) / 3, y * 12 + m - 1, 1, 1, 0, null, null, 0, 0, 0, 0, null, null, '{}', '{}', n % 5 > 0
            from generate_series(0, 8) of_others, (select *, row_number() over () as n from incidents) i join incident_facts f on f.organisation_id = i.organisation_id,
                lateral (select extract(year from i.occurred_on)::integer as y, extract(month from i.occurred_on)::integer as m) bucket
            where i.id <> f.incident_id or of_others > 0;
            alter table incident_facts enable trigger all
            """);
        await database.SqlAsync("vacuum (analyze)");
    }

    [Theory]
    [InlineData("measure=incidents", "month,violation")]
    [InlineData("measure=incidents", "organisation")]
    [InlineData("measure=violations", "year,country")]
    [InlineData("measure=victims&kind=event,pattern&status=draft", "gender,violationGroup")]
    [InlineData("measure=people", "year")]
    [InlineData("measure=incidents&verification=verified", "right")]
    public async Task Without_a_filter_of_records_the_facts_alone_are_read(string query, string dimensions)
    {
        var plan = await PlanAsync(query, dimensions);

        Assert.Matches(OfOwnFacts, plan);
        Assert.Contains("organisation_id = ", plan, StringComparison.Ordinal);
        Assert.DoesNotContain("Seq Scan on incident_facts", plan, StringComparison.Ordinal);
        Assert.DoesNotContain(" on incidents f", plan, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("measure=incidents&country=KG", "month,violation")]
    [InlineData("measure=violations&country=KG&violation=arrest", "month")]
    [InlineData("measure=victims&from=2014&to=2015", "gender")]
    public async Task With_a_filter_both_are_read_by_an_index(string query, string dimensions)
    {
        var plan = await PlanAsync(query, dimensions);

        Assert.Matches(OfOwnFacts, plan);
        Assert.DoesNotContain("Seq Scan on incident_facts", plan, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("tag=rare17")]
    [InlineData("q=word17")]
    public async Task Words_and_tags_lead_to_their_records_and_from_those_to_the_facts(string query)
    {
        var plan = await PlanAsync(query, "year");

        Assert.Matches("incidents_matching|ProjectSet", plan);
        Assert.DoesNotContain("Seq Scan on incident_facts", plan, StringComparison.Ordinal);
    }

    private async Task<string> PlanAsync(string query, string dimensions)
    {
        var read = QueryHelpers.ParseQuery(query);
        var measure = read.Remove("measure", out var named) ? named.ToString() : "incidents";
        var filter = new IncidentFilter();
        Assert.Empty(QueryContract.Of(typeof(IncidentFilter)).ReadInto(filter, new QueryCollection(read)));
        var question = new Question(new Selection(database.Own, filter), Measure.Of(measure), [.. dimensions.Split(',').Select(Dimensions.Of)], AllTypes: false);
        return await database.ExplainAsync(GroupQuery.Of(question));
    }

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;
}
