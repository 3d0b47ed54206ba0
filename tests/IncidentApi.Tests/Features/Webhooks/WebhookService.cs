using System.Net;
using System.Text.Json.Nodes;
using IncidentApi.Tests.Features.Incidents.Freshness;
using IncidentApi.Tests.Local;
using IncidentApi.Tests.Support;
using IncidentApi.Tests.Support.Browsers;

namespace IncidentApi.Tests.Features.Webhooks;

/// <summary>A service that delivers, impatiently, to receivers on this machine; on a database of its own, so that no other instance takes its work.</summary>
public sealed class WebhookService(Api api) : IAsyncLifetime
{
    internal static readonly string[] Impatient =
    [
        "--Webhooks:Deliver=true", "--Webhooks:PollSeconds=0.05", "--Webhooks:RetryFirstSeconds=0.05", "--Webhooks:RetryLongestSeconds=0.2", "--Webhooks:BreakerFailures=1000",
        "--Webhooks:AttemptSeconds=3", "--Webhooks:ConnectSeconds=2", "--Webhooks:LeaseSeconds=6",
    ];

    internal QuietService Service { get; private set; } = null!;

    public async ValueTask InitializeAsync() => Service = await QuietService.StartAsync(api, Impatient);

    public ValueTask DisposeAsync() => Service.DisposeAsync();
}

/// <summary>Webhooks as their owners handle them.</summary>
internal static class Hooks
{
    public static readonly string[] AllEvents = ["incident.created", "incident.changed", "incident.removed"];

    public static JsonObject Body(string url, string[]? events = null, JsonObject? more = null)
    {
        var body = new JsonObject { ["url"] = url, ["events"] = new JsonArray([.. (events ?? AllEvents).Select(name => JsonValue.Create(name))]) };
        foreach (var (name, value) in more ?? []) body[name] = value?.DeepClone();
        return body;
    }

    /// <summary>Registers a webhook.</summary>
    public static async Task<Answer> HookAsync(this HttpClient client, string url, JsonObject? more = null, string[]? events = null) =>
        (await client.PostAsync("/v1/webhooks", Body(url, events, more))).Expect(HttpStatusCode.Created);

    public static async Task<JsonNode> HookOfAsync(this HttpClient client, Answer hook) => (await client.ReadAsync($"/v1/webhooks/{hook.Id}")).Expect(HttpStatusCode.OK).Json;

    /// <summary>Its deliveries, newest first.</summary>
    public static async Task<List<JsonNode>> DeliveriesAsync(this HttpClient client, Answer hook, string query = "") => await client.WalkAsync($"/v1/webhooks/{hook.Id}/deliveries?limit=200{query}");

    /// <summary>Waits until so many of its events stand so.</summary>
    public static Task UntilAsync(this HttpClient client, Answer hook, string status, int count) =>
        Eventually.IsTrueAsync(async () => (await client.DeliveriesAsync(hook, $"&status={status}")).Count >= count);
}
