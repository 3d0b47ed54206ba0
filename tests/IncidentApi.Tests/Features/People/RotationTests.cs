using System.Net;
using System.Text.Json.Nodes;
using IncidentApi.Features.People.Rotation;
using IncidentApi.Local.Postgres;
using IncidentApi.Platform.Vault;
using IncidentApi.Tests.Support;
using Microsoft.Extensions.Configuration;
using Npgsql;

namespace IncidentApi.Tests.Features.People;

/// <summary>New keys while the service runs: nothing is lost, and in the end nothing needs the old ones.</summary>
public sealed class RotationTests(Api api)
{
    private const string Database = "rotation";
    private const int People = 40;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Keys_are_rotated_online_interrupted_and_resumed_and_no_row_is_left_on_an_old_one()
    {
        var (first, second) = (Convert.ToBase64String(Envelope.NewKey()), Convert.ToBase64String(Envelope.NewKey()));
        var file = Path.GetTempFileName();
        try
        {
            await File.WriteAllTextAsync(file, first, Cancellation);
            await api.Postgres.CreateDatabaseAsync(Database, Cancellation);
            var operatorKey = await Commands.MigrateAsync(api.Configuration(Database), Cancellation);
            await using var service = await StartAsync(file);
            var client = await OrganisationAsync(service, operatorKey!);
            await RecordPeopleAsync(client);

            // The running service learns of the new key from the file.
            await File.WriteAllTextAsync(file, $"{second}\n{first}", Cancellation);
            await InterruptedAsync(file);
            Assert.Equal(2L, await CountAsync("select count(*) from vault_keys"));
            Assert.NotEqual(0L, await CountAsync("select count(*) from person_keys where generation = 1"));
            Assert.NotEqual(0L, await CountAsync("select count(*) from person_keys where generation = 2"));
            await AssertAllFoundAsync(client);

            var rotating = RotateAsync(file);
            do
            {
                await AssertAllFoundAsync(client);
                await RecordAsync(client, "Late Comer");
            }
            while (!rotating.IsCompleted);
            await rotating;

            Assert.Equal(0L, await CountAsync($"select count(*) from vault_keys where generation <> 2 or master_key_id <> '{MasterKey.Read(second)!.Id}'"));
            Assert.Equal(0L, await CountAsync("select count(*) from person_keys where generation <> 2"));
            Assert.Equal(0L, await CountAsync("select count(*) from person_names where generation <> 2"));

            await File.WriteAllTextAsync(file, second, Cancellation);
            await using var after = await StartAsync(file);
            await AssertAllFoundAsync(api.With(client.DefaultRequestHeaders.Authorization!.Parameter!, new Uri(after.Urls.Single())));
            Assert.Equal("ready", (string)(await api.Anonymous(new Uri(after.Urls.Single())).ReadAsync("/health/ready")).Json["checks"]![0]!["status"]!);
            await using var late = await StartAsync("", $"--Vault:MasterKey={first}");
            (await api.With(client.DefaultRequestHeaders.Authorization!.Parameter!, new Uri(late.Urls.Single())).PostAsync("/v1/people/search", new JsonObject { ["name"] = "Common" })).Expect(503, "vault-not-available");

            await File.WriteAllTextAsync(file, Convert.ToBase64String(Envelope.NewKey()), Cancellation);
            var refusal = await Assert.ThrowsAsync<InvalidOperationException>(() => RotateAsync(file));
            Assert.Contains(MasterKey.Read(second)!.Id, refusal.Message, StringComparison.Ordinal);
        }
        finally
        {
            File.Delete(file);
        }
    }

    /// <summary>Stops the rotation in the middle, where somebody holds a person's row.</summary>
    private async Task InterruptedAsync(string file)
    {
        await using var source = NpgsqlDataSource.Create(api.ConnectionString("postgres", Database) + ";Pooling=false");
        await using var connection = await source.OpenConnectionAsync(Cancellation);
        await using var transaction = await connection.BeginTransactionAsync(Cancellation);
        await using (var hold = new NpgsqlCommand($"select 1 from people where id = (select id from people where identity is not null order by id offset {People / 4} limit 1) for update", connection, transaction)) await hold.ExecuteScalarAsync(Cancellation);

        using var interruption = new CancellationTokenSource();
        var rotating = RotateAsync(file, interruption.Token);
        await using var waiting = NpgsqlDataSource.Create(api.ConnectionString("postgres", Database) + ";Pooling=false");
        while (await CountAsync("select count(*) from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'") == 0 && !rotating.IsCompleted) await Task.Delay(20, Cancellation);
        await interruption.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => rotating);
    }

    private Task RotateAsync(string file, CancellationToken? cancellation = null) => RotateVaultKey.RunAsync(new ConfigurationBuilder().AddInMemoryCollection(new Dictionary<string, string?>
    {
        ["ConnectionStrings:Owner"] = api.ConnectionString("incidents_owner", Database),
        ["Vault:MasterKeyFile"] = file,
    }).Build(), organisationKeys: true, TextWriter.Null, cancellation ?? Cancellation);

    private Task<Microsoft.AspNetCore.Builder.WebApplication> StartAsync(string file, params string[] more) =>
        api.StartServiceAsync([$"--ConnectionStrings:Incidents={api.ConnectionString("incidents_app", Database)}", $"--Vault:MasterKeyFile={file}", .. more]);

    private async Task<HttpClient> OrganisationAsync(Microsoft.AspNetCore.Builder.WebApplication service, string operatorKey)
    {
        var address = new Uri(service.Urls.Single());
        var made = (await api.With(operatorKey, address).PostAsync("/v1/organisations", JsonNode.Parse("""{"name":"Rotating"}"""))).Expect(HttpStatusCode.Created);
        return api.With((string)made.Json["adminKey"]!, address);
    }

    private static async Task RecordPeopleAsync(HttpClient client)
    {
        var people = Enumerable.Range(0, People).Select(i => (JsonNode)new JsonObject
        {
            ["ref"] = $"w{i}",
            ["role"] = i % 2 == 0 ? "witness" : "victim",
            ["kind"] = "person",
            ["name"] = $"Common Name{(char)('a' + (i / 26))}{(char)('a' + (i % 26))}k",
            ["externalRef"] = new JsonObject { ["system"] = "s", ["id"] = $"{i}" },
        });
        (await client.PostAsync("/v1/incidents", Given.Incident().With("/people", new JsonArray([.. people])))).Expect(HttpStatusCode.Created);
    }

    private static async Task RecordAsync(HttpClient client, string name) => (await client.PostAsync("/v1/incidents", Given.Incident().With("/people",
        new JsonArray(new JsonObject { ["ref"] = "w", ["role"] = "witness", ["kind"] = "person", ["name"] = name })))).Expect(HttpStatusCode.Created);

    private static async Task AssertAllFoundAsync(HttpClient client)
    {
        var found = (await client.PostAsync("/v1/people/search", new JsonObject { ["name"] = "Common" })).Expect(HttpStatusCode.OK);
        Assert.Equal(People, found.Json["items"]!.AsArray().Count);

        // Saying a hidden name again opens what is sealed: it is the same, or this would be another version.
        var hidden = found.Json["items"]!.AsArray().First(item => (string)item!["disclosure"]! == "vault")!;
        var person = (await client.ReadAsync($"/v1/people/{(string)hidden["id"]!}")).Expect(HttpStatusCode.OK);
        var body = new JsonObject { ["externalRef"] = person.Json["externalRef"]!.DeepClone(), ["label"] = (string?)person.Json["label"], ["disclosure"] = "vault" };
        var number = int.Parse((string)person.Json["externalRef"]!["id"]!, System.Globalization.CultureInfo.InvariantCulture);
        body["name"] = $"Common Name{(char)('a' + (number / 26))}{(char)('a' + (number % 26))}k";
        if (body["label"] is null) body.Remove("label");
        Assert.Equal(person.ETag, (await client.PutAsync($"/v1/people/{(string)hidden["id"]!}", body)).Expect(HttpStatusCode.OK).ETag);
    }

    private async Task<long> CountAsync(string sql) => (long)(await api.SqlInAsync(Database, "postgres", sql))[0][0];
}
