using System.Diagnostics;
using System.Net;
using System.Text.Json.Nodes;
using IncidentApi.Local.Postgres;
using IncidentApi.Platform.Audit.Checkpoints;
using IncidentApi.Tests.Support;
using IncidentApi.Tests.Support.Browsers;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;

namespace IncidentApi.Tests.Features.Audit;

/// <summary>
/// The service on a database of its own, so that a test may tamper with the tree that all organisations share. It seals only when it is told
/// to, and keeps what an outsider would keep in a folder.
/// </summary>
internal sealed class AuditServer : IAsyncDisposable
{
    private readonly Api _api;
    private readonly string _folder = Directory.CreateTempSubdirectory("incidents-audit-").FullName;
    private readonly WebApplication _app;
    private readonly string _operatorKey;

    private AuditServer(Api api, string database, WebApplication app, string operatorKey) => (_api, Database, _app, _operatorKey) = (api, database, app, operatorKey);

    public string Database { get; }

    public Uri Address => new(_app.Urls.Single());

    public HttpClient Anonymous => _api.Anonymous(Address);

    public Sealer Sealer => _app.Services.GetRequiredService<Sealer>();

    public IServiceProvider Services => _app.Services;

    public static async Task<AuditServer> StartAsync(Api api, string database, params string[] more)
    {
        await api.Postgres.CreateDatabaseAsync(database, CancellationToken.None);
        var key = await Commands.MigrateAsync(api.Configuration(database), CancellationToken.None);
        return await ServeAsync(api, database, key!, more);
    }

    /// <summary>The same service on another state of the database.</summary>
    public Task<AuditServer> OnAsync(string database) => ServeAsync(_api, database, _operatorKey, []);

    public Task<List<object[]>> SqlAsync(string sql) => _api.SqlInAsync(Database, "postgres", sql);

    public Task SealAsync() => Sealer.SealAsync(TestContext.Current.CancellationToken);

    public async Task<TestOrganisation> NewOrganisationAsync()
    {
        var made = (await _api.With(_operatorKey, Address).PostAsync("/v1/organisations", new JsonObject { ["name"] = "Test organisation" })).Expect(HttpStatusCode.Created);
        var key = (string)made.Json["adminKey"]!;
        return new TestOrganisation(Guid.Parse(made.Id), key, (string)made.Json["recoveryCode"]!, _api.With(key, Address));
    }

    /// <summary>An organisation with so many entries, all of them sealed.</summary>
    public async Task<TestOrganisation> RecordedAsync(int entries)
    {
        var organisation = await NewOrganisationAsync();
        await organisation.Admin.RecordAsync(Enumerable.Range(0, entries - 2).Select(i => Given.Incident($"Search {i}")));
        await SealAsync();
        return organisation;
    }

    public HttpClient As(TestOrganisation organisation) => _api.With(organisation.AdminKey, Address);

    /// <summary>Keeps an answer as a file.</summary>
    public async Task<string> KeepAsync(HttpClient client, string address)
    {
        var answer = (await client.ReadAsync(address)).Expect(HttpStatusCode.OK);
        var file = Path.Combine(_folder, Path.GetRandomFileName());
        await File.WriteAllTextAsync(file, answer.Text);
        return file;
    }

    public Task<string> KeepCheckpointAsync() => KeepAsync(Anonymous, "/v1/audit/checkpoint");

    /// <summary>Exports an organisation's log and has both verifiers check it; they must agree on what they say of entries.</summary>
    public async Task<(int Exit, string Said)> VerifyAsync(TestOrganisation organisation, params string[] checkpoints)
    {
        var sizes = string.Join(',', checkpoints.Select(file => File.ReadLines(file).ElementAt(1)));
        await SealAsync();
        var export = await KeepAsync(As(organisation), "/v1/audit/export" + (sizes.Length > 0 ? $"?checkpoint={sizes}" : ""));
        var key = await KeepAsync(Anonymous, "/v1/audit/key");
        return await VerifyFilesAsync(export, key, checkpoints);
    }

    public static async Task<(int Exit, string Said)> VerifyFilesAsync(string export, string key, params string[] checkpoints)
    {
        string[] args = ["--export", export, "--public-key", key, .. checkpoints.SelectMany(file => new[] { "--checkpoint", file })];
        await using var output = new StringWriter();
        var exit = await VerifyAudit.RunAsync(args, output, output, TestContext.Current.CancellationToken);

        var (otherExit, otherSaid) = await RunAsync("node", [Repository.Path("tests/audit-verifier/verify.mjs"), .. args]);
        Assert.True(exit == otherExit, $"Ours: {output}\nThe other: {otherSaid}");
        Assert.Equal(NamedEntry(output.ToString()), NamedEntry(otherSaid));
        return (exit, output.ToString());
    }

    public async ValueTask DisposeAsync()
    {
        await _app.DisposeAsync();
        Directory.Delete(_folder, recursive: true);
    }

    private static async Task<AuditServer> ServeAsync(Api api, string database, string operatorKey, string[] more)
    {
        var app = await api.StartServiceAsync([$"--ConnectionStrings:Incidents={api.ConnectionString("incidents_app", database)};Maximum Pool Size=10", "--Audit:SealSeconds=3600", .. more]);
        return new AuditServer(api, database, app, operatorKey);
    }

    /// <summary>The beginning of the first sentence, up to the number of the entry and what befell it.</summary>
    private static string NamedEntry(string said)
    {
        var words = said.Split('\n')[0].Split(' ');
        return words is ["Entry", ..] ? string.Join(' ', words.Take(4)).TrimEnd('.', ':') : words[0];
    }

    private static async Task<(int Exit, string Said)> RunAsync(string program, string[] args)
    {
        using var process = Process.Start(new ProcessStartInfo(program, args) { RedirectStandardOutput = true, RedirectStandardError = true })!;
        var (said, complained) = (process.StandardOutput.ReadToEndAsync(), process.StandardError.ReadToEndAsync());
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);
        return (process.ExitCode, await said + await complained);
    }
}
