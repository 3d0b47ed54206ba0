using System.Diagnostics;
using System.Net;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using IncidentApi.Local.Postgres;
using IncidentApi.Local.Postgres.Clusters;
using IncidentApi.Local.Postgres.Programs;
using Npgsql;

namespace IncidentApi.Tests.Local;

public sealed class LauncherTests : IDisposable
{
    private const int SampleSize = 43;

    private readonly TemporaryFolder _folder = new();

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task A_first_start_brings_up_everything_and_the_second_finds_it_again()
    {
        using var first = LauncherProcess.Start(_folder);
        var ready = await first.ReadyAsync();

        Assert.Equal(SampleSize, await ready.CountAsync());
        Assert.Equal(SampleSize, await ready.PublicCountAsync());
        using (var client = ready.Client())
        {
            Assert.Equal(HttpStatusCode.OK, (await client.GetAsync("/health/ready", Cancellation)).StatusCode);
            Assert.Contains("swagger", await client.GetStringAsync("/swagger", Cancellation), StringComparison.OrdinalIgnoreCase);
        }

        using (var client = ready.Client(ready.OperatorKey))
        {
            var made = await client.PostAsJsonAsync("/v1/organisations", new { name = "Another" }, Cancellation);
            Assert.Equal(HttpStatusCode.Created, made.StatusCode);
        }

        Assert.Equal(
            "postgres",
            await PostgresVersions.AskAsync<string>(ready.Postgres, "select current_user::text where current_setting('is_superuser') = 'on'"));
        Assert.Equal("incidents", new NpgsqlConnectionStringBuilder(ready.Postgres).Database);
        Permissions.AreTheOwnersAlone(ready.File);
        Permissions.AreTheOwnersAlone(_folder["data/keys.json"]);
        Permissions.AreTheOwnersAlone(_folder["data/secret"]);

        Assert.Equal(0, await first.StopAsync("INT"));
        Assert.Null(LauncherProcess.ServerIn(_folder));
        Assert.False(File.Exists(ready.File));
        Assert.Equal(2, first.Output.Split(ready.AdminKey).Length);
        Assert.Contains($"{ready.Url}/\n", first.Output.ReplaceLineEndings("\n"), StringComparison.Ordinal);
        Assert.Contains("43 incidents from public documents about Kyrgyzstan, published: the page shows them without a key", first.Output, StringComparison.Ordinal);

        using var second = LauncherProcess.Start(_folder);
        var again = await second.ReadyAsync();

        Assert.Equal(ready.AdminKey, again.AdminKey);
        Assert.Equal(ready.OperatorKey, again.OperatorKey);
        Assert.Equal(SampleSize, await again.CountAsync());
        Assert.Equal(SampleSize, await again.PublicCountAsync());
        Assert.Equal(0, await second.StopAsync("TERM"));
        Assert.Null(LauncherProcess.ServerIn(_folder));
        Assert.DoesNotContain(ready.AdminKey, second.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_second_launcher_on_the_same_folder_points_to_the_first_and_ends()
    {
        using var first = LauncherProcess.Start(_folder, "--no-sample");
        await Eventually.IsTrueAsync(() => Directory.Exists(_folder["data/postgres"]));
        using var early = LauncherProcess.Start(_folder);
        var ready = await first.ReadyAsync();
        using var late = LauncherProcess.Start(_folder);
        using var destructive = LauncherProcess.Start(_folder, "--reset");

        Assert.Equal(0, await late.ExitCodeAsync());
        Assert.Equal(0, await early.ExitCodeAsync());
        Assert.Contains(ready.Url, late.Output, StringComparison.Ordinal);
        Assert.Equal(ready.AdminKey, late.ReadyFile().AdminKey);
        Assert.Equal(ready.Url, early.ReadyFile().Url);
        Assert.Equal(1, await destructive.ExitCodeAsync());
        Assert.Equal(0, await ready.CountAsync());
        Assert.Equal(0, await first.StopAsync("INT"));
    }

    [Fact]
    public async Task A_launcher_that_was_killed_is_followed_by_one_that_adopts_its_PostgreSQL_and_lost_nothing()
    {
        using var killed = LauncherProcess.Start(_folder);
        var before = await killed.ReadyAsync();
        var server = LauncherProcess.ServerIn(_folder);
        await killed.KillAsync();

        using var next = LauncherProcess.Start(_folder);
        var after = await next.ReadyAsync();

        Assert.NotNull(server);
        Assert.Equal(server, LauncherProcess.ServerIn(_folder));
        Assert.Equal(before.AdminKey, after.AdminKey);
        Assert.Equal(SampleSize, await after.CountAsync());
        Assert.Equal(0, await next.StopAsync("TERM"));
        Assert.Null(LauncherProcess.ServerIn(_folder));
    }

    [Fact]
    public async Task A_first_start_that_is_killed_again_and_again_is_completed_by_the_last()
    {
        foreach (var moment in new[] { 400, 800, 1200, 1600, 2000, 2400, 2800 })
        {
            using var killed = LauncherProcess.Start(_folder);
            await Task.Delay(moment, Cancellation);
            await killed.KillAsync();
        }

        using var last = LauncherProcess.Start(_folder);
        var ready = await last.ReadyAsync();

        Assert.Equal(SampleSize, await ready.CountAsync());
        Assert.Equal(SampleSize, await ready.PublicCountAsync());
        Assert.Equal(0, await last.StopAsync("INT"));
    }

    [Fact]
    public async Task A_start_that_is_interrupted_stops_what_it_had_started()
    {
        foreach (var moment in new[] { 0, 300, 600, 900, 1200 })
        {
            var claimed = _folder["data/launcher.lock"];
            if (File.Exists(claimed)) File.Delete(claimed);
            using var interrupted = LauncherProcess.Start(_folder);
            await Eventually.IsTrueAsync(() => File.Exists(claimed));
            await Task.Delay(moment, Cancellation);

            Assert.Equal(0, await interrupted.StopAsync("INT"));
            Assert.DoesNotContain("   at ", interrupted.Output, StringComparison.Ordinal);
            Assert.Null(LauncherProcess.ServerIn(_folder));
        }
    }

    [Fact]
    public async Task Without_the_sample_a_database_starts_and_stays_empty_until_it_is_reset()
    {
        using (var empty = LauncherProcess.Start(_folder, "--no-sample"))
        {
            var ready = await empty.ReadyAsync();
            Assert.Equal(0, await ready.CountAsync());
            Assert.Equal(0, await ready.PublicCountAsync());
            Assert.Equal(0, await empty.StopAsync("INT"));
        }

        string oldKey;
        using (var still = LauncherProcess.Start(_folder))
        {
            var ready = await still.ReadyAsync();
            oldKey = ready.AdminKey;
            Assert.Equal(0, await ready.CountAsync());
            await still.KillAsync();
        }

        using var reset = LauncherProcess.Start(_folder, "--reset");
        var fresh = await reset.ReadyAsync();

        Assert.Equal(SampleSize, await fresh.CountAsync());
        Assert.Equal(SampleSize, await fresh.PublicCountAsync());
        using (var client = fresh.Client(oldKey))
        {
            Assert.Equal(HttpStatusCode.Unauthorized, (await client.GetAsync("/v1/me", Cancellation)).StatusCode);
        }

        Assert.Equal(0, await reset.StopAsync("INT"));
    }

    [Fact]
    public async Task An_admin_key_that_no_longer_works_is_recovered_and_one_that_ends_soon_is_renewed()
    {
        using (var first = LauncherProcess.Start(_folder))
        {
            var ready = await first.ReadyAsync();
            using var client = ready.Client();
            var me = await client.GetFromJsonAsync<JsonObject>("/v1/me", Cancellation);
            var path = $"/v1/organisations/{me!["organisation"]!["id"]}/keys/{me["keyId"]}";
            Assert.True((await client.DeleteAsync(path, Cancellation)).IsSuccessStatusCode);
            Assert.Equal(0, await first.StopAsync("INT"));
        }

        string recovered;
        using (var second = LauncherProcess.Start(_folder))
        {
            var ready = await second.ReadyAsync();
            recovered = ready.AdminKey;
            Assert.Equal(SampleSize, await ready.CountAsync());
            await PostgresVersions.DoAsync(
                ready.Postgres, "update api_keys set expires_at = now() + interval '13 days' where revoked_at is null");
            Assert.Equal(0, await second.StopAsync("INT"));
        }

        using var third = LauncherProcess.Start(_folder);
        var renewed = await third.ReadyAsync();

        Assert.NotEqual(recovered, renewed.AdminKey);
        Assert.Equal(SampleSize, await renewed.CountAsync());
        Assert.Equal(0, await third.StopAsync("INT"));
    }

    [Fact]
    public async Task A_server_that_was_there_before_is_used_and_left_running()
    {
        await using var server = await LocalPostgres.StartAsync(
            new ClusterFolder(_folder["server"], OnLoopback: true),
            await PostgresVersions.ProgramsAsync(PostgresPrograms.OldestMajorVersion), PostgresLifetime.Throwaway, Cancellation);
        await PostgresVersions.DoAsync(
            server.ConnectionString("postgres", server.Owner), "create role modest login createrole createdb password 'secret'");
        var named = new NpgsqlConnectionStringBuilder(server.ConnectionString("postgres", "modest")) { Password = "secret" };

        foreach (var _ in Enumerable.Range(1, 2))
        {
            using var launcher = LauncherProcess.Start(_folder, named.ConnectionString, []);
            var ready = await launcher.ReadyAsync();
            Assert.Equal(SampleSize, await ready.CountAsync());
            Assert.Equal("modest", await PostgresVersions.AskAsync<string>(ready.Postgres, "select current_user::text"));
            Assert.Equal(0, await launcher.StopAsync("INT"));
        }

        Assert.Null(LauncherProcess.ServerIn(_folder));
        Assert.True(await server.HasDatabaseAsync(ServiceDatabase.Name, Cancellation));
    }

    [Fact]
    public async Task Data_of_PostgreSQL_from_npm_goes_on_with_it_although_the_machine_has_another()
    {
        await using (await LocalPostgres.StartAsync(
            _folder["data/postgres"], await PostgresVersions.ProgramsAsync(NpmPrograms.NewestMajorVersion), PostgresLifetime.Lasting, Cancellation))
        {
        }

        using var launcher = LauncherProcess.Start(_folder);
        var ready = await launcher.ReadyAsync();

        Assert.Equal(18, await PostgresVersions.AskAsync<int>(ready.Postgres, "select current_setting('server_version_num')::int / 10000"));
        Assert.Equal(SampleSize, await ready.CountAsync());
        Assert.Equal(0, await launcher.StopAsync("INT"));
    }

    [Fact]
    public async Task PostgreSQL_runs_in_a_session_of_its_own()
    {
        using var launcher = LauncherProcess.Start(_folder, "--no-sample");
        await launcher.ReadyAsync();
        var server = $"{LauncherProcess.ServerIn(_folder)}";

        using var ps = Process.Start(new ProcessStartInfo("ps", ["-o", "sid=", "-p", server]) { RedirectStandardOutput = true })!;

        Assert.Equal(server, (await ps.StandardOutput.ReadToEndAsync(Cancellation)).Trim());
        Assert.Equal(0, await launcher.StopAsync("INT"));
    }
}
