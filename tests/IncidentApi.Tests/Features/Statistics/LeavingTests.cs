using System.Net;
using IncidentApi.Tests.Features.Audit;
using IncidentApi.Tests.Local;
using IncidentApi.Tests.Support;
using Npgsql;

namespace IncidentApi.Tests.Features.Statistics;

/// <summary>Figures may take PostgreSQL a while: who leaves takes the query with him.</summary>
public sealed class LeavingTests(Api api)
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("/v1/statistics?groupBy=year,violation", "own")]
    [InlineData("/v1/statistics?groupBy=year,violation", "public")]
    [InlineData("/v1/statistics/detention?on=2024-01-01", "own")]
    public async Task A_client_that_leaves_ends_the_query_of_his_figures(string question, string scope)
    {
        var database = $"leaving_{Guid.CreateVersion7():N}";
        await using var server = await AuditServer.StartAsync(api, database, $"--ConnectionStrings:Public={api.ConnectionString("incidents_public", database)};Maximum Pool Size=5");
        var organisation = await server.NewOrganisationAsync();
        (await organisation.PublishedAsync()).Expect(HttpStatusCode.OK);
        await using var source = NpgsqlDataSource.Create(api.ConnectionString("postgres", server.Database) + ";Pooling=false");
        await using var lasting = await source.OpenConnectionAsync(Cancellation);
        await using var transaction = await lasting.BeginTransactionAsync(Cancellation);
        await using (var command = new NpgsqlCommand("lock incident_facts, incident_tallies, incident_detentions, public_facts, public_detentions in access exclusive mode", lasting, transaction)) await command.ExecuteNonQueryAsync(Cancellation);
        var client = scope == "own" ? organisation.Admin : server.Anonymous;

        using var leaving = CancellationTokenSource.CreateLinkedTokenSource(Cancellation);
        var asking = client.GetAsync(new Uri($"{question}&scope={scope}", UriKind.Relative), leaving.Token);
        await Eventually.IsTrueAsync(async () => await WaitingAsync(server) == 1);
        await leaving.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => asking);
        await Eventually.IsTrueAsync(async () => await WaitingAsync(server) == 0);
        await transaction.RollbackAsync(Cancellation);
        (await client.ReadAsync($"{question}&scope={scope}")).Expect(HttpStatusCode.OK);
    }

    /// <summary>Queries of the service that wait for the tables.</summary>
    private static async Task<long> WaitingAsync(AuditServer server) =>
        (long)(await server.SqlAsync("select count(*) from pg_stat_activity where datname = current_database() and usename in ('incidents_app', 'incidents_public') and wait_event_type = 'Lock' and state = 'active'"))[0][0];
}
