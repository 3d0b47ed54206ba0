using IncidentApi.Tests.Support;
using IncidentApi.Tests.Support.Browsers;
using Microsoft.Playwright;

namespace IncidentApi.Tests.Platform.ProblemPages;

/// <summary>The pages of problems as people see and hear them.</summary>
public sealed class ProblemPageBrowserTests(Api api)
{
    [Theory]
    [InlineData(1280, ColorScheme.Light)]
    [InlineData(360, ColorScheme.Dark)]
    public async Task Axe_finds_nothing_nothing_sticks_out_and_the_way_leads_from_the_list_to_the_operation(int width, ColorScheme colours)
    {
        using var playwright = await Playwright.CreateAsync();
        await using var browser = await Chromium.LaunchAsync(playwright);
        var page = await browser.NewPageAsync(new() { ViewportSize = new() { Width = width, Height = 900 }, ColorScheme = colours });
        var complaints = new List<string>();
        page.Console += (_, message) => { if (message.Type is "error" or "warning") complaints.Add(message.Text); };
        page.PageError += (_, error) => complaints.Add(error);

        await page.GotoAsync(new Uri(api.Address, "/problems").ToString());
        await LookAsync(page, width, $"problems-{width}");
        await page.GetByRole(AriaRole.Link, new() { Name = "name-in-text", Exact = true }).ClickAsync();
        await LookAsync(page, width, $"problem-{width}");
        Assert.Equal("720px", await page.EvaluateAsync<string>("() => getComputedStyle(document.body).maxWidth"));

        await page.GetByRole(AriaRole.Link, new() { Name = "POST /v1/incidents/{id}/transitions" }).ClickAsync();
        await Assertions.Expect(page.Locator("[id$='-transitionIncident'].is-open")).ToBeVisibleAsync(new() { Timeout = 60_000 });
        Assert.True(complaints.Count == 0, string.Join('\n', complaints));
    }

    private static async Task LookAsync(IPage page, int width, string picture)
    {
        await page.ScreenshotAsync(new() { Path = Repository.Path($"artifacts/screenshots/{picture}.png"), FullPage = true, Caret = ScreenshotCaret.Initial });
        Assert.Equal(width, await page.EvaluateAsync<int>("() => document.documentElement.scrollWidth"));
        await Axe.FindsNothingAsync(page);
    }
}
