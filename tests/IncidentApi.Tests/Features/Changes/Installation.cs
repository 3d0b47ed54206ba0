using System.Net;
using System.Text.Json.Nodes;
using IncidentApi.Features.Changes.Waiting;
using IncidentApi.Local.Postgres;
using IncidentApi.Tests.Support;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;

namespace IncidentApi.Tests.Features.Changes;

/// <summary>The service on a database of its own, in as many instances as a test wants: logs of everybody may be pruned and set back here.</summary>
internal sealed class Installation : IAsyncDisposable
{
    private readonly Api _api;
    private readonly string _operatorKey;
    private readonly List<WebApplication> _instances = [];

    private Installation(Api api, string database, string operatorKey) => (_api, Database, _operatorKey) = (api, database, operatorKey);

    public string Database { get; }

    public static async Task<Installation> StartAsync(Api api, string name, params string[] more)
    {
        var database = $"changes_{name}";
        await api.Postgres.CreateDatabaseAsync(database, CancellationToken.None);
        var key = await Commands.MigrateAsync(api.Configuration(database), CancellationToken.None);
        var installation = new Installation(api, database, key!);
        await installation.StartInstanceAsync(more);
        return installation;
    }

    public Uri Address => new(_instances[0].Urls.Single());

    public ChangeUpkeep Upkeep => _instances[0].Services.GetRequiredService<ChangeUpkeep>();

    public async Task<WebApplication> StartInstanceAsync(params string[] more)
    {
        var app = await _api.StartServiceAsync(Settings(more));
        _instances.Add(app);
        return app;
    }

    /// <summary>An instance in a process of its own, which may be killed.</summary>
    public async Task<ServiceProcess> StartProcessAsync(params string[] more)
    {
        var process = new ServiceProcess(_api.Arguments(Settings(more)), _api.Anonymous);
        await process.StartAsync();
        return process;
    }

    public string ConnectionString(string role) => _api.ConnectionString(role, Database);

    private string[] Settings(string[] more) =>
    [
        $"--ConnectionStrings:Incidents={_api.ConnectionString("incidents_app", Database)};Maximum Pool Size=20", "--Audit:SealSeconds=3600",
        $"--ConnectionStrings:Public={_api.ConnectionString("incidents_public", Database)};Maximum Pool Size=10", "--Changes:StreamMinutes=10", .. more,
    ];

    public HttpClient Anonymous(Uri? address = null, string? from = null) => _api.Anonymous(address ?? Address, from);

    public HttpClient With(string key, Uri? address = null) => _api.With(key, address ?? Address);

    public async Task<TestOrganisation> NewOrganisationAsync(string name = "Test organisation")
    {
        var made = (await With(_operatorKey).PostAsync("/v1/organisations", new JsonObject { ["name"] = name })).Expect(HttpStatusCode.Created);
        var key = (string)made.Json["adminKey"]!;
        return new TestOrganisation(Guid.Parse(made.Id), key, (string)made.Json["recoveryCode"]!, With(key));
    }

    public Task<List<object[]>> SqlAsync(string sql) => _api.SqlInAsync(Database, "postgres", sql);

    public async ValueTask DisposeAsync()
    {
        foreach (var instance in _instances) await instance.DisposeAsync();
    }
}
