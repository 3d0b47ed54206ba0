using System.Net;
using IncidentApi.Tests.Support;
using IncidentApi.Tests.Support.Browsers;
using Microsoft.Playwright;

namespace IncidentApi.Tests.Contract;

/// <summary>A person with a browser finds the API, shows a key, and tries it.</summary>
public sealed class ExplorerTests(Api api)
{
    [Fact]
    public async Task A_reader_records_and_finds_an_incident_in_the_browser()
    {
        var organisation = await api.NewOrganisationAsync();
        using var playwright = await Playwright.CreateAsync();
        await using var browser = await Chromium.LaunchAsync(playwright);
        var page = await browser.NewPageAsync(new() { ViewportSize = new() { Width = 1280, Height = 1600 } });
        page.SetDefaultTimeout(60_000);
        var complaints = new List<string>();
        page.Console += (_, message) => { if (message.Type == "error") complaints.Add(message.Text); };
        page.PageError += (_, error) => complaints.Add(error);
        page.Request += (_, request) =>
        {
            if (!request.Url.StartsWith(api.Address.ToString(), StringComparison.Ordinal) && !request.Url.StartsWith("data:", StringComparison.Ordinal)) complaints.Add(request.Url);
        };

        await page.GotoAsync(new Uri(api.Address, "/swagger").ToString());
        await page.Locator(".auth-wrapper .authorize").ClickAsync();
        await page.Locator(".modal-ux input").First.FillAsync(organisation.AdminKey);
        await page.Locator(".modal-ux .auth-btn-wrapper .authorize").First.ClickAsync();
        await page.Locator(".modal-ux .btn-done").First.ClickAsync();

        var create = await TryAsync(page, "createIncident", "201");
        await create.Locator(".live-responses-table").ScreenshotAsync(Screenshot("swagger-create"));
        var list = await TryAsync(page, "listIncidents", "200");
        await list.Locator(".live-responses-table").ScreenshotAsync(Screenshot("swagger-list"));

        var found = (await organisation.Admin.ReadAsync("/v1/incidents")).Json["items"]!.AsArray();
        var title = (string)Assert.Single(found)!["title"]!;
        Assert.Contains(title, await create.Locator(".live-responses-table").InnerTextAsync(), StringComparison.Ordinal);
        Assert.Contains(title, await list.Locator(".live-responses-table").InnerTextAsync(), StringComparison.Ordinal);
        Assert.Equal("0", await page.EvaluateAsync<string>("String(localStorage.length)"));
        Assert.True(complaints.Count == 0, string.Join('\n', complaints));
    }

    [Fact]
    public async Task Both_forms_of_the_document_can_be_chosen_and_show_their_examples()
    {
        using var playwright = await Playwright.CreateAsync();
        await using var browser = await Chromium.LaunchAsync(playwright);
        var page = await browser.NewPageAsync(new() { ViewportSize = new() { Width = 1280, Height = 1600 } });
        page.SetDefaultTimeout(60_000);
        var complaints = new List<string>();
        page.Console += (_, message) => { if (message.Type == "error") complaints.Add(message.Text); };
        page.PageError += (_, error) => complaints.Add(error);

        await page.GotoAsync(new Uri(api.Address, "/swagger/index.html#/Incidents/createIncident").ToString());
        foreach (var form in (string[])["3.1", "3.0"])
        {
            var choice = page.Locator("#select option", new() { HasTextString = $"OpenAPI {form}" });
            await page.Locator("#select").SelectOptionAsync(await choice.GetAttributeAsync("value") ?? "");
            await Assertions.Expect(page.Locator(".info .version-stamp", new() { HasTextString = $"OAS {form}" })).ToBeVisibleAsync();
            var create = page.Locator("[id$='-createIncident']");
            await Assertions.Expect(create).ToBeVisibleAsync();
            if (!await create.Locator(".opblock-body").IsVisibleAsync()) await create.Locator(".opblock-summary-control").First.ClickAsync();
            await Assertions.Expect(create.Locator(".opblock-section-request-body .body-param__example, .opblock-section-request-body .example, .opblock-section-request-body textarea").First).ToContainTextAsync("externalRef");
        }

        Assert.True(complaints.Count == 0, string.Join('\n', complaints));
    }

    [Fact]
    public async Task The_page_runs_no_script_but_the_service_s_own_files()
    {
        using var answer = await api.Anonymous().GetAsync(new Uri("/swagger/index.html", UriKind.Relative), TestContext.Current.CancellationToken);

        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        var policy = Assert.Single(answer.Headers.GetValues("Content-Security-Policy"));
        Assert.StartsWith("default-src 'none'; script-src 'self'; style-src 'self' 'sha256-", policy, StringComparison.Ordinal);
        Assert.DoesNotContain("unsafe", policy, StringComparison.Ordinal);
    }

    /// <summary>Opens an operation, sends its example, and waits for the answer.</summary>
    private static async Task<ILocator> TryAsync(IPage page, string operation, string status)
    {
        var block = page.Locator($"[id$='-{operation}']");
        await block.Locator(".opblock-summary-control").First.ClickAsync();
        await block.Locator(".try-out__btn").ClickAsync();
        await block.Locator(".execute").ClickAsync();
        await Assertions.Expect(block.Locator(".live-responses-table .response-col_status").Last).ToContainTextAsync(status, new() { Timeout = 60_000 });
        return block;
    }

    // To hide the caret, Playwright would write a style into the page, which its policy rightly refuses.
    private static LocatorScreenshotOptions Screenshot(string name) => new() { Path = Repository.Path($"artifacts/screenshots/{name}.png"), Caret = ScreenshotCaret.Initial };
}
