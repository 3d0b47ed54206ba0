using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Text;
using System.Text.Json.Nodes;
using IncidentApi.Tests.Local;
using IncidentApi.Tests.Support;
using IncidentApi.Tests.Support.Programs;

namespace IncidentApi.Tests.Features.Webhooks;

/// <summary>Partners verify with the library of Standard Webhooks: it takes ours for genuine, and nothing that somebody made of it.</summary>
public sealed class VerifierTests(WebhookService webhooks) : IClassFixture<WebhookService>
{
    [Fact]
    public async Task The_library_takes_ours_and_refuses_what_was_changed_or_is_old_or_another_s()
    {
        var organisation = await webhooks.Service.NewOrganisationAsync();

        // The address has to be known before the secret: a first receiver only lends its port.
        await using var relay = await Receiver.StartAsync();
        var hook = await organisation.Admin.HookAsync(relay.Url);
        await using var genuine = await NodeReceiver.StartAsync((string)hook.Json["secret"]!);
        (await organisation.Admin.PutAsync($"/v1/webhooks/{hook.Id}", Hooks.Body(genuine.Url))).Expect(HttpStatusCode.OK);

        var record = (await organisation.Admin.PostAsync("/v1/incidents", Given.Incident("Обыск в офисе"))).Expect(HttpStatusCode.Created);
        await organisation.Admin.UntilAsync(hook, "delivered", 1);
        var said = await genuine.NextAsync();
        Assert.True((bool)said["verified"]!, said.ToJsonString());
        var body = (string)said["body"]!;
        Assert.Equal(record.Id, (string)JsonNode.Parse(body)!["data"]!["id"]!);

        var headers = said["headers"]!.AsObject().ToDictionary(header => header.Key, header => (string)header.Value!);
        Assert.StartsWith("IncidentApi-Webhooks/", headers["user-agent"], StringComparison.Ordinal);
        var old = (long.Parse(headers["webhook-timestamp"], CultureInfo.InvariantCulture) - 600).ToString(CultureInfo.InvariantCulture);
        foreach (var (what, forged, text) in new (string, Dictionary<string, string>, string)[]
        {
            ("another version", headers, body.Replace("\"version\":1", "\"version\":2", StringComparison.Ordinal)),
            ("a byte more", headers, body + " "),
            ("another id", With(headers, "webhook-id", Guid.CreateVersion7().ToString()), body),
            ("an old time", With(headers, "webhook-timestamp", old), body),
            ("a time to come", With(headers, "webhook-timestamp", (long.Parse(old, CultureInfo.InvariantCulture) + 1_200).ToString(CultureInfo.InvariantCulture)), body),
            ("no signature", With(headers, "webhook-signature", ""), body),
            ("a made up signature", With(headers, "webhook-signature", "v1," + Convert.ToBase64String(new byte[32])), body),
            ("a signature of another form", With(headers, "webhook-signature", headers["webhook-signature"].Replace("v1,", "v1a,", StringComparison.Ordinal)), body),
        })
        {
            Assert.Equal((what, HttpStatusCode.BadRequest), (what, await PostAsync(genuine.Url, forged, text)));
        }

        Assert.Equal(HttpStatusCode.NoContent, await PostAsync(genuine.Url, headers, body));
        await using var stranger = await NodeReceiver.StartAsync("whsec_" + Convert.ToBase64String(new byte[32]));
        Assert.Equal(HttpStatusCode.BadRequest, await PostAsync(stranger.Url, headers, body));
    }

    [Fact]
    public async Task While_secrets_overlap_a_message_satisfies_both_and_then_the_new_one_alone()
    {
        var organisation = await webhooks.Service.NewOrganisationAsync();
        await using var relay = await Receiver.StartAsync();
        var hook = await organisation.Admin.HookAsync(relay.Url);
        var rotated = (await organisation.Admin.SendAsync(HttpMethod.Post, $"/v1/webhooks/{hook.Id}/secret/rotation")).Expect(HttpStatusCode.OK).Json;
        await using var before = await NodeReceiver.StartAsync((string)hook.Json["secret"]!);
        await using var after = await NodeReceiver.StartAsync((string)rotated["secret"]!);
        Assert.InRange((DateTimeOffset)rotated["previousUntil"]! - TimeProvider.System.GetUtcNow(), TimeSpan.FromHours(23), TimeSpan.FromHours(24));
        Assert.NotNull((await organisation.Admin.HookOfAsync(hook))["previousSecretUntil"]);

        (await organisation.Admin.PostAsync("/v1/incidents", Given.Incident())).Expect(HttpStatusCode.Created);
        await Eventually.IsTrueAsync(() => relay.Taken.Count == 1);
        Assert.Equal(2, relay.Taken[0].Headers["webhook-signature"].Split(' ').Length);
        foreach (var receiver in new[] { before, after }) Assert.Equal(HttpStatusCode.NoContent, await PostAsync(receiver.Url, relay.Taken[0].Headers, relay.Taken[0].Text));

        // When the time is over, or at once where it was asked for.
        await webhooks.Service.SqlAsync($"update webhooks set previous_until = now() - interval '1 second' where id = '{hook.Id}'");
        (await organisation.Admin.PostAsync("/v1/incidents", Given.Incident())).Expect(HttpStatusCode.Created);
        await Eventually.IsTrueAsync(() => relay.Taken.Count == 2);
        Assert.Equal(HttpStatusCode.BadRequest, await PostAsync(before.Url, relay.Taken[1].Headers, relay.Taken[1].Text));
        Assert.Equal(HttpStatusCode.NoContent, await PostAsync(after.Url, relay.Taken[1].Headers, relay.Taken[1].Text));

        (await organisation.Admin.SendAsync(HttpMethod.Post, $"/v1/webhooks/{hook.Id}/secret/rotation?overlap=0")).Expect(HttpStatusCode.OK);
        (await organisation.Admin.PostAsync("/v1/incidents", Given.Incident())).Expect(HttpStatusCode.Created);
        await Eventually.IsTrueAsync(() => relay.Taken.Count == 3);
        Assert.DoesNotContain(' ', relay.Taken[2].Headers["webhook-signature"]);
        Assert.Equal(HttpStatusCode.BadRequest, await PostAsync(after.Url, relay.Taken[2].Headers, relay.Taken[2].Text));
    }

    private static Dictionary<string, string> With(Dictionary<string, string> headers, string name, string value) => new(headers) { [name] = value };

    private static async Task<HttpStatusCode> PostAsync(string url, IReadOnlyDictionary<string, string> headers, string body)
    {
        using var client = new HttpClient(new SocketsHttpHandler());
        using var request = new HttpRequestMessage(HttpMethod.Post, url) { Content = new StringContent(body, Encoding.UTF8, "application/json") };
        foreach (var (name, value) in headers.Where(header => header.Key.StartsWith("webhook-", StringComparison.Ordinal))) request.Headers.TryAddWithoutValidation(name, value);
        using var answer = await client.SendAsync(request, TestContext.Current.CancellationToken);
        return answer.StatusCode;
    }

    /// <summary>The receiver of a partner, on Node.js.</summary>
    private sealed class NodeReceiver : IAsyncDisposable
    {
        private readonly Process _process;

        private NodeReceiver(Process process, string url) => (_process, Url) = (process, url);

        public string Url { get; }

        public static async Task<NodeReceiver> StartAsync(string secret)
        {
            var folder = await NodeProgram.InstallAsync("webhook-receiver", "receiver.mjs");
            var process = Process.Start(new ProcessStartInfo("node", [Path.Combine(folder, "receiver.mjs")]) { RedirectStandardInput = true, RedirectStandardOutput = true })!;
            await process.StandardInput.WriteLineAsync(new JsonObject { ["secret"] = secret }.ToJsonString());
            await process.StandardInput.FlushAsync();
            var ready = await process.StandardOutput.ReadLineAsync(TestContext.Current.CancellationToken) ?? throw new InvalidOperationException("The receiver does not start.");
            return new NodeReceiver(process, $"http://127.0.0.1:{JsonNode.Parse(ready)!["port"]}/hook");
        }

        /// <summary>What it says of the next message.</summary>
        public async Task<JsonNode> NextAsync() => JsonNode.Parse((await _process.StandardOutput.ReadLineAsync(TestContext.Current.CancellationToken))!)!;

        public async ValueTask DisposeAsync()
        {
            _process.Kill();
            await _process.WaitForExitAsync();
            _process.Dispose();
        }
    }
}
