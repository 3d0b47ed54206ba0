using System.Collections.Concurrent;
using System.Text;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace IncidentApi.Tests.Features.Webhooks;

/// <summary>A receiver of webhooks on loopback, which answers as a test tells it to and keeps what it was sent.</summary>
internal sealed class Receiver : IAsyncDisposable
{
    private readonly WebApplication _app;
    private readonly ConcurrentQueue<Received> _received = new();

    private Receiver(WebApplication app) => _app = app;

    public string Url => $"{_app.Urls.Single()}/hook";

    public IReadOnlyList<Received> All => [.. _received];

    /// <summary>What it was sent and answered with 2xx.</summary>
    public IReadOnlyList<Received> Taken => [.. _received.Where(one => one.Status is >= 200 and < 300)];

    public static async Task<Receiver> StartAsync(Func<Received, HttpContext, Task<int>>? answer = null)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        var app = builder.Build();
        var receiver = new Receiver(app);
        app.Run(async http =>
        {
            using var body = new MemoryStream();
            await http.Request.Body.CopyToAsync(body, http.RequestAborted);
            var one = new Received(http.Request.Headers.ToDictionary(header => header.Key.ToLowerInvariant(), header => header.Value.ToString()), body.ToArray());
            one.Status = answer is null ? 204 : await answer(one, http);
            receiver._received.Enqueue(one);
            if (!http.Response.HasStarted) http.Response.StatusCode = one.Status;
        });
        await app.StartAsync(TestContext.Current.CancellationToken);
        return receiver;
    }

    public static Task<Receiver> AnsweringAsync(Func<Received, int> status) => StartAsync((one, _) => Task.FromResult(status(one)));

    public async ValueTask DisposeAsync()
    {
        using var soon = new CancellationTokenSource(TimeSpan.FromMilliseconds(100));
        await _app.StopAsync(soon.Token);
        await _app.DisposeAsync();
    }
}

/// <summary>A message as it came.</summary>
internal sealed record Received(IReadOnlyDictionary<string, string> Headers, byte[] Body)
{
    public int Status { get; set; }

    public string Id => Headers["webhook-id"];

    public string Text => Encoding.UTF8.GetString(Body);

    public JsonNode Json => JsonNode.Parse(Body)!;

    public string Type => (string)Json["type"]!;

    public JsonNode Data => Json["data"]!;

    public string? Incident => (string?)Data["id"];

    public int Version => (int)Data["version"]!;
}
