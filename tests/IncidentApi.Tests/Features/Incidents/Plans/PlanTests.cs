using System.Net;
using System.Text.RegularExpressions;
using IncidentApi.Features.Incidents.Map;
using IncidentApi.Features.Incidents.Query;
using IncidentApi.Platform.Http;
using IncidentApi.Platform.Idempotency;
using IncidentApi.Tests.Support;
using IncidentApi.Tests.Support.Browsers;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.WebUtilities;

namespace IncidentApi.Tests.Features.Incidents.Plans;

/// <summary>Every hot query reads through its index, as the service's role and under row-level security.</summary>
public sealed class PlanTests(PlanDatabase database) : IClassFixture<PlanDatabase>
{
    [Theory]
    [InlineData("")]
    [InlineData("country=KG")]
    [InlineData("region=KG-GB,KG-GO")]
    [InlineData("violation=arrest")]
    [InlineData("right=iccpr:9")]
    [InlineData("gender=woman")]
    [InlineData("from=2015")]
    [InlineData("to=2015")]
    [InlineData("from=2014-05&to=2014-06")]
    [InlineData("from=2014&dates=possible")]
    [InlineData("ongoingOn=2014-05-03")]
    [InlineData("kind=pattern")]
    [InlineData("status=draft,published")]
    [InlineData("verification=verified")]
    [InlineData("bbox=70,40,70.5,40.5")]
    [InlineData("near=40.5,70.5&radius=20")]
    [InlineData("placed=point,KG")]
    [InlineData("country=KG&violation=arrest&from=2014&kind=event")]
    public async Task A_page_of_what_a_filter_finds_is_read_in_order_from_the_covering_index(string query)
    {
        foreach (var order in new[] { "-occurred", "occurred" })
        {
            var plan = await database.ExplainAsync(IncidentList.Page(database.Own, FilterOf(query), ListOrder.Of(order), null, 51, whole: false));

            AssertReads(plan, "Index Only Scan(?: Backward)? using ix_incidents_page on incidents", "Index Scan using pk_incidents on incidents");
        }
    }

    [Theory]
    [InlineData("")]
    [InlineData("country=KG&violation=arrest&from=2014&kind=event")]
    public async Task What_others_see_is_read_in_order_from_an_index_of_its_own(string query)
    {
        var everybody = await database.ExplainAsync(database.Public, IncidentList.Page(database.Public, FilterOf(query), ListOrder.Of("-occurred"), null, 51, whole: false));
        var partner = await database.ExplainAsync(database.Shared, IncidentList.Page(database.Shared, FilterOf(query), ListOrder.Of("-occurred"), null, 51, whole: false));

        AssertReads(everybody, "Index Only Scan using ix_public_incidents_page on public_incidents", "Index Scan using pk_public_incidents on public_incidents");
        AssertReads(partner, "Index Only Scan using ix_shared_incidents_(?:all|page) on shared_incidents", "Index Scan using pk_shared_incidents on shared_incidents");
        Assert.DoesNotContain("SubPlan", partner, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Words_among_what_is_public_are_found_by_their_index() => AssertReads(
        await database.ExplainAsync(database.Public, IncidentList.Page(database.Public, FilterOf("q=word17"), ListOrder.Of("-occurred"), null, 51, whole: false)),
        "Bitmap Index Scan on ix_public_incidents_search");

    [Theory]
    [InlineData("country=KG")]
    [InlineData("from=2014-05&to=2014-06")]
    public async Task The_next_page_begins_in_the_index_where_the_last_one_ended(string query)
    {
        foreach (var order in new[] { "-occurred", "occurred" })
        {
            var after = ("2014-05-03", database.Incident);
            var plan = await database.ExplainAsync(IncidentList.Page(database.Own, FilterOf(query), ListOrder.Of(order), after, 51, whole: false));

            AssertReads(plan, "Index Only Scan(?: Backward)? using ix_incidents_page on incidents", @"Index Cond: .*ROW\(.*occurred_on, .*id\)");
        }
    }

    [Theory]
    [InlineData("recorded", "ix_incidents_created")]
    [InlineData("-recorded", "ix_incidents_created")]
    [InlineData("updated", "ix_incidents_updated")]
    [InlineData("-updated", "ix_incidents_updated")]
    [InlineData("reference", "ux_incidents_reference")]
    [InlineData("-reference", "ux_incidents_reference")]
    public async Task Each_order_has_its_index(string order, string index)
    {
        var plan = await database.ExplainAsync(IncidentList.Page(database.Own, new IncidentFilter(), ListOrder.Of(order), null, 51, whole: false));

        AssertReads(plan, $"Index (Only )?Scan (Backward )?using {index} on incidents", "Index Scan using pk_incidents on incidents");
    }

    [Theory]
    [InlineData("country=KG&from=2014")]
    [InlineData("")]
    public async Task A_count_reads_the_covering_index_alone(string query)
    {
        foreach (var capped in new[] { true, false })
        {
            var plan = await database.ExplainAsync(IncidentList.Count(database.Own, FilterOf(query).Conditions(database.Own), capped));

            AssertReads(plan, "Index Only Scan using (ix_incidents_page|pk_incidents|ux_incidents_reference|ix_incidents_\\w+) on incidents|Bitmap Index Scan on ix_incidents_\\w+");
        }
    }

    [Theory]
    [InlineData("")]
    [InlineData("country=KG&from=2014")]
    [InlineData("bbox=70,40,70.5,40.5")]
    public async Task A_map_reads_the_covering_index_once_and_the_documents_of_what_stands_alone_by_their_key(string query)
    {
        var own = await database.ExplainAsync(MapQuery.Of(database.Own, FilterOf(query), zoom: 6));
        var everybody = await database.ExplainAsync(database.Public, MapQuery.Of(database.Public, FilterOf(query), zoom: 6));

        AssertReads(own, "Index Only Scan using ix_incidents_page on incidents", "Index Scan using pk_incidents on incidents", "HashAggregate");
        AssertReads(everybody, "Index Only Scan using ix_public_incidents_page on public_incidents", "Index Scan using pk_public_incidents on public_incidents");
        Assert.Single(Regex.Matches(own, "ix_incidents_page"));
    }

    [Theory]
    [InlineData("q=word17")]
    [InlineData("tag=rare17")]
    [InlineData("q=word17&country=KG")]
    public async Task Words_and_tags_are_found_through_the_search_function_and_never_by_reading_all(string query)
    {
        foreach (var order in new[] { "-occurred", "recorded" })
        {
            var plan = await database.ExplainAsync(IncidentList.Page(database.Own, FilterOf(query), ListOrder.Of(order), null, 51, whole: false));

            AssertReads(plan, "incidents_matching|ProjectSet", "Index (Only )?Scan");
        }
    }

    [Fact]
    public async Task The_search_function_reads_the_index_of_words()
    {
        var rows = await database.SqlAsync($"""
            begin; set local role incidents_search; select set_config('app.organisation_id', '{database.Organisation}', true);
            explain (costs off) select id from incidents
            where organisation_id = nullif(current_setting('app.organisation_id', true), '')::uuid and search @@ '''word17'''::tsquery;
            commit
            """);

        AssertReads(string.Join('\n', rows.Skip(1).Select(row => (string)row[0])), "Bitmap Index Scan on ix_incidents_search");
    }

    [Fact]
    public async Task Relevance_ranks_what_the_search_found() => AssertReads(
        await database.ExplainAsync(IncidentList.Page(database.Own, FilterOf("q=word17"), ListOrder.Of("relevance"), null, 51, whole: false)),
        "incidents_matching|ProjectSet", "Index (Only )?Scan");

    [Fact]
    public async Task One_record_is_found_by_its_key_by_its_name_and_by_its_version()
    {
        var id = database.Incident;

        AssertReads(await database.ExplainAsync($"select id, version, document from incidents where id = {id}"), "Index Scan using pk_incidents on incidents");
        AssertReads(await database.ExplainAsync($"select id, version, document from incidents where external_system = {"plans"} and external_id = {"17"}"),
            "Index Scan using ux_incidents_external_ref on incidents");
        AssertReads(await database.ExplainAsync($"""
            select id, version, document from incidents where id = {id} and version = {1}
            union all
            select incident_id, version, document from incident_versions where incident_id = {id} and version = {1}
            """), "using pk_incidents on incidents", "using pk_incident_versions on incident_versions");
    }

    [Fact]
    public async Task A_repeated_request_and_a_history_are_found_by_their_keys()
    {
        var id = database.Incident;

        AssertReads(await database.ExplainAsync(new IdempotentRequest([1, 2, 3], []).Find(database.Organisation)),
            "using pk_idempotency_keys on idempotency_keys");
        AssertReads(await database.ExplainAsync($"""
            select version, updated_at, updated_by, change, changed from incidents where id = {id} and version > {0}
            union all
            select version, at, by, change, changed from incident_versions where incident_id = {id} and version > {0}
            order by version limit {51}
            """), "using pk_incidents on incidents", "using pk_incident_versions on incident_versions");
    }

    [Fact]
    public async Task The_largest_record_that_the_limits_allow_fits_into_the_covering_index_and_is_found()
    {
        var body = PlanLargestRecord.Body();

        var made = (await database.Client.PostAsync("/v1/incidents", body)).Expect(HttpStatusCode.Created);

        foreach (var query in PlanLargestRecord.Questions(body))
        {
            Assert.Contains(made.Id, (await database.Client.WalkAsync($"/v1/incidents?q=largest&{query}")).Ids());
        }
    }

    private static IncidentFilter FilterOf(string query)
    {
        var filter = new IncidentFilter();
        var read = QueryHelpers.ParseQuery(query);
        Assert.Empty(QueryContract.Of(typeof(IncidentFilter)).ReadInto(filter, new QueryCollection(read)));
        return filter;
    }

    private static void AssertReads(string plan, params string[] nodes)
    {
        Assert.DoesNotContain("Seq Scan", plan, StringComparison.Ordinal);
        Assert.All(nodes, node => Assert.Matches(node, plan));
    }
}
