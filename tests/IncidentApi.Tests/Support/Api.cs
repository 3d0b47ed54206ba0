using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Text.Json.Nodes;
using IncidentApi.Local.Postgres;
using IncidentApi.Local.Postgres.Clusters;
using IncidentApi.Local.Postgres.Programs;
using IncidentApi.Platform.Audit.Checkpoints;
using IncidentApi.Platform.Data;
using IncidentApi.Tests.Contract.Answers;
using IncidentApi.Tests.Support;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.Configuration;
using Npgsql;

[assembly: AssemblyFixture(typeof(Api))]

namespace IncidentApi.Tests.Support;

/// <summary>
/// The real API on Kestrel and a real PostgreSQL, started once for the whole run. Tests do not clean up after each other:
/// each takes an organisation of its own, and row-level security keeps them apart.
/// </summary>
public sealed class Api : IAsyncLifetime
{
    private const string Database = "incidents";

    // All tests come from one network, and faster than people do, and many ask every route there is; a test of the limits, or of streams, sets its own.
    private static readonly string[] Unlimited =
    [
        "--Limits:Key:Permits=1000000000", "--Limits:Network:Permits=1000000000", "--Limits:UnknownKeys:Permits=1000000000",
        "--Limits:WaitingPerOrganisation=10000", "--Limits:Patience=60", "--Limits:ConnectionsPerNetwork=100000",
        "--Changes:StreamMinutes=0.001", "--Changes:FollowersPerKey=1000",
    ];

    // Receivers of webhooks are on this machine. Only tests of deliveries have them delivered, by services of their own.
    private static readonly string[] ReceiversHere =
        ["--Webhooks:Deliver=false", "--Webhooks:AllowHttp=true", "--Webhooks:AllowedNetworks:0=127.0.0.0/8", "--Webhooks:Ports:0=1-65535"];

    private readonly string _folder = Directory.CreateTempSubdirectory("incidents-tests-").FullName;
    private LocalPostgres? _postgres;
    private WebApplication? _app;
    private string? _operatorKey;
    private readonly AnswerTally _answers = new();

    public Uri Address { get; private set; } = null!;

    internal string OperatorKey => _operatorKey!;

    internal string SecretFile => Path.Combine(_folder, "secret");

    internal string AuditKeyFile => Path.Combine(_folder, "audit-key.pem");

    internal string MasterKeyFile => Path.Combine(_folder, "master-key");

    internal IServiceProvider Services => _app!.Services;

    internal Microsoft.AspNetCore.Routing.IEndpointRouteBuilder Routes => _app!;

    /// <summary>How a role logs in to the database of the tests, the superuser <c>postgres</c> too.</summary>
    internal string ConnectionString(string role, string database = Database) => _postgres!.ConnectionString(database, role);

    internal LocalPostgres Postgres => _postgres!;

    /// <summary>What PostgreSQL wrote of all that the tests did.</summary>
    internal string PostgresLog => ClusterFolder.At(_folder + "-postgres").Log;

    public async ValueTask InitializeAsync()
    {
        await File.WriteAllTextAsync(SecretFile, Convert.ToBase64String(RandomNumberGenerator.GetBytes(32)));
        await File.WriteAllTextAsync(AuditKeyFile, CheckpointKey.CreatePem());
        await File.WriteAllTextAsync(MasterKeyFile, Convert.ToBase64String(RandomNumberGenerator.GetBytes(32)));
        var major = int.TryParse(Environment.GetEnvironmentVariable("TEST_POSTGRES_MAJOR"), out var asked) ? asked : (int?)null;
        var programs = await PostgresPrograms.FindAsync(major, TextWriter.Null, CancellationToken.None);
        _postgres = await LocalPostgres.StartAsync(_folder + "-postgres", programs, PostgresLifetime.Throwaway, CancellationToken.None);
        await _postgres.CreateDatabaseAsync(Database, CancellationToken.None);
        _operatorKey = await Commands.MigrateAsync(Configuration(Database), CancellationToken.None);

        _app = await StartServiceAsync();
        Address = new Uri(_app.Urls.Single());
        using var client = Anonymous();
        _answers.Begin((await client.GetFromJsonAsync<JsonObject>("/openapi/v1.json"))!);
    }

    /// <summary>Another instance of the service on the same database.</summary>
    internal Task<WebApplication> StartServiceAsync(params string[] more) => StartServiceAsync(_ => { }, more);

    internal async Task<WebApplication> StartServiceAsync(Action<WebApplication> prepare, params string[] more)
    {
        var app = Service.Create(Arguments(more));
        prepare(app);
        await app.RequireSafeDatabaseAsync(CancellationToken.None);
        await app.StartAsync();
        return app;
    }

    /// <summary>With what an instance starts, in this process or in another.</summary>
    internal string[] Arguments(params string[] more) =>
    [
        "--urls=http://127.0.0.1:0", $"--ConnectionStrings:Incidents={ConnectionString("incidents_app")};Maximum Pool Size=30",
        $"--ConnectionStrings:Public={ConnectionString("incidents_public")};Maximum Pool Size=10", $"--Secrets:File={SecretFile}",
        $"--Vault:MasterKeyFile={MasterKeyFile}", $"--Audit:SigningKey={AuditKeyFile}", "--Logging:LogLevel:Default=Warning", .. Unlimited, .. ReceiversHere, .. more,
    ];

    /// <summary>The settings with which a database is migrated.</summary>
    internal IConfiguration Configuration(string database) => new ConfigurationBuilder().AddInMemoryCollection(new Dictionary<string, string?>
    {
        ["ConnectionStrings:Owner"] = ConnectionString("incidents_owner", database),
        ["Secrets:File"] = SecretFile,
    }).Build();

    /// <summary>A client without a key. What it is answered is held against the document.</summary>
    /// <param name="from">Its own address, one of this machine's 127.0.0.0/8.</param>
    public HttpClient Anonymous(Uri? address = null, string? from = null)
    {
        var handler = new SocketsHttpHandler();
        if (from is not null)
        {
            handler.ConnectCallback = async (context, cancellation) =>
            {
                var socket = new Socket(SocketType.Stream, ProtocolType.Tcp);
                socket.Bind(new IPEndPoint(IPAddress.Parse(from), 0));
                await socket.ConnectAsync(IPAddress.Parse(context.DnsEndPoint.Host), context.DnsEndPoint.Port, cancellation);
                return new NetworkStream(socket, ownsSocket: true);
            };
        }

        return Through(handler, address);
    }

    /// <summary>A client without a key whose requests go another way to the service than others'. What it is answered is held against the document too.</summary>
    internal HttpClient Through(HttpMessageHandler way, Uri? address = null)
    {
#pragma warning disable RS0030 // Tests own their clients.
        return new HttpClient(new AnswerCheck(_answers, way)) { BaseAddress = address ?? Address };
#pragma warning restore RS0030
    }

    public HttpClient With(string key, Uri? address = null, string? from = null)
    {
        var client = Anonymous(address, from);
        client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", key);
        return client;
    }

    /// <summary>A new organisation, and a client with its first admin key.</summary>
    internal async Task<TestOrganisation> NewOrganisationAsync(object? settings = null)
    {
        using var answer = await With(OperatorKey).PostAsJsonAsync("/v1/organisations", settings ?? new { name = "Test organisation" });
        answer.EnsureSuccessStatusCode();
        var made = (await answer.Content.ReadFromJsonAsync<JsonObject>())!;
        var key = (string)made["adminKey"]!;
        return new TestOrganisation(Guid.Parse((string)made["id"]!), key, (string)made["recoveryCode"]!, With(key));
    }

    /// <summary>Runs SQL as a role, outside the service.</summary>
    internal async Task<List<object[]>> SqlAsync(string role, string sql)
    {
        await using var source = NpgsqlDataSource.Create(ConnectionString(role) + ";Pooling=false");
        await using var command = source.CreateCommand(sql);
        await using var reader = await command.ExecuteReaderAsync();
        var rows = new List<object[]>();
        do
        {
            while (await reader.ReadAsync())
            {
                var row = new object[reader.FieldCount];
                reader.GetValues(row);
                rows.Add(row);
            }
        }
        while (await reader.NextResultAsync());

        return rows;
    }

    public async ValueTask DisposeAsync()
    {
        if (_app is not null) await _app.DisposeAsync();
        if (_postgres is not null) await _postgres.DisposeAsync();
        Directory.Delete(_folder, recursive: true);
        await _answers.ReportAsync();
    }
}

/// <summary>An organisation that belongs to one test.</summary>
internal sealed record TestOrganisation(Guid Id, string AdminKey, string RecoveryCode, HttpClient Admin);
