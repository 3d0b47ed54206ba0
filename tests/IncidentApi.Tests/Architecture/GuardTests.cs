using IncidentApi.Local.Postgres;
using IncidentApi.Platform.Data;
using IncidentApi.Tests.Support;

namespace IncidentApi.Tests.Architecture;

/// <summary>The service does not start where its rows would lie open; it says why in one sentence.</summary>
public sealed class GuardTests(Api api)
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("postgres", "superuser")]
    [InlineData("incidents_backup", "BYPASSRLS")]
    [InlineData("incidents_owner", "an owner of tables")]
    public async Task It_does_not_start_as_a_role_that_policies_do_not_bind(string role, string what)
    {
        var refusal = await RefusalAsync(api.ConnectionString(role));

        Assert.Contains(role, refusal, StringComparison.Ordinal);
        Assert.Contains(what, refusal, StringComparison.Ordinal);
        Assert.Contains("connect as incidents_app", refusal, StringComparison.Ordinal);
    }

    [Fact]
    public async Task It_does_not_start_with_multiplexing() =>
        Assert.Contains("Multiplexing", await RefusalAsync(api.ConnectionString("incidents_app") + ";Multiplexing=true"), StringComparison.Ordinal);

    [Fact]
    public async Task It_does_not_start_on_a_database_that_was_never_migrated()
    {
        await api.Postgres.CreateDatabaseAsync("guard_empty", Cancellation);

        Assert.Contains("run the command migrate", await RefusalAsync(api.ConnectionString("incidents_app", "guard_empty")), StringComparison.Ordinal);
    }

    [Fact]
    public async Task It_does_not_start_on_a_database_that_lacks_a_migration()
    {
        var database = await MigratedAsync("guard_behind");
        await api.SqlInAsync(database, "postgres", """delete from "__EFMigrationsHistory" where "MigrationId" = (select max("MigrationId") from "__EFMigrationsHistory")""");

        Assert.Contains("lacks 1 migration", await RefusalAsync(api.ConnectionString("incidents_app", database)), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("guard_unforced", "alter table incident_versions no force row level security", "incident_versions")]
    [InlineData("guard_disabled", "alter table changes disable row level security", "changes")]
    [InlineData("guard_policyless", "create table notes (text text); alter table notes enable row level security, force row level security", "notes")]
    public async Task It_does_not_start_with_a_table_that_no_policy_guards(string name, string sql, string table)
    {
        var database = await MigratedAsync(name);
        await api.SqlInAsync(database, "postgres", sql);

        var refusal = await RefusalAsync(api.ConnectionString("incidents_app", database));

        Assert.Contains($"policy: {table}.", refusal, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("incidents_app", "incidents")]
    [InlineData("postgres", "api_keys")]
    public async Task It_does_not_start_when_callers_without_a_key_would_reach_more_than_the_public(string role, string table)
    {
        var refusal = await RefusalAsync(api.ConnectionString("incidents_app"), api.ConnectionString(role));

        Assert.Contains($"Callers without a key connect as {role}", refusal, StringComparison.Ordinal);
        Assert.Contains(table, refusal, StringComparison.Ordinal);
    }

    [Fact]
    public async Task It_starts_on_a_migrated_database()
    {
        var database = await MigratedAsync("guard_sound");

        await using var app = Service.Create(Arguments(api.ConnectionString("incidents_app", database)));
        await app.RequireSafeDatabaseAsync(Cancellation);
    }

    private async Task<string> MigratedAsync(string name)
    {
        await api.Postgres.CreateDatabaseAsync(name, Cancellation);
        Assert.NotNull(await Commands.MigrateAsync(api.Configuration(name), Cancellation));
        return name;
    }

    private async Task<string> RefusalAsync(string connectionString, string? publicConnection = null)
    {
        var refusal = await Assert.ThrowsAsync<InvalidOperationException>(async () =>
        {
            await using var app = Service.Create(Arguments(connectionString, publicConnection));
            await app.RequireSafeDatabaseAsync(Cancellation);
        });
        Assert.DoesNotContain('\n', refusal.Message);
        return refusal.Message;
    }

    private string[] Arguments(string connectionString, string? publicConnection = null) =>
    [
        "--urls=http://127.0.0.1:0", $"--ConnectionStrings:Incidents={connectionString}",
        $"--ConnectionStrings:Public={publicConnection ?? connectionString.Replace("incidents_app", "incidents_public", StringComparison.Ordinal)}",
        $"--Secrets:File={api.SecretFile}", "--Logging:LogLevel:Default=Warning",
    ];
}
