using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Net.Sockets;
using System.Text.Json.Nodes;

namespace IncidentApi.Tests.Local;

/// <summary>The sample as everybody sees it: whole, once, and never over what somebody decided since.</summary>
public sealed class SampleTests : IDisposable
{
    private const int SampleSize = 43;

    private readonly TemporaryFolder _folder = new();

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Everybody_reads_the_sample_as_its_organisation_published_it()
    {
        using var launcher = LauncherProcess.Start(_folder);
        var ready = await launcher.ReadyAsync();

        using var client = ready.Anybody();
        var items = await ItemsAsync(client, "/v1/incidents?limit=200&fields=all");

        Assert.Equal(SampleSize, items.Count);
        Assert.All(items, item =>
        {
            Assert.Equal("published", (string)item["status"]!);
            Assert.Equal("public", (string)item["visibility"]!);
            Assert.Equal(1, (int)item["version"]!);
            Assert.Equal("Sample organisation", (string)item["organisation"]!["name"]!);
            Assert.False(item.ContainsKey("externalRef"));
        });

        // The eight people whom the documents name may be named; everybody else stands by a label.
        var people = items.SelectMany(item => item["people"]?.AsArray() ?? []).ToList();
        Assert.Equal(8, people.Count(person => person!["name"] is not null));
        Assert.All(people.Where(person => person!["name"] is null), person => Assert.NotNull(person!["label"]));

        // Places go to the step that the defaults allow: no point of a town is shown.
        Assert.All(items.Select(item => item["location"]!), place => Assert.Contains((string)place["precision"]!, (string[])["region", "country"]));
        Assert.Equal(0, await launcher.StopAsync("INT"));
    }

    [Fact]
    public async Task A_launcher_that_is_killed_while_it_publishes_is_followed_by_one_that_finishes()
    {
        var port = FreePort();
        using (var killed = LauncherProcess.Start(_folder, "--port", $"{port}"))
        {
            using var client = new HttpClient(new SocketsHttpHandler { UseProxy = false }) { BaseAddress = new Uri($"http://127.0.0.1:{port}") };
            await Eventually.IsTrueAsync(() => SomeArePublic(client));
            await killed.KillAsync();
        }

        using var next = LauncherProcess.Start(_folder, "--port", $"{port}");
        var ready = await next.ReadyAsync();

        // Drafted, submitted, published: each once, whichever launcher did it.
        using var own = ready.Client();
        var records = await ItemsAsync(own, "/v1/incidents?limit=200");
        Assert.Equal(SampleSize, records.Count);
        Assert.All(records, record => Assert.Equal(3, (int)record["version"]!));
        Assert.Equal(SampleSize, await ready.PublicCountAsync());
        Assert.Equal(0, await next.StopAsync("INT"));
    }

    [Theory]
    [InlineData("Wanted")]
    [InlineData("Loaded")]
    public async Task What_somebody_decided_about_records_of_the_sample_stays_so(string stateBefore)
    {
        using (var first = LauncherProcess.Start(_folder))
        {
            var ready = await first.ReadyAsync();
            using var client = ready.Client();
            var ids = (await ItemsAsync(client, "/v1/incidents?limit=3")).Select(item => (string)item["id"]!).ToList();
            await SendAsync(client, HttpMethod.Delete, $"/v1/incidents/{ids[0]}?reason=safety", body: null);
            await SendAsync(client, HttpMethod.Post, $"/v1/incidents/{ids[1]}/transitions", new JsonObject { ["to"] = "returned", ["reason"] = "Ask again." });
            await SendAsync(client, HttpMethod.Patch, $"/v1/incidents/{ids[2]}", new JsonObject { ["title"] = "Another title" });
            Assert.Equal(SampleSize - 2, await ready.PublicCountAsync());
            Assert.Equal(0, await first.StopAsync("INT"));
        }

        // As a launcher leaves it that is killed before it is done, or that knew of no publishing.
        await File.WriteAllTextAsync(_folder["data/sample"], stateBefore, Cancellation);
        using var second = LauncherProcess.Start(_folder);
        var again = await second.ReadyAsync();

        Assert.Equal(SampleSize - 2, await again.PublicCountAsync());
        using var own = again.Client();
        Assert.Single(await ItemsAsync(own, "/v1/incidents?limit=200&status=withdrawn"));
        Assert.Single(await ItemsAsync(own, "/v1/incidents?limit=200&status=returned"));
        Assert.Equal(0, await second.StopAsync("INT"));
        Assert.Contains("43 incidents from public documents about Kyrgyzstan, 40 of them published:", second.Output, StringComparison.Ordinal);
        foreach (var reason in new[] { "it is withdrawn.", "it is returned.", "it was changed here." })
        {
            Assert.Contains(reason, second.Output, StringComparison.Ordinal);
        }
    }

    private static bool SomeArePublic(HttpClient client)
    {
        try
        {
            using var response = client.Send(new HttpRequestMessage(HttpMethod.Get, "/v1/incidents?limit=1"), Cancellation);
            using var page = new StreamReader(response.Content.ReadAsStream(Cancellation));
            return response.StatusCode == HttpStatusCode.OK && JsonNode.Parse(page.ReadToEnd())!["items"]!.AsArray().Count > 0;
        }
        catch (HttpRequestException)
        {
            return false;
        }
    }

    private static async Task SendAsync(HttpClient client, HttpMethod method, string path, JsonObject? body)
    {
        using var request = new HttpRequestMessage(method, path) { Content = body is null ? null : JsonContent.Create(body) };
        if (method == HttpMethod.Patch) request.Content!.Headers.ContentType = new MediaTypeHeaderValue("application/merge-patch+json");
        request.Headers.IfMatch.Add(new EntityTagHeaderValue("\"3\""));
        using var response = await client.SendAsync(request, Cancellation);
        Assert.True(response.IsSuccessStatusCode, await response.Content.ReadAsStringAsync(Cancellation));
    }

    private static async Task<List<JsonObject>> ItemsAsync(HttpClient client, string path) =>
        [.. JsonNode.Parse(await client.GetStringAsync(path, Cancellation))!["items"]!.AsArray().Select(item => item!.AsObject())];

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
