using System.Net;
using System.Net.Sockets;
using System.Text.Json.Nodes;
using IncidentApi.Tests.Local;
using IncidentApi.Tests.Support;

namespace IncidentApi.Tests.Features.Changes;

/// <summary>Streams whose client stops reading, through a socket that holds little. The server's own limit on slow clients is out of the way.</summary>
public sealed class SlowReaderTests(Api api)
{
    private const int Records = 51;

    /// <summary>How many long documents may be on the way: the kernel takes up to 4 MB of them from the server (tcp_wmem).</summary>
    private const int OnTheWay = 24;

    private static readonly string[] OneFollower =
    [
        "--Changes:Followers=1", "--Changes:StreamMinutes=10", "--Kestrel:Limits:MinResponseDataRate:BytesPerSecond=1", "--Kestrel:Limits:MinResponseDataRate:GracePeriod=01:00:00",
    ];

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_key_that_is_revoked_while_its_client_takes_nothing_is_sent_nothing_more()
    {
        await using var service = await api.StartServiceAsync(OneFollower);
        var address = new Uri(service.Urls.Single());
        var organisation = await api.NewOrganisationAsync();
        await RecordAsync(organisation);
        var issued = (await organisation.Admin.PostAsync($"/v1/organisations/{organisation.Id}/keys", JsonNode.Parse("""{"name":"k","role":"observer"}"""))).Expect(HttpStatusCode.Created);
        using var reader = SlowReader(address, (string)issued.Json["key"]!);
        await using var stream = await Opened.StreamAsync(reader, "/v1/changes/stream?include=document");
        await stream.NextAsync();

        (await organisation.Admin.SendAsync(HttpMethod.Delete, $"/v1/organisations/{organisation.Id}/keys/{issued.Id}")).Expect(HttpStatusCode.NoContent);
        await HasEndedAsync(api.With(organisation.AdminKey, address));

        var got = 0;
        while (await stream.TryNextAsync() is not null) got++;
        Assert.InRange(got, 0, OnTheWay);
    }

    [Fact]
    public async Task What_is_withdrawn_while_the_client_takes_nothing_is_not_sent()
    {
        await using var service = await api.StartServiceAsync(OneFollower);
        var address = new Uri(service.Urls.Single());
        var organisation = await api.NewOrganisationAsync();
        var records = await RecordAsync(organisation);
        using var reader = SlowReader(address, organisation.AdminKey);
        await using var stream = await Opened.StreamAsync(reader, "/v1/changes/stream?include=document");
        await stream.NextAsync();

        foreach (var record in records) (await organisation.StepAsync(record, "withdrawn", reason: "safety")).Expect(HttpStatusCode.OK);

        var documents = new List<bool>();
        while (documents.Count < 2 * Records)
        {
            var item = await stream.NextAsync();
            if (item.EventType != "ping") documents.Add(JsonNode.Parse(item.Data)!["document"] is not null);
        }

        Assert.InRange(documents.Count(there => there), 1, OnTheWay);
    }

    [Fact]
    public async Task A_stream_ends_in_its_time_and_with_its_service_also_while_its_client_takes_nothing()
    {
        await using var service = await api.StartServiceAsync([.. OneFollower, "--Changes:StreamMinutes=0.001"]);
        var address = new Uri(service.Urls.Single());
        var organisation = await api.NewOrganisationAsync();
        await RecordAsync(organisation);
        using var reader = SlowReader(address, organisation.AdminKey);
        await using var stream = await Opened.StreamAsync(reader, "/v1/changes/stream?include=document");
        await stream.NextAsync();

        await HasEndedAsync(api.With(organisation.AdminKey, address));

        await using var other = await api.StartServiceAsync(OneFollower);
        using var again = SlowReader(new Uri(other.Urls.Single()), organisation.AdminKey);
        await using var held = await Opened.StreamAsync(again, "/v1/changes/stream?include=document");
        await held.NextAsync();
        await other.StopAsync(Cancellation).WaitAsync(TimeSpan.FromSeconds(20), Cancellation);
    }

    /// <summary>Waits until another stream finds the only place.</summary>
    private static Task HasEndedAsync(HttpClient client) => Eventually.IsTrueAsync(async () =>
    {
        using var response = await client.GetAsync("/v1/changes/stream?after=end", HttpCompletionOption.ResponseHeadersRead, Cancellation);
        return response.StatusCode == HttpStatusCode.OK;
    });

    /// <summary>Long records, more than a stream reads at once.</summary>
    private static async Task<List<Answer>> RecordAsync(TestOrganisation organisation)
    {
        var text = new string('x', 5_000);
        var body = Given.Incident();
        body["interventions"] = new JsonArray([.. Enumerable.Range(0, 44).Select(n => new JsonObject { ["key"] = $"{n}", ["type"] = "un_statement", ["text"] = text })]);
        var records = new List<Answer>();
        for (var i = 0; i < Records; i++) records.Add((await organisation.Admin.PostAsync("/v1/incidents", body)).Expect(HttpStatusCode.Created));
        return records;
    }

    /// <summary>A client that holds 4 KB of what it was not asked for yet.</summary>
    private static HttpClient SlowReader(Uri address, string key)
    {
        var handler = new SocketsHttpHandler
        {
            ConnectCallback = async (context, cancellation) =>
            {
                var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { ReceiveBufferSize = 4096 };
                await socket.ConnectAsync(context.DnsEndPoint, cancellation);
                return new NetworkStream(socket, ownsSocket: true);
            },
        };
#pragma warning disable RS0030 // Tests own their clients.
        var client = new HttpClient(handler) { BaseAddress = address };
#pragma warning restore RS0030
        client.DefaultRequestHeaders.Authorization = new("Bearer", key);
        return client;
    }
}
