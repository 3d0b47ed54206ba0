using System.Net.Http.Headers;
using System.Text.Json.Nodes;
using IncidentApi.Tests.Local;
using IncidentApi.Tests.Support;
using IncidentApi.Tests.Support.Browsers;
using Microsoft.Playwright;

namespace IncidentApi.Tests.Page;

/// <summary>The service with the published sample, as the launcher starts it, and one browser that looks at its page.</summary>
public sealed class SamplePage : IAsyncLifetime
{
    private readonly TemporaryFolder _folder = new();
    private LauncherProcess? _launcher;
    private LauncherProcess.Ready? _ready;
    private IPlaywright? _playwright;
    private IBrowser? _browser;

    public string Url => _ready!.Url;

    internal string AdminKey => _ready!.AdminKey;

    public async ValueTask InitializeAsync()
    {
        // All tests look from one network, and faster than people do.
        _launcher = LauncherProcess.Start(_folder, server: null, [], ("Limits__Network__Permits", "1000000"), ("Limits__Key__Permits", "1000000"));
        _playwright = await Playwright.CreateAsync();
        _browser = await Chromium.LaunchAsync(_playwright);
        _ready = await _launcher.ReadyAsync();
    }

    /// <summary>What the API says to somebody without a key, or with one.</summary>
    internal async Task<JsonNode> AskAsync(string path, string? key = null)
    {
        using var client = _ready!.Anybody();
        if (key is not null) client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", key);
        return (await client.ReadAsync(path)).Expect(System.Net.HttpStatusCode.OK).Json;
    }

    /// <summary>Records a draft of the sample's organisation, which the public must not see.</summary>
    internal async Task<string> DraftAsync(JsonObject incident)
    {
        using var client = _ready!.Client();
        return (await client.PostAsync("/v1/incidents", incident)).Expect(System.Net.HttpStatusCode.Created).Id;
    }

    /// <summary>
    /// Opens the page, waits until all of it is drawn, and looks. Whatever the browser complains of, or asks another origin for, fails the test,
    /// but for refusals that it expects.
    /// </summary>
    internal async Task VisitAsync(string query, Func<IPage, Task> look, BrowserNewContextOptions? options = null, string? url = null, string refusals = "")
    {
        await using var context = await _browser!.NewContextAsync(options ?? new() { ViewportSize = new() { Width = 1280, Height = 900 } });
        var page = await context.NewPageAsync();
        page.SetDefaultTimeout(30_000);
        var complaints = new List<string>();
        await page.AddInitScriptAsync("document.addEventListener('securitypolicyviolation', e => console.error(`Against the policy: ${e.violatedDirective} ${e.blockedURI} ${e.sample}`))");
        page.Console += (_, message) =>
        {
            if (message.Type is "error" or "warning" && !(refusals.Length > 0 && message.Text.Contains("Failed to load resource", StringComparison.Ordinal) && refusals.Split(' ').Any(status => message.Text.Contains(status, StringComparison.Ordinal)))) complaints.Add(message.Text);
        };
        page.PageError += (_, error) => complaints.Add(error);
        page.Request += (_, request) =>
        {
            if (!request.Url.StartsWith(url ?? Url, StringComparison.Ordinal) && !request.Url.StartsWith("data:", StringComparison.Ordinal)) complaints.Add($"Asked for {request.Url}");
        };

        await page.GotoAsync($"{url ?? Url}/{query}");
        if (refusals.Length == 0) await page.ReadyAsync();
        await look(page);
        Assert.True(complaints.Count == 0, string.Join('\n', complaints));
    }

    public async ValueTask DisposeAsync()
    {
        if (_browser is not null) await _browser.DisposeAsync();
        _playwright?.Dispose();
        _launcher?.Dispose();
        _folder.Dispose();
    }
}

/// <summary>The tests that share one service and one browser.</summary>
[CollectionDefinition(nameof(SamplePage))]
public sealed class SamplePageTests : ICollectionFixture<SamplePage>;
