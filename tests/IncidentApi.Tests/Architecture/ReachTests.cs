using System.Net;
using System.Text.Json.Nodes;
using IncidentApi.Platform.Audit.Checkpoints;
using IncidentApi.Platform.Data;
using IncidentApi.Tests.Features.Statistics.People;
using IncidentApi.Tests.Support;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;

namespace IncidentApi.Tests.Architecture;

/// <summary>What each role of the database reaches, past the service: PostgreSQL itself keeps organisations apart.</summary>
[Collection(Counting.OneAtATime)]
public sealed class ReachTests(Api api)
{
    // Owned by the role that reads past policies; the others write past grants.
    private static readonly string[] Readers = ["incidents_matching", "name_of_organisation", "shared_incidents_matching", "shared_position", "webhooks_behind", "webhooks_due"];

    private static readonly string[] Sealers = ["audit_faults", "audit_hashes", "audit_heads_at", "audit_seal_at", "audit_state", "keep_audit_checkpoint", "seal_audit"];

    private static readonly string[] Counters = ["people_counts", "people_day", "publish_people"];

    /// <summary>What only functions of roles of their own reach, the owner, or the public's role.</summary>
    private static readonly string[] Sealed =
    [
        "audit_checkpoints", "audit_nodes", "audit_sealed", "fact_readings", "partner_known", "people_contributors", "people_releases", "people_tables", "public_people_day", "public_people_figures",
    ];

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_pooled_connection_that_speaks_for_nobody_sees_no_row_after_it_spoke_for_somebody()
    {
        var organisation = await RecordedAsync();
        await using var source = DatabaseSetup.CreateSource(api.ConnectionString("incidents_app") + ";Maximum Pool Size=1");

        var seen = await new Store(source).ReadAsync(Scope.Of(organisation.Id), $"select pg_backend_pid() from incidents", row => row.GetInt32(0), Cancellation);
        await using var command = source.CreateCommand("select pg_backend_pid(), (select count(*) from incidents), (select count(*) from organisations), current_setting('app.organisation_id', true)");
        await using var reader = await command.ExecuteReaderAsync(Cancellation);
        Assert.True(await reader.ReadAsync(Cancellation));

        Assert.Equal((Assert.Single(seen), 0L, 0L, ""), (reader.GetInt32(0), reader.GetInt64(1), reader.GetInt64(2), reader.GetString(3)));
    }

    [Fact]
    public async Task The_service_s_role_sees_no_row_of_any_table_while_it_speaks_for_nobody()
    {
        await RecordedAsync();
        await api.Services.GetRequiredService<Sealer>().SealAsync(Cancellation);
        await SharedAsync();
        var tables = await TablesAsync();

        foreach (var table in tables)
        {
            Assert.True((long)(await api.SqlAsync("postgres", $"select count(*) from {table}"))[0][0] > 0 || table is "idempotency_keys" or "audit_reasons" or "erasures" or "identity_grants" or "identity_reads" or "webhook_attempts" or "webhook_events" or "webhook_matches", $"{table} is empty.");
            if (table is "public_changes" or "public_heads" || Sealed.Contains(table)) await AssertDeniedAsync("incidents_app", $"select count(*) from {table}");
            else Assert.Equal(0L, (await api.SqlAsync("incidents_app", $"select count(*) from {table}"))[0][0]);
        }

        Assert.Equal(
            [
                "api_keys", "audit_checkpoints", "audit_entries", "audit_leaves", "audit_nodes", "audit_reasons", "audit_sealed", "changes", "disclosures", "erasures",
                "exports", "fact_readings", "heads", "hidden_people", "idempotency_keys", "identity_grants", "identity_reads", "incident_detentions", "incident_facts", "incident_links", "incident_tallies", "incident_versions", "incidents", "operator_keys", "organisations", "partner_changes", "partner_heads", "partner_known", "partnership_incidents", "partnerships", "people", "people_contributors", "people_releases", "people_tables", "person_changes", "person_keys",
                "person_names", "person_places", "public_changes", "public_detentions", "public_facts", "public_heads", "public_incidents", "public_links", "public_people_day", "public_people_figures",
                "shared_detentions", "shared_facts", "shared_heads", "shared_incidents", "shared_links", "shared_people_figures", "vault_keys",
                "webhook_attempts", "webhook_events", "webhook_matches", "webhooks",
            ], tables);
    }

    [Fact]
    public async Task The_owner_of_the_tables_is_bound_by_their_policies_too()
    {
        await RecordedAsync();

        Assert.Equal(0L, (await api.SqlAsync("incidents_owner", "select count(*) from incidents"))[0][0]);
        Assert.Equal(0L, (await api.SqlAsync("incidents_owner", "select count(*) from incident_versions"))[0][0]);
    }

    [Fact]
    public async Task The_public_s_role_reads_public_tables_and_nothing_else()
    {
        await SharedAsync();
        foreach (var table in await TablesAsync())
        {
            if (!table.StartsWith("public_", StringComparison.Ordinal)) await AssertDeniedAsync("incidents_public", $"select count(*) from {table}");
            else Assert.True((long)(await api.SqlAsync("incidents_public", $"select count(*) from {table}"))[0][0] > 0, $"{table} is empty.");

            foreach (var write in new[] { $"delete from {table}", $"truncate {table}", $"insert into {table} default values" }) await AssertDeniedAsync("incidents_public", write);
        }

        foreach (var function in await FunctionsAsync()) await AssertDeniedAsync("incidents_public", $"select {function}");
    }

    [Theory]
    [InlineData("insert into changes (organisation_id, position, incident_id, version, kind, at) select organisation_id, 99, id, 1, 'created', now() from incidents")]
    [InlineData("update heads set position = 7")]
    [InlineData("delete from changes")]
    [InlineData("delete from partner_changes")]
    [InlineData("update partner_heads set position = 7")]
    [InlineData("select * from partner_known")]
    [InlineData("select tell_partners(null, '{}', '{}', '{}', '{}')")]
    [InlineData("update audit_entries set act = 'nothing'")]
    [InlineData("delete from audit_entries")]
    [InlineData("insert into audit_entries select * from audit_entries")]
    [InlineData("delete from audit_reasons")]
    [InlineData("truncate audit_entries")]
    [InlineData("update audit_leaves set hash = ''")]
    [InlineData("delete from audit_leaves")]
    [InlineData("delete from audit_checkpoints")]
    [InlineData("insert into audit_nodes (level, index, hash) values (1, 999999, '')")]
    [InlineData("delete from incidents")]
    [InlineData("delete from incident_versions")]
    [InlineData("update incident_versions set change = 'nothing'")]
    [InlineData("insert into erasures (organisation_id, incident_id, version, erased_in, at, by, reason, pointers) select organisation_id, id, 1, 2, now(), id, '', '{}' from incidents")]
    [InlineData("update vault_keys set wrapped = '\\x00'")]
    [InlineData("delete from person_changes")]
    [InlineData("delete from people")]
    [InlineData("update shared_people_figures set count = 1")]
    [InlineData("delete from people_releases")]
    [InlineData("update people_contributors set counted = false")]
    [InlineData("select * from people_candidates('{}', '{}', '{}')")]
    [InlineData("delete from exports")]
    [InlineData("delete from webhook_events")]
    [InlineData("update webhook_attempts set answer = 'nothing'")]
    [InlineData("insert into operator_keys (mac, created_at) values ('\\x00', now())")]
    [InlineData("truncate incidents")]
    [InlineData("alter table incidents disable row level security")]
    [InlineData("create table loot (text text)")]
    public async Task The_service_s_role_cannot_rewrite_what_happened(string sql)
    {
        var organisation = await RecordedAsync();

        await AssertDeniedAsync("incidents_app", $"select set_config('app.organisation_id', '{organisation.Id}', false); {sql}");
    }

    [Fact]
    public async Task The_service_s_role_cannot_write_into_another_organisation()
    {
        var (one, other) = (await RecordedAsync(), await RecordedAsync());
        var speaking = $"select set_config('app.organisation_id', '{one.Id}', false);";

        await AssertDeniedAsync("incidents_app", $"{speaking} update incidents set organisation_id = '{other.Id}'");
        await AssertDeniedAsync("incidents_app", $"{speaking} insert into heads values ('{other.Id}', 0)");
        await api.SqlAsync("incidents_app", $"{speaking} update incidents set version = 99 where organisation_id = '{other.Id}'");

        Assert.Equal(2, (await api.SqlAsync("postgres", $"select version from incidents where organisation_id = '{other.Id}'"))[0][0]);
    }

    [Fact]
    public async Task The_search_function_finds_nothing_for_nobody_and_only_the_own_for_somebody()
    {
        var (one, other) = (await RecordedAsync(), await RecordedAsync());
        const string search = "select count(*) from incidents_matching('search | searches'::tsquery)";

        Assert.Equal(0L, (await api.SqlAsync("incidents_app", search))[0][0]);
        Assert.Equal(1L, (await api.SqlAsync("incidents_app", $"select set_config('app.organisation_id', '{one.Id}', false); {search}"))[1][0]);
        Assert.Equal(1L, (await api.SqlAsync("incidents_app", $"select set_config('app.organisation_id', '{other.Id}', false); {search}"))[1][0]);
    }

    [Fact]
    public async Task Functions_that_cross_policies_are_few_and_say_where_they_look()
    {
        var functions = await api.SqlAsync("postgres", """
            select proname, pg_get_userbyid(proowner), array_to_string(proconfig, ','), has_function_privilege('public', p.oid, 'execute')
            from pg_proc p where prosecdef and pronamespace = 'public'::regnamespace order by proname
            """);

        Assert.Equal(
            [
                "append_audit", "append_public_change", "audit_faults", "audit_hashes", "audit_heads_at", "audit_seal_at", "audit_state",
                "erase_audit_reasons", "erase_from_version", "forget_exports", "forget_webhook_events", "incidents_matching", "keep_audit_checkpoint", "name_of_organisation",
                "note_lapsed_partnership", "note_merge", "note_partnership", "note_shared_change", "note_shared_incident", "note_upkeep",
                "open_change_log", "open_shared_change_log", "people_counts", "people_day", "prune_changes", "publish_people", "seal_audit", "shared_incidents_matching", "shared_position", "tally_facts", "tell_of_incident", "tell_partner", "tell_partners", "vault_master_keys", "webhooks_behind", "webhooks_due",
            ], functions.Select(function => (string)function[0]));
        Assert.All(functions, function => Assert.Equal(Readers.Contains((string)function[0]) ? "incidents_search" : Sealers.Contains((string)function[0]) ? "incidents_sealer" : Counters.Contains((string)function[0]) ? "incidents_figures" : "incidents_owner", function[1]));
        Assert.All(functions, function => Assert.Equal("search_path=public, pg_temp", function[2]));
        Assert.All(functions, function => Assert.False((bool)function[3]));
    }

    /// <summary>A row in every table that others read.</summary>
    private async Task SharedAsync()
    {
        var (organisation, partner) = (await api.NewOrganisationAsync(), await api.NewOrganisationAsync());
        var whole = await organisation.PublishedAsync(Given.Incident(type: "arrest").With("/violations/0/detention", JsonNode.Parse("""{"status":"held","asOf":"2024-06-01"}""")));
        var shown = await organisation.PublishedAsync(Given.Incident().With("/related/0", new JsonObject { ["id"] = whole.Id, ["type"] = "part_of" }));
        (await organisation.ShareAsync(partner, new JsonObject { ["incidents"] = new JsonArray(shown.Id) })).Expect(HttpStatusCode.Created);
        foreach (var visibility in new[] { "public", "partners" }) await organisation.PublishedAsync(Counting.Record(women: 5, men: 5), visibility);
        await api.MakeTablesAsync();
    }

    private async Task<TestOrganisation> RecordedAsync()
    {
        var organisation = await api.NewOrganisationAsync();
        var made = (await organisation.Admin.PostAsync("/v1/incidents", Given.Incident())).Expect(HttpStatusCode.Created);
        var next = Given.Incident("Searches at two offices").With("/people", JsonNode.Parse("""[{"ref":"w1","role":"witness","kind":"person","name":"Ainura Example"}]"""));
        (await organisation.Admin.PutAsync($"/v1/incidents/{made.Id}", next, made.ETag)).Expect(HttpStatusCode.OK);
        (await organisation.Admin.ReadAsync("/v1/incidents/export?format=ndjson")).Expect(HttpStatusCode.OK);
        (await organisation.Admin.PostAsync("/v1/webhooks", JsonNode.Parse("""{"url":"http://127.0.0.1:9/","events":["incident.created"]}"""))).Expect(HttpStatusCode.Created);
        return organisation;
    }

    /// <summary>Every function that a database keeps past its policies, as a call without sense.</summary>
    private async Task<List<string>> FunctionsAsync() => [.. (await api.SqlAsync("postgres", """
        select format('%I(%s)', proname, (select string_agg(format('null::%s', format_type(t, null)), ', ') from unnest(proargtypes) t))
        from pg_proc where prosecdef and pronamespace = 'public'::regnamespace and prorettype <> 'trigger'::regtype
        """)).Select(row => (string)row[0])];

    private async Task<List<string>> TablesAsync() => [.. (await api.SqlAsync("postgres",
        "select relname::text from pg_class where relkind in ('r', 'p') and relnamespace = 'public'::regnamespace and relname <> '__EFMigrationsHistory' order by relname"))
        .Select(row => (string)row[0])];

    private async Task AssertDeniedAsync(string role, string sql)
    {
        var refused = await Assert.ThrowsAsync<PostgresException>(() => api.SqlAsync(role, sql));
        Assert.Equal(PostgresErrorCodes.InsufficientPrivilege, refused.SqlState);
    }
}
