using System.Net;
using IncidentApi.Local.Postgres;
using IncidentApi.Local.Postgres.Programs;
using IncidentApi.Tests.Local;
using IncidentApi.Tests.Support;
using Microsoft.Extensions.Configuration;

namespace IncidentApi.Tests.Platform.Http;

/// <summary>PostgreSQL goes away under a running service, and comes back.</summary>
public sealed class OutageTests(Api api)
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task While_the_database_is_away_requests_are_told_to_come_again_and_afterwards_all_is_as_before()
    {
        using var folder = new TemporaryFolder();
        var programs = await PostgresPrograms.FindAsync(null, TextWriter.Null, Cancellation);
        var postgres = await LocalPostgres.StartAsync(folder["cluster"], programs, PostgresLifetime.Lasting, Cancellation);
        await postgres.CreateDatabaseAsync("outage", Cancellation);
        var key = await Commands.MigrateAsync(
            new ConfigurationBuilder().AddInMemoryCollection(new Dictionary<string, string?>
            {
                ["ConnectionStrings:Owner"] = postgres.ConnectionString("outage", "incidents_owner"),
                ["Secrets:File"] = api.SecretFile,
            }).Build(), Cancellation);
        await using var service = await api.StartServiceAsync($"--ConnectionStrings:Incidents={postgres.ConnectionString("outage", "incidents_app")};Timeout=2");
        var client = api.With(key!, new Uri(service.Urls.Single()));
        (await client.ReadAsync("/health/ready")).Expect(HttpStatusCode.OK);
        (await client.ReadAsync("/v1/me")).Expect(HttpStatusCode.OK);

        await postgres.StopAsync();
        await Task.Delay(TimeSpan.FromSeconds(1.1), Cancellation);

        var refused = (await client.ReadAsync("/v1/me")).Expect(503, "unavailable");
        Assert.NotNull(refused.Headers.RetryAfter);
        (await client.ReadAsync("/health/ready")).Expect(503, "unavailable");
        (await client.ReadAsync("/health/live")).Expect(HttpStatusCode.NoContent);

        await using var again = await LocalPostgres.StartAsync(folder["cluster"], programs, PostgresLifetime.Lasting, Cancellation);
        await Eventually.IsTrueAsync(async () => (await client.ReadAsync("/health/ready")).Status == HttpStatusCode.OK);
        (await client.ReadAsync("/v1/me")).Expect(HttpStatusCode.OK);
    }
}
