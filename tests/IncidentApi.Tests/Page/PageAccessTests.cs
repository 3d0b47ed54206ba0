using IncidentApi.Tests.Support;
using IncidentApi.Tests.Support.Browsers;
using Microsoft.Playwright;

namespace IncidentApi.Tests.Page;

/// <summary>The page for everybody: by keyboard, with a screen reader, on a phone, in the dark, on paper.</summary>
[Collection(nameof(SamplePage))]
public sealed class PageAccessTests(SamplePage sample)
{
    [Theory]
    [InlineData("desktop", "?lang=en", 1280, false)]
    [InlineData("desktop-dark", "?lang=ru&map=world&kind=measure", 1280, true)]
    [InlineData("phone", "?lang=en", 360, false)]
    [InlineData("phone-ky", "?lang=ky&violation=threat&from=2015", 360, false)]
    [InlineData("phone-dark", "?lang=ru&measure=victims&by=quarter", 360, true)]
    public Task Axe_finds_nothing_and_nothing_sticks_out(string name, string query, int width, bool dark) => sample.VisitAsync(query, async page =>
    {
        await page.PictureAsync($"page-{name}");
        Assert.Equal(width, await page.EvaluateAsync<int>("() => document.documentElement.scrollWidth"));
        await Axe.FindsNothingAsync(page);

        for (var closed = page.Locator("details:not([open]) > summary"); await closed.CountAsync() > 0;) await closed.First.ClickAsync();
        await Axe.FindsNothingAsync(page);
        Assert.Equal(width, await page.EvaluateAsync<int>("() => document.documentElement.scrollWidth"));

        await page.Locator(".incidents a").First.ClickAsync();
        await Assertions.Expect(page.Locator("#detail .facts")).ToBeVisibleAsync();
        await Axe.FindsNothingAsync(page);
        await page.Keyboard.PressAsync("Escape");
        await page.Locator("#key-button").ClickAsync();
        await Axe.FindsNothingAsync(page);
    }, Looks(width, dark));

    [Fact]
    public Task A_keyboard_reaches_filters_bars_and_regions_in_the_order_of_reading() => sample.VisitAsync("?lang=en", async page =>
    {
        await page.Keyboard.PressAsync("Tab");
        Assert.Equal("Skip to the figures", await FocusedAsync(page));
        var seen = new List<string>();
        while (seen.Count < 90 && !seen.LastOrDefault("").StartsWith("Bishkek: 1", StringComparison.Ordinal))
        {
            await page.Keyboard.PressAsync("Tab");
            seen.Add(await FocusedAsync(page));
            Assert.True(await page.EvaluateAsync<bool>("() => document.activeElement.matches(':focus-visible')"), $"Nobody sees where the focus is: {seen[^1]}");
        }

        string[] expected = ["English", "Use a key", "Filters", "From", "Group of violations", "Apply", "The numbers behind this: Events", "Count Incidents", "2020: 6", "As a table", "Bishkek: 1"];
        var places = expected.Select(one => seen.FindIndex(name => name.StartsWith(one, StringComparison.Ordinal))).ToList();
        Assert.True(places.All(place => place >= 0) && places.SequenceEqual(places.Order()), string.Join(" → ", seen));

        // Enter filters, and the focus stays where it was.
        await page.Keyboard.PressAsync("Enter");
        await page.ReadyAsync();
        Assert.Equal("KG-GB", page.Query()["region"]);
        Assert.StartsWith("Bishkek: 1", await FocusedAsync(page), StringComparison.Ordinal);
    });

    [Fact]
    public Task An_opened_incident_holds_the_focus_and_gives_it_back() => sample.VisitAsync("?lang=en", async page =>
    {
        var link = page.Locator(".incidents a").First;
        await link.FocusAsync();
        await page.Keyboard.PressAsync("Enter");
        await Assertions.Expect(page.Locator("#detail .facts")).ToBeVisibleAsync();
        for (var step = 0; step < 25; step++)
        {
            await page.Keyboard.PressAsync("Tab");
            Assert.True(await page.EvaluateAsync<bool>("() => document.activeElement === document.body || !!document.activeElement.closest('#detail')"), await FocusedAsync(page));
        }

        await page.Keyboard.PressAsync("Escape");
        await Assertions.Expect(link).ToBeFocusedAsync();
    });

    [Fact]
    public Task It_prints_its_figures_and_none_of_its_buttons() => sample.VisitAsync("?lang=en&from=2015", async page =>
    {
        await page.EmulateMediaAsync(new() { Media = Media.Print });
        await Assertions.Expect(page.Locator("#filters form")).ToBeHiddenAsync();
        await Assertions.Expect(page.Locator(".chips")).ToBeVisibleAsync();
        await Assertions.Expect(page.GetByRole(AriaRole.Button, new() { Name = "Show more" })).ToBeHiddenAsync();
        await Assertions.Expect(page.Locator("#time svg")).ToBeVisibleAsync();
        var path = Repository.Path("artifacts/screenshots/page.pdf");
        await page.PdfAsync(new() { Path = path, Format = "A4", PrintBackground = false });
        TestContext.Current.TestOutputHelper!.WriteLine("Print: {0}", path);
    });

    private static BrowserNewContextOptions Looks(int width, bool dark) => new()
    {
        ViewportSize = new() { Width = width, Height = width < 500 ? 740 : 900 },
        ColorScheme = dark ? ColorScheme.Dark : ColorScheme.Light,
        ReducedMotion = ReducedMotion.Reduce,
    };

    private static Task<string> FocusedAsync(IPage page) => page.EvaluateAsync<string>(
        "() => { const at = document.activeElement; const name = at.getAttribute('aria-label') ?? (at.labels?.[0]?.textContent || at.textContent); return (at.type === 'radio' ? at.closest('fieldset').querySelector('legend').textContent + ' ' : '') + name.trim(); }");
}
