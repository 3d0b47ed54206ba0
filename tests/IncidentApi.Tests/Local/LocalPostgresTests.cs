using System.Globalization;
using IncidentApi.Local;
using IncidentApi.Local.Postgres;
using IncidentApi.Local.Postgres.Clusters;
using IncidentApi.Local.Postgres.Programs;
using Npgsql;

namespace IncidentApi.Tests.Local;

public sealed class LocalPostgresTests
{
    public static TheoryData<int> Versions => PostgresVersions.All;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory, MemberData(nameof(Versions))]
    public async Task A_new_cluster_speaks_unicode_checks_its_pages_and_can_be_reached_through_its_socket_alone(int version)
    {
        using var folder = new TemporaryFolder();
        await using var postgres = await StartAsync(folder["cluster"], version);
        var owner = postgres.ConnectionString("postgres", postgres.Owner);

        Assert.Equal(version, await PostgresVersions.AskAsync<int>(owner, "select current_setting('server_version_num')::int / 10000"));
        Assert.Equal("UTF8", await PostgresVersions.AskAsync<string>(owner, "show server_encoding"));
        Assert.Equal("БИШКЕК", await PostgresVersions.AskAsync<string>(owner, "select upper('бишкек')"));
        Assert.Equal("on", await PostgresVersions.AskAsync<string>(owner, "show data_checksums"));
        Assert.Equal("", await PostgresVersions.AskAsync<string>(owner, "show listen_addresses"));
        Assert.Equal("0700", await PostgresVersions.AskAsync<string>(owner, "show unix_socket_permissions"));
        Assert.Equal("on", await PostgresVersions.AskAsync<string>(owner, "show fsync"));
    }

    [Theory, MemberData(nameof(Versions))]
    public async Task A_database_for_the_service_belongs_to_its_owner_role_and_lets_the_app_in(int version)
    {
        using var folder = new TemporaryFolder();
        await using var postgres = await StartAsync(folder["cluster"], version);

        await postgres.CreateDatabaseAsync("first", Cancellation);
        await postgres.CreateDatabaseAsync("second", Cancellation);
        await postgres.PrepareAsync("second", Cancellation);

        var app = postgres.ConnectionString("second", ServiceDatabase.AppRole);
        Assert.Equal(ServiceDatabase.AppRole, await PostgresVersions.AskAsync<string>(app, "select current_user::text"));
        Assert.Equal(
            ServiceDatabase.OwnerRole,
            await PostgresVersions.AskAsync<string>(app, "select pg_get_userbyid(datdba)::text from pg_database where datname = 'second'"));
    }

    [Theory, MemberData(nameof(Versions))]
    public async Task A_cluster_that_still_runs_is_adopted(int version)
    {
        using var folder = new TemporaryFolder();
        var abandoned = await StartAsync(folder["cluster"], version);
        await PostgresVersions.DoAsync(abandoned.ConnectionString("postgres", abandoned.Owner), "create table kept (line text)");

        await using var adopted = await StartAsync(folder["cluster"], version);

        Assert.False(abandoned.Adopted);
        Assert.True(adopted.Adopted);
        Assert.Equal(0L, await PostgresVersions.AskAsync<long>(
            adopted.ConnectionString("postgres", adopted.Owner), "select count(*) from kept"));
    }

    [Theory, MemberData(nameof(Versions))]
    public async Task A_cluster_whose_server_was_killed_starts_again_and_has_what_was_committed(int version)
    {
        using var folder = new TemporaryFolder();
        var killed = await StartAsync(folder["cluster"], version);
        await PostgresVersions.DoAsync(
            killed.ConnectionString("postgres", killed.Owner), "create table kept as select generate_series(1, 1000) as line");
        using (var server = System.Diagnostics.Process.GetProcessById(ServerIn(folder["cluster"]))) server.Kill();

        await using var restarted = await StartAsync(folder["cluster"], version);

        Assert.False(restarted.Adopted);
        Assert.Equal(1000L, await PostgresVersions.AskAsync<long>(
            restarted.ConnectionString("postgres", restarted.Owner), "select count(*) from kept"));
    }

    [Fact]
    public async Task Data_stays_with_the_major_version_that_made_it()
    {
        using var folder = new TemporaryFolder();
        await using (await StartAsync(folder["cluster"], NpmPrograms.NewestMajorVersion))
        {
        }

        var refusal = await Assert.ThrowsAsync<CannotStartException>(
            () => StartAsync(folder["cluster"], PostgresPrograms.OldestMajorVersion));

        Assert.Contains("was made by PostgreSQL 18", refusal.Message, StringComparison.Ordinal);
        Assert.Equal(NpmPrograms.NewestMajorVersion, ClusterFolder.At(folder["cluster"]).MajorVersion);
    }

    [Fact]
    public async Task What_an_interrupted_first_start_left_behind_does_not_disturb_the_next()
    {
        using var folder = new TemporaryFolder();
        Directory.CreateDirectory(folder["cluster/unfinished-0123/base"]);

        await using var postgres = await StartAsync(folder["cluster"], PostgresPrograms.OldestMajorVersion);

        Assert.Empty(Directory.EnumerateDirectories(folder["cluster"], "unfinished-*"));
    }

    [Fact]
    public async Task A_long_path_is_no_obstacle_although_sockets_have_short_ones()
    {
        using var folder = new TemporaryFolder();
        var path = folder[string.Join('/', Enumerable.Repeat("a'longer folder", 8))];
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);

        await using var postgres = await StartAsync(path, PostgresPrograms.OldestMajorVersion, PostgresLifetime.Throwaway);

        var host = new NpgsqlConnectionStringBuilder(postgres.ConnectionString("postgres", postgres.Owner)).Host!;
        Assert.InRange(host.Length, 1, 80);
        Assert.Equal(1, await PostgresVersions.AskAsync<int>(postgres.ConnectionString("postgres", postgres.Owner), "select 1"));
    }

    [Fact]
    public async Task On_loopback_a_cluster_asks_for_a_password()
    {
        using var folder = new TemporaryFolder();
        var cluster = new ClusterFolder(folder["cluster"], OnLoopback: true);
        await using var postgres = await LocalPostgres.StartAsync(
            cluster, await PostgresVersions.ProgramsAsync(PostgresPrograms.OldestMajorVersion), PostgresLifetime.Throwaway, Cancellation);
        await postgres.CreateDatabaseAsync("served", Cancellation);
        var app = new NpgsqlConnectionStringBuilder(postgres.ConnectionString("served", ServiceDatabase.AppRole));

        Assert.Equal(1, await PostgresVersions.AskAsync<int>(app.ConnectionString, "select 1"));

        app.Password = "another";
        await Assert.ThrowsAsync<PostgresException>(() => PostgresVersions.AskAsync<int>(app.ConnectionString, "select 1"));
    }

    [Fact]
    public async Task A_throwaway_cluster_goes_with_the_process_that_held_it()
    {
        using var folder = new TemporaryFolder();
        await StartAsync(folder["cluster"], PostgresPrograms.OldestMajorVersion);

        // To the watchdog, a closed pipe and a killed process are the same.
        Watchdog.Over(ClusterFolder.At(folder["cluster"]))!.Dispose();

        await Eventually.IsTrueAsync(() => !Directory.Exists(folder["cluster"]));
    }

    private static async Task<LocalPostgres> StartAsync(
        string folder, int version, PostgresLifetime lifetime = PostgresLifetime.Lasting) =>
        await LocalPostgres.StartAsync(folder, await PostgresVersions.ProgramsAsync(version), lifetime, Cancellation);

    private static int ServerIn(string cluster) =>
        int.Parse(File.ReadLines(Path.Combine(cluster, "data", "postmaster.pid")).First(), CultureInfo.InvariantCulture);
}
