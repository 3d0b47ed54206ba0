using System.Net;
using System.Text.Json.Nodes;
using IncidentApi.Features.People.Identities;
using IncidentApi.Local.Postgres.Programs;
using IncidentApi.Platform.Data;
using IncidentApi.Platform.Secrets;
using IncidentApi.Platform.Vault;
using IncidentApi.Tests.Local;
using IncidentApi.Tests.Support;
using IncidentApi.Tests.Support.Programs;
using Microsoft.Extensions.Configuration;
using Npgsql;

namespace IncidentApi.Tests.Seizure;

[CollectionDefinition(nameof(Seized))]
public sealed class OneInstallation : ICollectionFixture<Seized>;

/// <summary>
/// A whole installation of its own, lived in: a private cluster, the service as a process, an identity provider, two organisations, and a
/// canary in everything that anybody sends. Then what can be carried away of it.
/// </summary>
public sealed class Seized : IAsyncLifetime
{
    private readonly TemporaryFolder _folder = new();
    private LauncherProcess _launcher = null!;
    private LauncherProcess.Ready _ready = null!;
    private IdentityProvider _provider = null!;

    internal ApiHost Host { get; private set; } = null!;

    internal Planted Planted { get; private set; } = null!;

    /// <summary>The cluster's own folder: tables, indexes, write-ahead log, and the server's log.</summary>
    internal Artefact Disk => new(_folder["data/postgres"]);

    internal Artefact WriteAheadLog => new(_folder["data/postgres/data/pg_wal"]);

    internal string DumpFile => _folder["dump.sql"];

    internal Artefact Dump => new(DumpFile);

    /// <summary>From before somebody was forgotten.</summary>
    internal string OlderDumpFile => _folder["older.sql"];

    internal Artefact OlderDump => new(OlderDumpFile);

    /// <summary>What the service says, at its most talkative, and what PostgreSQL says.</summary>
    internal Artefact Logs => new(Host.Log, _folder["data/postgres/log"]);

    /// <summary>Home, temporary and working folder of the service.</summary>
    internal string OwnFolder => _folder["own"];

    internal string SecretFile => _folder["data/secret"];

    /// <summary>The vault's master key.</summary>
    internal string MasterKeyFile => _folder["data/master-key"];

    internal InstallationSecret Secret => InstallationSecret.From(new ConfigurationBuilder().AddInMemoryCollection([new("Secrets:File", SecretFile)]).Build());

    internal string ConnectionString(string role) => new NpgsqlConnectionStringBuilder(_ready.Postgres) { Username = role }.ConnectionString;

    public async ValueTask InitializeAsync()
    {
        _launcher = LauncherProcess.Start(_folder, "--no-sample");
        _ready = await _launcher.ReadyAsync();
        await WithoutCompressionAsync();

        using var operators = _ready.Client(_ready.OperatorKey);
        var members = new List<Member>();
        foreach (var name in new[] { "Qorghanbolot", "Tynchtykbulak", "Ortokbulak", "Murdagyortok" }) members.Add(await NewOrganisationAsync(operators, name));
        _provider = await IdentityProvider.StartAsync(new()
        {
            [Planted.Subject] = new JsonObject { ["organisation"] = "own", ["roles"] = new JsonArray("reporter") },
        }, new SigningKey("seizure"));
        Host = await ApiHost.StartAsync(OwnFolder, _folder["service.log"],
            $"--ConnectionStrings:Incidents={ConnectionString("incidents_app")}", $"--ConnectionStrings:Public={ConnectionString("incidents_public")}", $"--Secrets:File={SecretFile}", $"--Vault:MasterKeyFile={MasterKeyFile}",
            "--Logging:LogLevel:Default=Trace", "--Proxies:0=127.0.0.1", "--Changes:StreamMinutes=0.001",
            $"--Tokens:Authority={_provider.Issuer}", $"--Tokens:Audience={IdentityProvider.Audience}", $"--Tokens:Organisations:own={members[0].Id}", "--Tokens:Roles:reporter=reporter");
        Planted = await Planted.InAsync(Host, members, _ready.OperatorKey, await _provider.TokenAsync(Planted.Subject));

        await DumpAsync(OlderDumpFile);
        await Planted.ForgetAsync(Host);
        await PostgresVersions.DoAsync(_ready.Postgres, "checkpoint");
        await DumpAsync(DumpFile);
    }

    public async ValueTask DisposeAsync()
    {
        if (Host is not null) await Host.DisposeAsync();
        if (_provider is not null) await _provider.DisposeAsync();
        if (_launcher is not null)
        {
            if (!_launcher.HasExited) await _launcher.StopAsync("INT");
            _launcher.Dispose();
        }

        _folder.Dispose();
    }

    /// <summary>A compressed value hides from a search what it does not hide from a reader.</summary>
    private Task WithoutCompressionAsync() => PostgresVersions.DoAsync(_ready.Postgres, """
        do $$
        declare
          c record;
        begin
          for c in select attrelid::regclass as place, attname from pg_attribute join pg_class on pg_class.oid = attrelid
              where relkind = 'r' and relnamespace = 'public'::regnamespace and attnum > 0 and not attisdropped and attstorage in ('x', 'm') loop
            execute format('alter table %s alter column %I set storage external', c.place, c.attname);
          end loop;
        end
        $$;
        """);

    private static async Task<Member> NewOrganisationAsync(HttpClient operators, string name)
    {
        var made = (await operators.PostAsync("/v1/organisations", new JsonObject { ["name"] = name })).Expect(HttpStatusCode.Created).Json;
        return new Member((string)made["id"]!, name, (string)made["adminKey"]!, (string)made["recoveryCode"]!);
    }

    /// <summary>What a backup is: everything, as the role that reads past row-level security.</summary>
    private Task DumpAsync(string file) => RunAsync("pg_dump", "incidents_backup", $"--dbname={new NpgsqlConnectionStringBuilder(_ready.Postgres).Database}", $"--file={file}");

    /// <summary>Somebody makes a database of a dump.</summary>
    /// <returns>How a role reaches it.</returns>
    internal async Task<Func<string, string>> RestoreAsync(string dump, string database)
    {
        await PostgresVersions.DoAsync(_ready.Postgres, $"create database {database} template template0");
        await RunAsync("psql", "postgres", $"--dbname={database}", $"--file={dump}", "--quiet", "--set=ON_ERROR_STOP=1");
        return role => new NpgsqlConnectionStringBuilder(ConnectionString(role)) { Database = database }.ConnectionString;
    }

    /// <summary>Every name in an organisation's vault, for whoever has the database and a master key.</summary>
    internal static async Task<Dictionary<string, string>> OpenVaultAsync(string connectionString, string masterKey, Guid organisation)
    {
        await using var source = NpgsqlDataSource.Create(connectionString);
        var (store, cancellation) = (new Store(source), TestContext.Current.CancellationToken);
        var masters = MasterKeys.From(new ConfigurationBuilder().AddInMemoryCollection([new("Vault:MasterKey", masterKey)]).Build());
        var keys = await new KeyVault(masters, store, TimeProvider.System).KeysOfAsync(organisation, cancellation);
        var rows = await store.ReadAsync(Scope.Of(organisation), $"select id, identity, k.wrapped, k.generation from people join person_keys k on k.person_id = id",
            row => (Person: row.GetGuid(0), Sealed: new SealedIdentity(row.GetFieldValue<byte[]>(1), row.GetFieldValue<byte[]>(2), row.GetInt32(3))), cancellation);
        return rows.ToDictionary(row => row.Person.ToString(), row => string.Join(' ', row.Sealed.Open(row.Person, keys)!.All));
    }

    private async Task RunAsync(string program, string role, params string[] arguments)
    {
        var server = new NpgsqlConnectionStringBuilder(ConnectionString(role));
        var run = await ProgramRun.OfAsync(await ProgramAsync(program), [$"--host={server.Host}", $"--port={server.Port}", $"--username={role}", .. arguments], user: null, CancellationToken.None);
        Assert.True(run.Succeeded, run.Said);
    }

    /// <summary>A program of the server's own version: an older pg_dump cannot read it.</summary>
    private async Task<string> ProgramAsync(string name)
    {
        var programs = await PostgresPrograms.FindAsync(await PostgresVersions.AskAsync<int>(_ready.Postgres, "select current_setting('server_version_num')::int / 10000"), TextWriter.Null, CancellationToken.None);
        var beside = Path.Combine(programs.Folder, OperatingSystem.IsWindows() ? name + ".exe" : name);
        return File.Exists(beside) ? beside : SearchPath.Find(name) ?? throw new InvalidOperationException($"The tests of seizure need {name}: apt-get install -y postgresql-client");
    }
}

/// <summary>An organisation and its first secrets.</summary>
internal sealed record Member(string Id, string Name, string AdminKey, string RecoveryCode);
