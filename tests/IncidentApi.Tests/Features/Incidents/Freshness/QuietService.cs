using System.Net;
using System.Text.Json.Nodes;
using IncidentApi.Local.Postgres;
using IncidentApi.Tests.Support;
using Microsoft.AspNetCore.Builder;

namespace IncidentApi.Tests.Features.Incidents.Freshness;

/// <summary>The service on a database of its own, in whose public log nobody else writes.</summary>
internal sealed class QuietService : IAsyncDisposable
{
    private readonly Api _api;
    private readonly string _operatorKey;
    private readonly WebApplication _app;

    private QuietService(Api api, string database, string operatorKey, WebApplication app) => (_api, Database, _operatorKey, _app) = (api, database, operatorKey, app);

    public string Database { get; }

    public Uri Address => new(_app.Urls.Single());

    public HttpClient Anonymous => _api.Anonymous(Address);

    public IServiceProvider Services => _app.Services;

    public static async Task<QuietService> StartAsync(Api api, params string[] more)
    {
        var database = $"quiet_{Guid.CreateVersion7():N}";
        await api.Postgres.CreateDatabaseAsync(database, CancellationToken.None);
        var key = await Commands.MigrateAsync(api.Configuration(database), CancellationToken.None);
        return new QuietService(api, database, key!, await ServeAsync(api, database, more));
    }

    /// <summary>Another instance on the same database.</summary>
    public async Task<QuietService> BesideAsync(params string[] more) => new(_api, Database, _operatorKey, await ServeAsync(_api, Database, more));

    public HttpClient With(TestOrganisation organisation) => _api.With(organisation.AdminKey, Address);

    public Task<List<object[]>> SqlAsync(string sql) => _api.SqlInAsync(Database, "postgres", sql);

    public async Task<TestOrganisation> NewOrganisationAsync(string name = "Test organisation")
    {
        var made = (await _api.With(_operatorKey, Address).PostAsync("/v1/organisations", new JsonObject { ["name"] = name })).Expect(HttpStatusCode.Created);
        var key = (string)made.Json["adminKey"]!;
        return new TestOrganisation(Guid.Parse(made.Id), key, (string)made.Json["recoveryCode"]!, _api.With(key, Address));
    }

    public ValueTask DisposeAsync() => _app.DisposeAsync();

    private static Task<WebApplication> ServeAsync(Api api, string database, string[] more) => api.StartServiceAsync(
    [
        $"--ConnectionStrings:Incidents={api.ConnectionString("incidents_app", database)};Maximum Pool Size=8",
        $"--ConnectionStrings:Public={api.ConnectionString("incidents_public", database)};Maximum Pool Size=8",
        .. more,
    ]);
}
