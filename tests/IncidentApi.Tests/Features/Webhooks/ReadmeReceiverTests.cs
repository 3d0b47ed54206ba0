using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Text;
using System.Text.RegularExpressions;
using IncidentApi.Tests.Local;
using IncidentApi.Tests.Support;
using IncidentApi.Tests.Support.Programs;

namespace IncidentApi.Tests.Features.Webhooks;

/// <summary>The receivers that the README shows, run as they stand there.</summary>
public sealed partial class ReadmeReceiverTests(WebhookService webhooks) : IClassFixture<WebhookService>
{
    [Theory]
    [InlineData("js", "node", "readme.mjs"), InlineData("py", "python3", "readme.py")]
    public async Task A_receiver_from_the_README_takes_ours_once_and_nothing_else(string language, string program, string name)
    {
        var readme = await File.ReadAllTextAsync(Repository.Path("src/IncidentApi/Features/Webhooks/README.md"), TestContext.Current.CancellationToken);
        var lines = Assert.Single(Block().Matches(readme), block => block.Groups[1].Value == language).Groups[2].Value;
        var script = Path.Combine(await NodeProgram.InstallAsync("webhook-receiver", "receiver.mjs"), name);
        await File.WriteAllTextAsync(script, lines, TestContext.Current.CancellationToken);
        var organisation = await webhooks.Service.NewOrganisationAsync();
        var port = IdentityProvider.FreePort();
        var hook = await organisation.Admin.HookAsync($"http://127.0.0.1:{port}/hook");
        await using var receiver = new Running(program, script, (string)hook.Json["secret"]!, port);

        var record = (await organisation.Admin.PostAsync("/v1/incidents", Given.Incident("Обыск в офисе"))).Expect(HttpStatusCode.Created);
        await organisation.Admin.UntilAsync(hook, "delivered", 1);
        Assert.Equal($"incident.created {record.Id}", Assert.Single(receiver.Said));

        // Again under the same id, then with two signatures, and then from somebody who has no secret.
        var delivered = Assert.Single(await organisation.Admin.DeliveriesAsync(hook));
        (await organisation.Admin.SendAsync(HttpMethod.Post, $"/v1/webhooks/{hook.Id}/deliveries/{delivered["id"]}/replay")).Expect(HttpStatusCode.Accepted);
        await Eventually.IsTrueAsync(async () => (await organisation.Admin.ReadAsync($"/v1/webhooks/{hook.Id}/deliveries/{delivered["id"]}")).Json["attempts"]!.AsArray().Count(one => (int?)one!["httpStatus"] == 204) == 2);
        (await organisation.Admin.SendAsync(HttpMethod.Post, $"/v1/webhooks/{hook.Id}/secret/rotation")).Expect(HttpStatusCode.OK);
        Assert.Equal("delivered", (string)(await organisation.Admin.SendAsync(HttpMethod.Post, $"/v1/webhooks/{hook.Id}/test")).Expect(HttpStatusCode.OK).Json["status"]!);
        Assert.Equal(HttpStatusCode.BadRequest, await ForgeAsync(port, TimeProvider.System.GetUtcNow().ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture)));
        Assert.Equal(HttpStatusCode.BadRequest, await ForgeAsync(port, "soon"));
        Assert.Equal(2, receiver.Said.Count);
        Assert.StartsWith("webhook.test", receiver.Said[1], StringComparison.Ordinal);
    }

    private static async Task<HttpStatusCode> ForgeAsync(int port, string at)
    {
        using var client = new HttpClient(new SocketsHttpHandler());
        using var request = new HttpRequestMessage(HttpMethod.Post, $"http://127.0.0.1:{port}/hook") { Content = new StringContent("{\"type\":\"incident.created\",\"data\":{}}", Encoding.UTF8, "application/json") };
        foreach (var (header, value) in new[] { ("webhook-id", $"{Guid.CreateVersion7()}"), ("webhook-timestamp", at), ("webhook-signature", "v1,bm9ib2R5") }) request.Headers.TryAddWithoutValidation(header, value);
        using var answer = await client.SendAsync(request, TestContext.Current.CancellationToken);
        return answer.StatusCode;
    }

    [GeneratedRegex("^```(js|py)\n(.*?)^```", RegexOptions.Multiline | RegexOptions.Singleline)]
    private static partial Regex Block();

    /// <summary>A program of a partner, and what it says.</summary>
    private sealed class Running : IAsyncDisposable
    {
        private readonly Process _process;
        private readonly List<string> _said = [];

        public Running(string program, string script, string secret, int port)
        {
            var start = new ProcessStartInfo(program, [script]) { RedirectStandardOutput = true, RedirectStandardError = true };
            (start.Environment["SECRET"], start.Environment["PORT"]) = (secret, port.ToString(CultureInfo.InvariantCulture));
            _process = Process.Start(start)!;
            _process.OutputDataReceived += (_, line) =>
            {
                lock (_said) if (line.Data is not null) _said.Add(line.Data);
            };
            _process.BeginOutputReadLine();
            _process.BeginErrorReadLine();
        }

        public IReadOnlyList<string> Said
        {
            get
            {
                lock (_said) return [.. _said];
            }
        }

        public async ValueTask DisposeAsync()
        {
            _process.Kill();
            await _process.WaitForExitAsync();
            _process.Dispose();
        }
    }
}
