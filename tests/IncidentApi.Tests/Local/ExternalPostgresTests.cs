using System.Text.RegularExpressions;
using IncidentApi.Local;
using IncidentApi.Local.Postgres;
using IncidentApi.Local.Postgres.Clusters;
using IncidentApi.Local.Postgres.Programs;
using Npgsql;

namespace IncidentApi.Tests.Local;

/// <summary>A server that was there before: it asks for passwords, and its owner need not be a superuser.</summary>
public sealed class ExternalPostgresTests
{
    public static TheoryData<int> Versions => PostgresVersions.All;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory, MemberData(nameof(Versions))]
    public async Task A_role_that_may_make_roles_and_databases_is_enough(int version)
    {
        using var folder = new TemporaryFolder();
        await using var postgres = await StartAsync(folder["cluster"], version);
        var named = await ModestOwnerAsync(postgres);

        await using var server = await ExternalPostgres.ConnectAsync(named, folder["passwords.json"], Cancellation);
        await server.CreateDatabaseAsync("unborn", Cancellation);
        await server.RenameDatabaseAsync("unborn", "served", Cancellation);
        await server.PrepareAsync("served", Cancellation);

        Assert.Equal(version, server.MajorVersion);
        foreach (var role in ServiceDatabase.Roles)
        {
            Assert.Equal(role, await PostgresVersions.AskAsync<string>(server.ConnectionString("served", role), "select current_user::text"));
        }

        await PostgresVersions.DoAsync(
            server.ConnectionString("served", ServiceDatabase.OwnerRole),
            """
            create table made (line text);
            create function found() returns bigint language sql security definer as 'select count(*) from made';
            grant create on schema public to incidents_search;
            alter function found() owner to incidents_search;
            """);
        Assert.True(await server.HasDatabaseAsync("served", Cancellation));
        await server.DropDatabaseAsync("served", Cancellation);
        Assert.False(await server.HasDatabaseAsync("served", Cancellation));
    }

    [Fact]
    public async Task Passwords_are_kept_for_the_launchers_user_alone_and_serve_the_next_start()
    {
        using var folder = new TemporaryFolder();
        await using var postgres = await StartAsync(folder["cluster"], PostgresPrograms.OldestMajorVersion);
        var named = new NpgsqlConnectionStringBuilder(postgres.ConnectionString("postgres", postgres.Owner));

        await using var first = await ExternalPostgres.ConnectAsync(named, folder["passwords.json"], Cancellation);
        await using var second = await ExternalPostgres.ConnectAsync(named, folder["passwords.json"], Cancellation);

        Assert.Equal(first.PasswordFor(ServiceDatabase.AppRole), second.PasswordFor(ServiceDatabase.AppRole));
        Assert.NotEqual(first.PasswordFor(ServiceDatabase.AppRole), first.PasswordFor(ServiceDatabase.OwnerRole));
        Permissions.AreTheOwnersAlone(folder["passwords.json"]);
    }

    [Fact]
    public async Task A_verifier_is_what_PostgreSQL_makes_of_a_password_itself()
    {
        using var folder = new TemporaryFolder();
        await using var postgres = await StartAsync(folder["cluster"], PostgresPrograms.OldestMajorVersion);
        var owner = postgres.ConnectionString("postgres", postgres.Owner);
        await PostgresVersions.DoAsync(owner, "create role somebody password 'correct horse'");

        var theirs = await PostgresVersions.AskAsync<string>(owner, "select rolpassword from pg_authid where rolname = 'somebody'");
        var salt = Convert.FromBase64String(Regex.Match(theirs, ":([^$]+)").Groups[1].Value);

        Assert.Equal(theirs, ScramVerifier.Of("correct horse", salt));
    }

    [Fact]
    public async Task A_server_that_does_not_answer_is_one_clear_message()
    {
        using var folder = new TemporaryFolder();
        var nowhere = new NpgsqlConnectionStringBuilder { Host = "127.0.0.1", Port = 1, Username = "postgres" };

        var refusal = await Assert.ThrowsAsync<CannotStartException>(
            () => ExternalPostgres.ConnectAsync(nowhere, folder["passwords.json"], Cancellation));

        Assert.Contains("INCIDENTS_POSTGRES", refusal.Message, StringComparison.Ordinal);
    }

    private static async Task<LocalPostgres> StartAsync(string folder, int version) => await LocalPostgres.StartAsync(
        new ClusterFolder(folder, OnLoopback: true), await PostgresVersions.ProgramsAsync(version), PostgresLifetime.Throwaway, Cancellation);

    private static async Task<NpgsqlConnectionStringBuilder> ModestOwnerAsync(LocalPostgres postgres)
    {
        var owner = postgres.ConnectionString("postgres", postgres.Owner);
        await PostgresVersions.DoAsync(owner, "create role modest login createrole createdb password 'secret'");
        return new NpgsqlConnectionStringBuilder(owner) { Username = "modest", Password = "secret" };
    }
}
