using System.Text.Json.Nodes;
using IncidentApi.Tests.Support;
using Microsoft.Playwright;

namespace IncidentApi.Tests.Page;

/// <summary>With a key the page shows one's own records, and keeps neither key nor records anywhere.</summary>
[Collection(nameof(SamplePage))]
public sealed class PageKeyTests(SamplePage sample)
{
    // Other people write titles: this one would run, if the page ever made HTML of a text.
    private const string Title = "A draft <img src=x onerror=\"document.title='broken'\"> & more";

    [Fact]
    public async Task A_key_shows_drafts_that_the_public_does_not_and_is_kept_nowhere()
    {
        await sample.DraftAsync(Given.Incident(Title, on: "2026-10-03").With("/summary", JsonValue.Create("<script>alert(1)</script> as text")));
        await sample.VisitAsync("?lang=en&from=2026", async page =>
        {
            var withKey = new List<string>();
            page.Request += (_, request) => { if (request.Headers.ContainsKey("authorization")) withKey.Add(new Uri(request.Url).AbsolutePath); };
            Assert.Equal(0, await page.NumberAsync("events"));
            await Assertions.Expect(page.Locator("#latest .empty")).ToHaveTextAsync("No record matches these filters.");

            await ShowKeyAsync(page, sample.AdminKey);
            await page.ReadyAsync();

            var own = await sample.AskAsync("/v1/statistics?from=2026", sample.AdminKey);
            Assert.Equal((int)own["total"]!["events"]!["max"]!, await page.NumberAsync("events"));
            await Assertions.Expect(page.Locator("#whose")).ToHaveTextAsync("Your organisation’s records, drafts too");
            await page.GetByRole(AriaRole.Link, new() { Name = Title }).ClickAsync();
            await Assertions.Expect(page.GetByRole(AriaRole.Dialog)).ToContainTextAsync("<script>alert(1)</script> as text");
            await Assertions.Expect(page.GetByRole(AriaRole.Dialog)).ToContainTextAsync("Draft");
            await page.Keyboard.PressAsync("Escape");
            Assert.Equal("Documented incidents", await page.TitleAsync());

            // A link could not show the key: the address is there to copy.
            Assert.Equal(0, await page.Locator("#figures .behind a").CountAsync());
            Assert.NotEmpty(withKey);
            Assert.All(withKey, path => Assert.StartsWith("/v1/", path, StringComparison.Ordinal));
            await NothingIsKeptAsync(page);

            await page.ReloadAsync();
            await page.ReadyAsync();
            Assert.Equal(0, await page.NumberAsync("events"));
            await Assertions.Expect(page.Locator("#whose")).ToHaveTextAsync("Public records");
        });
    }

    [Fact]
    public Task Whoever_forgets_the_key_or_leaves_the_page_sees_what_is_public() => sample.VisitAsync("?lang=en", async page =>
    {
        await ShowKeyAsync(page, sample.AdminKey);
        await Assertions.Expect(page.Locator("#key-button")).ToHaveTextAsync("Forget the key");
        await page.ReadyAsync();
        await page.Locator("#key-button").ClickAsync();
        await page.ReadyAsync();
        Assert.Equal(16, await page.NumberAsync("events"));

        await ShowKeyAsync(page, sample.AdminKey);
        await page.ReadyAsync();
        await page.GotoAsync($"{sample.Url}/v1/vocabularies");
        await page.GoBackAsync();
        await page.ReadyAsync();
        await Assertions.Expect(page.Locator("#whose")).ToHaveTextAsync("Public records");
        Assert.Equal(16, await page.NumberAsync("events"));
    });

    [Fact]
    public Task A_key_that_does_not_work_is_refused_in_words() => sample.VisitAsync("?lang=en", async page =>
    {
        await page.ReadyAsync();
        await ShowKeyAsync(page, "hrd_live_not-a-key");
        await Assertions.Expect(page.GetByRole(AriaRole.Alert)).ToContainTextAsync("The service does not accept this key.");
        await Assertions.Expect(page.Locator(".number")).ToHaveCountAsync(0);

        await page.Locator("#key-button").ClickAsync();
        await page.ReadyAsync();
        await Assertions.Expect(page.GetByRole(AriaRole.Alert)).ToHaveCountAsync(0);
    }, refusals: "401");

    private static async Task ShowKeyAsync(IPage page, string key)
    {
        await page.GetByRole(AriaRole.Button, new() { Name = "Use a key" }).ClickAsync();
        await page.GetByLabel("API key").FillAsync(key);
        await page.GetByRole(AriaRole.Button, new() { Name = "Show the records" }).ClickAsync();
    }

    private static async Task NothingIsKeptAsync(IPage page)
    {
        Assert.DoesNotContain("hrd_", page.Url, StringComparison.Ordinal);
        Assert.DoesNotContain("hrd_", await page.ContentAsync(), StringComparison.Ordinal);
        Assert.Equal("0 0 ", await page.EvaluateAsync<string>("() => `${localStorage.length} ${sessionStorage.length} ${document.cookie}`"));
        Assert.Equal(0, await page.EvaluateAsync<int>("async () => (await indexedDB.databases()).length + (await caches.keys()).length + (await navigator.serviceWorker.getRegistrations()).length"));
        Assert.DoesNotContain("hrd_", await page.EvaluateAsync<string>("() => JSON.stringify(history.state)") ?? "", StringComparison.Ordinal);
        Assert.Empty(await page.Context.CookiesAsync());
    }
}
