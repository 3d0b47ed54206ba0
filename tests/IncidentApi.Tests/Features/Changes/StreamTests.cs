using System.Net;
using System.Net.ServerSentEvents;
using System.Text.Json.Nodes;
using IncidentApi.Tests.Local;
using IncidentApi.Tests.Support;

namespace IncidentApi.Tests.Features.Changes;

/// <summary>Changes as Server-Sent Events, read with the parser of .NET.</summary>
public sealed class StreamTests(Api api)
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("own")]
    [InlineData("shared")]
    [InlineData("public")]
    public async Task Changes_come_as_they_happen_and_who_connects_again_goes_on_behind_the_last(string scope)
    {
        await using var installation = await Installation.StartAsync(api, $"stream_{scope}");
        var (organisation, partner) = (await installation.NewOrganisationAsync(), await installation.NewOrganisationAsync());
        (await organisation.ShareAsync(partner)).Expect(HttpStatusCode.Created);
        var reader = scope switch { "own" => organisation.Admin, "shared" => partner.Admin, _ => installation.Anonymous() };
        string last;
        await using (var stream = await Opened.StreamAsync(reader, $"/v1/changes/stream?scope={scope}&include=document"))
        {
            Assert.Equal(("ping", ""), await stream.NextAsync() is var ping ? (ping.EventType, ping.Data) : default);
            Assert.Equal(TimeSpan.FromSeconds(3), ping.ReconnectionInterval);
            await organisation.PublishedAsync(Given.Incident("One"));

            var item = await stream.NextAsync();
            var change = JsonNode.Parse(item.Data)!;
            Assert.Equal(("incident.created", (string)change["cursor"]!, 1L), (item.EventType, (string)JsonNode.Parse(item.Data)!["cursor"]!, (long)change["position"]!));
            Assert.Equal("One", (string)change["document"]!["title"]!);
            last = item.EventId!;
        }

        var seen = (await reader.FollowAsync(scope: scope)).Changes.Count;
        await organisation.PublishedAsync(Given.Incident("Two"));
        await using var again = await Opened.StreamAsync(reader, $"/v1/changes/stream?scope={scope}&after=end", last);
        var positions = new List<long>();
        while (positions.Count < (scope == "own" ? seen + 3 : seen + 1) - 1)
        {
            var item = await again.NextAsync();
            if (item.EventType != "ping") positions.Add((long)JsonNode.Parse(item.Data)!["position"]!);
        }

        Assert.Equal(Enumerable.Range(2, positions.Count).Select(n => (long)n), positions);
    }

    [Fact]
    public async Task A_stream_says_what_it_is_and_ends_by_itself()
    {
        await using var other = await api.StartServiceAsync("--Changes:StreamMinutes=0.01");
        using var response = await api.Anonymous(new Uri(other.Urls.Single())).GetAsync("/v1/changes/stream?after=end", HttpCompletionOption.ResponseHeadersRead, Cancellation);

        Assert.Equal(("text/event-stream", "no-store"), (response.Content.Headers.ContentType!.ToString(), response.Headers.CacheControl!.ToString()));
        Assert.Equal(["no"], response.Headers.GetValues("X-Accel-Buffering"));
        var text = await response.Content.ReadAsStringAsync(Cancellation);
        Assert.Contains("event: ping\n", text, StringComparison.Ordinal);
        Assert.Contains("retry: 3000\n", text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_stream_of_a_key_that_is_revoked_ends()
    {
        await using var installation = await Installation.StartAsync(api, "stream_revoked");
        var organisation = await installation.NewOrganisationAsync();
        var issued = (await organisation.Admin.PostAsync($"/v1/organisations/{organisation.Id}/keys", JsonNode.Parse("""{"name":"k","role":"observer"}"""))).Expect(HttpStatusCode.Created);
        var reader = installation.With((string)issued.Json["key"]!);
        await using var stream = await Opened.StreamAsync(reader, "/v1/changes/stream?after=end");
        await stream.NextAsync();

        (await organisation.Admin.SendAsync(HttpMethod.Delete, $"/v1/organisations/{organisation.Id}/keys/{issued.Id}")).Expect(HttpStatusCode.NoContent);
        while (await stream.TryNextAsync() is { } ping) Assert.Equal("ping", ping.EventType);

        (await organisation.Admin.PostAsync("/v1/incidents", Given.Incident())).Expect(HttpStatusCode.Created);
        (await reader.ReadAsync("/v1/changes/stream?after=end")).Expect(401, "invalid-key");
    }

    [Fact]
    public async Task A_service_that_stops_ends_its_streams()
    {
        await using var installation = await Installation.StartAsync(api, "stream_stopped");
        var instance = await installation.StartInstanceAsync();
        await using var stream = await Opened.StreamAsync(installation.Anonymous(new Uri(instance.Urls.Single())), "/v1/changes/stream?after=end");
        await stream.NextAsync();

        await instance.StopAsync(Cancellation);

        Assert.Null(await stream.TryNextAsync());
    }

    [Fact]
    public async Task Streams_hold_no_connection_and_no_place_and_who_leaves_gives_his_back()
    {
        await using var installation = await Installation.StartAsync(api, "stream_places", "--Changes:FollowersPerKey=12", "--Limits:AtOnce=1", "--Limits:AtOncePerOrganisation=1");
        var organisation = await installation.NewOrganisationAsync();
        var streams = new List<Opened>();
        for (var i = 0; i < 12; i++) streams.Add(await Opened.StreamAsync(organisation.Admin, "/v1/changes/stream"));
        foreach (var stream in streams) await stream.NextAsync();
        (await organisation.Admin.ReadAsync("/v1/changes/stream")).Expect(429, "too-many-requests");

        (await organisation.Admin.PostAsync("/v1/incidents", Given.Incident())).Expect(HttpStatusCode.Created);
        foreach (var stream in streams) Assert.Equal("incident.created", (await stream.NextAsync()).EventType);
        foreach (var stream in streams) await stream.DisposeAsync();

        await Eventually.IsTrueAsync(async () =>
        {
            using var response = await organisation.Admin.GetAsync("/v1/changes/stream", HttpCompletionOption.ResponseHeadersRead, Cancellation);
            return response.StatusCode == HttpStatusCode.OK;
        });
    }

    [Fact]
    public async Task A_client_that_takes_nothing_is_cut_off()
    {
        await using var installation = await Installation.StartAsync(api, "stream_slow", "--Changes:FollowersPerKey=1",
            "--Kestrel:Limits:MinResponseDataRate:BytesPerSecond=10000000", "--Kestrel:Limits:MinResponseDataRate:GracePeriod=00:00:02");
        var organisation = await installation.NewOrganisationAsync();
        var body = Given.Incident().With("/summary", string.Concat(Enumerable.Repeat("Officers came at night. ", 800)));
        for (var batch = 0; batch < 6; batch++)
        {
            (await organisation.Admin.PostAsync("/v1/incidents/batch", new JsonObject { ["items"] = new JsonArray([.. Enumerable.Range(0, 100).Select(_ => body.DeepClone())]) })).Expect(HttpStatusCode.OK);
        }

        await using var client = await RawConnection.OpenAsync(installation.Address);
        await client.SendAsync($"GET /v1/changes/stream?include=document HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer {organisation.AdminKey}\r\n\r\n");
        await Eventually.IsTrueAsync(async () => await OpensAsync() == HttpStatusCode.TooManyRequests);
        await Eventually.IsTrueAsync(async () => await OpensAsync() == HttpStatusCode.OK);

        async Task<HttpStatusCode> OpensAsync()
        {
            using var response = await organisation.Admin.GetAsync("/v1/changes/stream?after=end", HttpCompletionOption.ResponseHeadersRead, Cancellation);
            return response.StatusCode;
        }
    }
}

/// <summary>A stream that a client holds open.</summary>
internal sealed class Opened : IAsyncDisposable
{
    private readonly HttpResponseMessage _response;
    private readonly IAsyncEnumerator<SseItem<string>> _items;

    private Opened(HttpResponseMessage response, Stream content) => (_response, _items) = (response, SseParser.Create(content).EnumerateAsync().GetAsyncEnumerator());

    public static async Task<Opened> StreamAsync(HttpClient client, string path, string? last = null)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, path);
        if (last is not null) request.Headers.Add("Last-Event-ID", last);
        var response = await client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, TestContext.Current.CancellationToken);
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        return new Opened(response, await response.Content.ReadAsStreamAsync(TestContext.Current.CancellationToken));
    }

    public async Task<SseItem<string>> NextAsync() => await TryNextAsync() ?? throw new InvalidOperationException("The stream has ended.");

    /// <summary>Null at its end.</summary>
    public async Task<SseItem<string>?> TryNextAsync()
    {
        try
        {
            return await _items.MoveNextAsync().AsTask().WaitAsync(TimeSpan.FromSeconds(30), TestContext.Current.CancellationToken) ? _items.Current : null;
        }
        catch (Exception cut) when (cut is HttpIOException or IOException)
        {
            return null;
        }
    }

    public ValueTask DisposeAsync()
    {
        _response.Dispose();
        return ValueTask.CompletedTask;
    }
}
