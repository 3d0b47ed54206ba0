using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;
using System.Text.Json.Nodes;
using IncidentApi.Tests.Features.Audit;
using IncidentApi.Tests.Local;
using IncidentApi.Tests.Support;

namespace IncidentApi.Tests.Features.Exports;

/// <summary>Exports that do not come to their end, or not at once: nothing runs on, nothing looks whole, nobody else waits.</summary>
public sealed class CutExportTests(Api api)
{
    private const int Many = 30_000;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_client_that_leaves_ends_the_query_at_once()
    {
        await using var server = await AuditServer.StartAsync(api, "exports_left");
        var organisation = await server.NewOrganisationAsync();
        await Exporting.FillAsync(organisation, server.SqlAsync, Many);

        using (var client = await OpenAsync(server, organisation, "format=ndjson"))
        {
            await ReadAsync(client, 100_000);
            await Eventually.IsTrueAsync(async () => await RunningAsync(server) == 1);

            // As when a line breaks: what is on its way is thrown away.
            client.Client.LingerState = new LingerOption(true, 0);
        }

        await Eventually.IsTrueAsync(async () => await RunningAsync(server) == 0);
        var manifest = await EndedAsync(server, organisation);
        Assert.Equal("left", (string)manifest["status"]!);
        Assert.InRange((long)manifest["rows"]!, 1, Many - 1);
        Assert.False(manifest.ContainsKey("sha256"));
        var log = (await organisation.Admin.ReadAsync("/v1/audit?limit=200")).Expect(HttpStatusCode.OK).Json["items"]!.AsArray();
        Assert.Contains(log, entry => (string)entry!["act"]! == "export_left" && (long)entry["number"]! == (long)manifest["rows"]!);
    }

    [Fact]
    public async Task An_export_that_fails_is_cut_and_has_no_manifest()
    {
        await using var server = await AuditServer.StartAsync(api, "exports_failed");
        var organisation = await server.NewOrganisationAsync();
        await Exporting.FillAsync(organisation, server.SqlAsync, Many);
        using var client = await OpenAsync(server, organisation, "format=ndjson");
        await ReadAsync(client, 100_000);

        await server.SqlAsync("select pg_terminate_backend(pid) from pg_stat_activity where datname = current_database() and query like '%document from incidents%' and state = 'active' and pid <> pg_backend_pid()");
        var rest = await ReadAsync(client, int.MaxValue);

        // HTTP/1.1 ends what is whole with an empty chunk.
        Assert.DoesNotContain("\r\n0\r\n", rest[^Math.Min(rest.Length, 200)..], StringComparison.Ordinal);
        Assert.DoesNotContain("Export-Manifest: {", rest, StringComparison.Ordinal);
        Assert.Equal("failed", (string)(await EndedAsync(server, organisation))["status"]!);
    }

    [Fact]
    public async Task A_client_that_takes_longer_than_a_snapshot_may_last_gets_the_rest_from_another_and_is_told()
    {
        await using var server = await AuditServer.StartAsync(api, "exports_slow", "--Exports:SnapshotSeconds=2");
        var organisation = await server.NewOrganisationAsync();
        var count = await Exporting.FillAsync(organisation, server.SqlAsync, Many);
        using var client = await OpenAsync(server, organisation, "format=ndjson");
        var text = new StringBuilder(await ReadAsync(client, 100_000));

        // The client holds still: PostgreSQL must not be held by it.
        await Eventually.IsTrueAsync(async () => await RunningAsync(server) == 1);
        await Eventually.IsTrueAsync(async () => await HeldAsync(server) == 0);
        (await organisation.Admin.PutAsync("/v1/incidents/ffffffff-ffff-4fff-bfff-fffffffffff0", Given.Incident("Recorded meanwhile"))).Expect(HttpStatusCode.Created);
        text.Append(await ReadAsync(client, int.MaxValue));

        var ids = text.ToString().Split("{\"externalRef\"", StringSplitOptions.None).Length;
        var manifest = await EndedAsync(server, organisation);
        Assert.Equal("complete", (string)manifest["status"]!);
        Assert.Equal(count + 1, (long)manifest["rows"]!);
        var snapshots = manifest["snapshots"]!.AsArray();
        Assert.True(snapshots.Count >= 2, manifest.ToJsonString());
        Assert.Equal("Recorded meanwhile", (string)Assert.Single(await ChangesAsync(organisation, snapshots[0]!))!["document"]!["title"]!);
        Assert.Empty(await ChangesAsync(organisation, snapshots[^1]!));
        Assert.Equal(0, (long)snapshots[0]!["rows"]!);
        Assert.All(snapshots.Zip(snapshots.Skip(1)), pair => Assert.True((long)pair.First!["rows"]! < (long)pair.Second!["rows"]!));
        Assert.Contains("Recorded meanwhile", text.ToString(), StringComparison.Ordinal);
        Assert.Contains("Export-Manifest: {", text.ToString(), StringComparison.Ordinal);
        Assert.NotEqual(0, ids);
    }

    [Fact]
    public async Task An_export_in_many_snapshots_holds_each_row_once()
    {
        await using var server = await AuditServer.StartAsync(api, "exports_many", "--Exports:SnapshotSeconds=0.001");
        var organisation = await server.NewOrganisationAsync();
        var count = await Exporting.FillAsync(organisation, server.SqlAsync, 200);

        foreach (var query in (string[])["format=ndjson", "format=ndjson&from=2024"])
        {
            var file = await organisation.Admin.ExportAsync(query);

            // Many do not fit into a field of HTTP: there the first and the last stand for all.
            var snapshots = (await organisation.Admin.ManifestAsync(file.Id))["snapshots"]!.AsArray();
            Assert.True(snapshots.Count > 1, file.Manifest.ToJsonString());
            var told = snapshots.Select(snapshot => snapshot!.ToJsonString()).ToList();
            Assert.Equal(told.Count > 20 ? [told[0], told[^1]] : told, file.Manifest["snapshots"]!.AsArray().Select(snapshot => snapshot!.ToJsonString()));
            var ids = file.Lines.Select(line => (string)line["id"]!).ToList();
            Assert.Equal(count, ids.Count);
            Assert.Equal(ids.Distinct().Order(StringComparer.Ordinal), ids);
            Assert.Equal(file.Sha256, (string)file.Manifest["sha256"]!);
        }
    }

    [Fact]
    public async Task An_export_holds_no_place_of_other_requests_and_one_too_many_is_told_to_come_again()
    {
        await using var server = await AuditServer.StartAsync(api, "exports_share", "--Exports:AtOncePerOrganisation=1", "--Exports:AtOnce=2", "--Limits:AtOnce=1", "--Limits:AtOncePerOrganisation=1", "--Limits:Patience=1");
        var (organisation, other, third) = (await server.NewOrganisationAsync(), await server.NewOrganisationAsync(), await server.NewOrganisationAsync());
        await Exporting.FillAsync(organisation, server.SqlAsync, Many);
        await Exporting.FillAsync(other, server.SqlAsync, Many);
        using var slow = await OpenAsync(server, organisation, "format=ndjson");
        using var otherSlow = await OpenAsync(server, other, "format=csv");
        await ReadAsync(slow, 100_000);
        await ReadAsync(otherSlow, 100_000);

        for (var i = 0; i < 5; i++) (await organisation.Admin.ReadAsync("/v1/incidents?limit=1")).Expect(HttpStatusCode.OK);
        var second = (await organisation.Admin.ReadAsync("/v1/incidents/export?format=ndjson")).Expect(429, "too-many-requests");
        var ofThird = (await third.Admin.ReadAsync("/v1/incidents/export?format=ndjson")).Expect(429, "too-many-requests");

        Assert.All([second, ofThird], refused => Assert.True(refused.Headers.RetryAfter!.Delta >= TimeSpan.FromSeconds(1)));
        slow.Dispose();
        await Eventually.IsTrueAsync(async () => (await organisation.Admin.ReadAsync("/v1/incidents/export?format=ndjson&tag=nothing")).Status == HttpStatusCode.OK);
    }

    [Fact]
    public async Task An_export_that_takes_too_long_is_cut_off_and_gives_its_place_to_the_next()
    {
        await using var server = await AuditServer.StartAsync(api, "exports_longest", "--Exports:LongestSeconds=2", "--Exports:AtOncePerOrganisation=1");
        var organisation = await server.NewOrganisationAsync();
        await Exporting.FillAsync(organisation, server.SqlAsync, Many);
        using var still = await OpenAsync(server, organisation, "format=ndjson");
        await ReadAsync(still, 100_000);

        // The client holds still: neither the query nor the place may be held by it.
        await Eventually.IsTrueAsync(async () => await HeldAsync(server) == 0);
        var manifest = await EndedAsync(server, organisation);
        var rest = await ReadAsync(still, int.MaxValue);

        Assert.Equal("failed", (string)manifest["status"]!);
        Assert.InRange((long)manifest["rows"]!, 1, Many - 1);
        Assert.DoesNotContain("\r\n0\r\n", rest[^Math.Min(rest.Length, 200)..], StringComparison.Ordinal);
        Assert.DoesNotContain("Export-Manifest: {", rest, StringComparison.Ordinal);
        Assert.NotEmpty((await organisation.Admin.ExportAsync("format=ndjson&after=ffffffff-ffff-4fff-bfff-fffffffffff0")).Id);
    }

    private static async Task<TcpClient> OpenAsync(AuditServer server, TestOrganisation organisation, string query)
    {
        var client = new TcpClient { ReceiveBufferSize = 64 * 1024 };
        await client.ConnectAsync(IPAddress.Parse(server.Address.Host), server.Address.Port, Cancellation);
        await client.GetStream().WriteAsync(Encoding.ASCII.GetBytes($"GET /v1/incidents/export?{query} HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer {organisation.AdminKey}\r\nConnection: close\r\n\r\n"), Cancellation);
        return client;
    }

    /// <summary>At least so many characters, or all until the server closes.</summary>
    private static async Task<string> ReadAsync(TcpClient client, int least)
    {
        var text = new StringBuilder();
        var buffer = new byte[64 * 1024];
        try
        {
            while (text.Length < least && await client.GetStream().ReadAsync(buffer, Cancellation) is > 0 and var length) text.Append(Encoding.Latin1.GetString(buffer, 0, length));
        }
        catch (IOException)
        {
            // It was cut off.
        }

        return text.ToString();
    }

    private static async Task<long> RunningAsync(AuditServer server) => await CountAsync(server, "state = 'active' and query like '%document from incidents%'");

    /// <summary>The sessions that hold a snapshot, whatever they do.</summary>
    private static async Task<long> HeldAsync(AuditServer server) => await CountAsync(server, "backend_xmin is not null");

    private static async Task<long> CountAsync(AuditServer server, string condition) =>
        (long)(await server.SqlAsync($"select count(*) from pg_stat_activity where datname = current_database() and pid <> pg_backend_pid() and usename = 'incidents_app' and {condition}"))[0][0];

    /// <summary>The manifest of the organisation's export, when it runs no more.</summary>
    private static async Task<JsonObject> EndedAsync(AuditServer server, TestOrganisation organisation)
    {
        var id = Convert.ToString((await server.SqlAsync($"select id from exports where organisation_id = '{organisation.Id}' order by began_at desc limit 1"))[0][0], CultureInfo.InvariantCulture)!;
        await Eventually.IsTrueAsync(async () => (string)(await organisation.Admin.ManifestAsync(id))["status"]! != "running");
        return await organisation.Admin.ManifestAsync(id);
    }

    /// <summary>What happened after a snapshot.</summary>
    private static async Task<JsonArray> ChangesAsync(TestOrganisation organisation, JsonNode snapshot) =>
        (await organisation.Admin.ReadAsync($"/v1/changes?include=document&after={(string)snapshot["position"]!}")).Expect(HttpStatusCode.OK).Json["items"]!.AsArray();
}
