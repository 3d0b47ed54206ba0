using System.Net;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using IncidentApi.Features.Incidents.Query;
using IncidentApi.Local.Postgres;
using IncidentApi.Platform.Data;
using IncidentApi.Platform.Security;
using IncidentApi.Tests.Support;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;

namespace IncidentApi.Tests.Features.Incidents.Plans;

/// <summary>A database of its own with one rich organisation, many others beside it, and statistics that are up to date.</summary>
public sealed class PlanDatabase(Api api) : IAsyncLifetime
{
    private const int Rich = 24_000;
    private const int Poor = 300;

    // Each class of tests that takes it has one of its own.
    private readonly string _name = $"plans_{Guid.CreateVersion7():N}";

    private WebApplication _app = null!;
    private NpgsqlDataSource _source = null!;

    internal Guid Organisation { get; private set; }

    /// <summary>The rich organisation's door to its own records.</summary>
    internal Door Own => _app.Services.GetRequiredService<Doors>().Open(new Caller(Organisation, Guid.Empty, "", []), Door.Own);

    /// <summary>The door of an organisation with which the rich one shares everything.</summary>
    internal Door Shared => _app.Services.GetRequiredService<Doors>().Open(new Caller(Partner, Guid.Empty, "", []), Door.Shared);

    /// <summary>Everybody's door.</summary>
    internal Door Public => _app.Services.GetRequiredService<Doors>().Open(null, null);

    private Guid Partner { get; set; }

    internal HttpClient Client { get; private set; } = null!;

    /// <summary>One of the rich organisation's records.</summary>
    internal Guid Incident { get; private set; }

    public async ValueTask InitializeAsync()
    {
        await api.Postgres.CreateDatabaseAsync(_name, CancellationToken.None);
        var key = await Commands.MigrateAsync(api.Configuration(_name), CancellationToken.None);
        _app = await api.StartServiceAsync($"--ConnectionStrings:Incidents={api.ConnectionString("incidents_app", _name)};Maximum Pool Size=5",
            $"--ConnectionStrings:Public={api.ConnectionString("incidents_public", _name)};Maximum Pool Size=5");
        _source = DatabaseSetup.CreateSource(api.ConnectionString("incidents_app", _name) + ";Maximum Pool Size=2");

        var address = new Uri(_app.Urls.Single());
        using var operating = api.With(key!, address);
        for (var i = 0; i < 20; i++)
        {
            using var made = await operating.PostAsJsonAsync("/v1/organisations", new { name = $"Organisation {i}" });
            var organisation = (await made.EnsureSuccessStatusCode().Content.ReadFromJsonAsync<JsonObject>())!;
            Organisation = Guid.Parse((string)organisation["id"]!);
            if (i == 0) Partner = Organisation;
            Client?.Dispose();
            Client = api.With((string)organisation["adminKey"]!, address);
            var template = (await Client.PostAsync("/v1/incidents", Given.Incident())).Expect(HttpStatusCode.Created);
            await FillAsync(Organisation, template.Id, i == 19 ? Rich : Poor);
            Incident = Guid.Parse(template.Id);
        }

        await ShareAsync();
        await api.SqlInAsync(_name, "postgres", "vacuum (analyze)");
    }

    /// <summary>The plan of a query as PostgreSQL makes it for the service's role, speaking for the rich organisation.</summary>
    internal Task<string> ExplainAsync(Sql query) => ExplainAsync(query, _source, Scope.Of(Organisation));

    /// <summary>The plan for whoever stands at a door.</summary>
    /// <param name="settings">Statements that run before it in its transaction.</param>
    internal async Task<string> ExplainAsync(Door door, Sql query, params IEnumerable<Sql> settings)
    {
        await using var source = DatabaseSetup.CreateSource(api.ConnectionString(door.IsPublic ? "incidents_public" : "incidents_app", _name) + ";Pooling=false");
        return await ExplainAsync(query, source, door.Scope, settings);
    }

    private static async Task<string> ExplainAsync(Sql query, NpgsqlDataSource source, Scope scope, params IEnumerable<Sql> settings)
    {
        await using var batch = source.CreateBatch();
        batch.BatchCommands.Add(scope.Statement.ToCommand());
        foreach (var setting in settings) batch.BatchCommands.Add(setting.ToCommand());
        batch.BatchCommands.Add(Sql.Of($"explain (costs off) {query}").ToCommand());
        await using var reader = await batch.ExecuteReaderAsync(TestContext.Current.CancellationToken);
        foreach (var _ in settings.Prepend(query)) await reader.NextResultAsync(TestContext.Current.CancellationToken);
        var lines = new List<string>();
        while (await reader.ReadAsync(TestContext.Current.CancellationToken)) lines.Add(reader.GetString(0));
        return string.Join('\n', lines);
    }

    internal Task<List<object[]>> SqlAsync(string sql) => api.SqlInAsync(_name, "postgres", sql);

    public async ValueTask DisposeAsync()
    {
        Client.Dispose();
        await _source.DisposeAsync();
        await _app.DisposeAsync();
    }

    /// <summary>What everybody recorded as partners and the world would see it, and a partnership with the rich organisation.</summary>
    private async Task ShareAsync()
    {
        const string columns = """
            organisation_id, version, reference, kind, status, verification, occurred_on, earliest, latest, surely_from, surely_to, lasting,
            terms, places, latitude, longitude, placed, created_at, updated_at, search, brief, document
            """;
        await SqlAsync($"""
            insert into shared_incidents (id, visibility, {columns}) select gen_random_uuid(), 'partners', {columns} from incidents;
            insert into public_incidents (id, {columns}) select gen_random_uuid(), {columns} from incidents;
            insert into partnerships (organisation_id, id, partner_id, organisation_name, partner_name, visibility, purpose, until, created_at, created_by)
            select case n when 1 then '{Organisation}' else gen_random_uuid() end, gen_random_uuid(), case n when 1 then '{Partner}' else gen_random_uuid() end,
                'giver', 'partner', case when n % 10 = 0 then null else 'partners' end, 'plans', '2199-12-31', now(), gen_random_uuid()
            from generate_series(1, 5000) n;
            insert into partnership_incidents (organisation_id, partnership_id, partner_id, incident_id)
            select organisation_id, id, partner_id, gen_random_uuid() from partnerships, generate_series(1, 20) where visibility is null;
            """);
    }

    /// <summary>Copies of one record, each at a time, in a place and with words of its own.</summary>
    private async Task FillAsync(Guid organisation, string template, int count) => await SqlAsync($$"""
        insert into incidents (organisation_id, id, version, reference, external_system, external_id, kind, status, verification,
            occurred_on, earliest, latest, surely_from, surely_to, lasting, terms, places, latitude, longitude, placed,
            created_at, created_by, updated_at, updated_by, change, changed, search, brief, document)
        select organisation_id, gen_random_uuid(), 1, to_char(n, 'FM0000000000'), 'plans', n::text, kind, status, verification,
            day, day, day, day, day, false, array[n % 50, 100 + n % 7, n], array[n % 40], 40 + random(), 70 + random(), case when n % 3 = 0 then 'KG' else 'exact' end,
            created_at + n * interval '1 second', created_by, created_at + n * interval '1 second', updated_by, change, changed,
            to_tsvector('simple', 'word' || n % 5000 || ' common') || array_to_tsvector(array['#tag:rare' || n % 3000]), brief, document
        from incidents, lateral generate_series(1, {{count}}) n, lateral (select date '2005-01-01' + n % 7000 as day) days
        where organisation_id = '{{organisation}}' and id = '{{template}}';
        insert into incident_versions (organisation_id, incident_id, version, at, by, change, changed, document)
        select organisation_id, id, v, created_at, created_by, change, changed, document
        from incidents, generate_series(2, 4) v where organisation_id = '{{organisation}}' and external_id::int % 10 = 0;
        insert into idempotency_keys (organisation_id, key, request, status, incident_id, version, at)
        select organisation_id, sha256(id::text::bytea), '\x00', 201, id, 1, created_at from incidents where organisation_id = '{{organisation}}';
        """);
}
