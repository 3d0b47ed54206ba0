using System.Net;
using System.Text;
using System.Text.Json.Nodes;
using IncidentApi.Local.Postgres;
using IncidentApi.Local.Postgres.Programs;
using IncidentApi.Tests.Support;
using Microsoft.Extensions.Configuration;
using Npgsql;

namespace IncidentApi.Tests.Features.Incidents.Erasure;

/// <summary>What a seized disk still holds of somebody who was forgotten: a cluster of its own, for its files are read as bytes.</summary>
public sealed class ForgottenClusterTests(Api api)
{
    private const string Name = "Qanarybekov";

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task After_the_maintenance_that_the_answer_asks_for_no_file_of_the_cluster_holds_the_name()
    {
        var folder = Directory.CreateTempSubdirectory("incidents-forgotten-").FullName + "-postgres";
        var programs = await PostgresPrograms.FindAsync(api.Postgres.MajorVersion, TextWriter.Null, Cancellation);
        await using var postgres = await LocalPostgres.StartAsync(folder, programs, PostgresLifetime.Throwaway, Cancellation);
        await postgres.CreateDatabaseAsync("incidents", Cancellation);
        var configuration = new ConfigurationBuilder().AddInMemoryCollection(new Dictionary<string, string?>
        {
            ["ConnectionStrings:Owner"] = postgres.ConnectionString("incidents", "incidents_owner"),
            ["Secrets:File"] = api.SecretFile,
        }).Build();
        var operatorKey = await Commands.MigrateAsync(configuration, Cancellation);
        await using var service = await api.StartServiceAsync($"--ConnectionStrings:Incidents={postgres.ConnectionString("incidents", "incidents_app")};Pooling=false");
        var address = new Uri(service.Urls.Single());
        var organisation = (await api.With(operatorKey!, address).PostAsync("/v1/organisations", JsonNode.Parse("""{"name":"Forgetting"}"""))).Expect(HttpStatusCode.Created);
        var admin = api.With((string)organisation.Json["adminKey"]!, address);

        // Once in the clear, once in the vault from the beginning, and once hidden later.
        var open = (await admin.PostAsync("/v1/incidents", Recording("organisation", "1"))).Expect(HttpStatusCode.Created);
        (await admin.PutAsync($"/v1/incidents/{open.Id}", Recording("organisation", "1").With("/title", "Changed"), open.ETag)).Expect(HttpStatusCode.OK);
        var hidden = (await admin.PostAsync("/v1/incidents", Recording("vault", "2"))).Expect(HttpStatusCode.Created);
        var raised = (await admin.PostAsync("/v1/incidents", Recording("organisation", "3"))).Expect(HttpStatusCode.Created);
        (await admin.PutAsync($"/v1/incidents/{raised.Id}", Recording("vault", "3"), raised.ETag)).Expect(HttpStatusCode.OK);
        await ReadAsync(postgres, "checkpoint");
        Assert.NotEmpty(FilesHolding(folder));

        foreach (var made in new[] { open, hidden, raised })
        {
            var id = (string)made.Json["people"]![0]!["personId"]!;
            (await admin.SendAsync(HttpMethod.Delete, $"/v1/people/{id}/identity?reason=person_asked")).Expect(HttpStatusCode.OK);
        }

        Assert.Empty(await Rows.HoldingAsync(sql => ReadAsync(postgres, sql), Name));

        await service.StopAsync(Cancellation);
        foreach (var statement in new[] { "alter system set wal_recycle = off", "select pg_reload_conf()", "vacuum full", "checkpoint", "select pg_switch_wal()", "checkpoint", "select pg_switch_wal()", "checkpoint" })
        {
            await ReadAsync(postgres, statement);
        }

        Assert.Empty(FilesHolding(folder));
    }

    private static JsonObject Recording(string disclosure, string person) => Given.Incident().With("/people", JsonNode.Parse(
        $$"""[{"ref":"v1","role":"victim","kind":"person","name":"Azat {{Name}}","label":"a lawyer","disclosure":"{{disclosure}}","externalRef":{"system":"desk","id":"{{person}}"} }]"""));

    private static List<string> FilesHolding(string folder)
    {
        // The search index folds to small letters.
        byte[][] forms = [Encoding.UTF8.GetBytes(Name), Encoding.UTF8.GetBytes(Name.ToLowerInvariant())];
        return [.. Directory.EnumerateFiles(folder, "*", new EnumerationOptions { RecurseSubdirectories = true, AttributesToSkip = FileAttributes.None })
            .Where(file => !file.Contains("/sockets/", StringComparison.Ordinal) && !Path.GetFileName(file).StartsWith(".s.", StringComparison.Ordinal))
            .Where(file => ReadShared(file) is var bytes && forms.Any(form => bytes.AsSpan().IndexOf(form) >= 0))];
    }

    private static byte[] ReadShared(string file)
    {
        using var stream = new FileStream(file, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
        using var bytes = new MemoryStream();
        stream.CopyTo(bytes);
        return bytes.ToArray();
    }

    private static async Task<List<object[]>> ReadAsync(LocalPostgres postgres, string sql)
    {
        await using var source = NpgsqlDataSource.Create(postgres.ConnectionString("incidents", "postgres") + ";Pooling=false;Command Timeout=120");
        await using var command = source.CreateCommand(sql);
        await using var reader = await command.ExecuteReaderAsync(Cancellation);
        var rows = new List<object[]>();
        while (await reader.ReadAsync(Cancellation))
        {
            var row = new object[reader.FieldCount];
            reader.GetValues(row);
            rows.Add(row);
        }

        return rows;
    }
}
