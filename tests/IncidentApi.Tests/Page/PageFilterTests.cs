using Microsoft.Playwright;

namespace IncidentApi.Tests.Page;

/// <summary>Filters narrow what is shown, and stand in the address.</summary>
[Collection(nameof(SamplePage))]
public sealed class PageFilterTests(SamplePage sample)
{
    [Fact]
    public Task A_filter_narrows_every_figure_and_stands_in_the_address() => sample.VisitAsync("?lang=en", async page =>
    {
        await page.GetByLabel("Group of violations", new() { Exact = true }).SelectOptionAsync("liberty");
        await page.ReadyAsync();
        var types = (await sample.AskAsync("/v1/vocabularies/violations.type"))["items"]!.AsArray().Where(type => (string)type!["group"]! == "liberty").Select(type => (string)type!["code"]!);
        await EqualAsync(page, $"violation={string.Join(',', types)}");
        Assert.Equal("liberty", page.Query()["group"]);

        await page.GetByLabel("Alleged perpetrator", new() { Exact = true }).SelectOptionAsync("state_unspecified");
        await page.ReadyAsync();
        await EqualAsync(page, $"violation={string.Join(',', types)}&perpetrator=state_unspecified");

        await page.GetByRole(AriaRole.Button, new() { Name = "Group of violations: Liberty (remove this filter)" }).ClickAsync();
        await page.ReadyAsync();
        await EqualAsync(page, "perpetrator=state_unspecified");
        Assert.Equal(["lang", "perpetrator"], page.Query().Keys.Order(StringComparer.Ordinal));

        await page.GoBackAsync();
        await page.ReadyAsync();
        Assert.Equal("liberty", page.Query()["group"]);
        await EqualAsync(page, $"violation={string.Join(',', types)}&perpetrator=state_unspecified");

        await page.GetByRole(AriaRole.Button, new() { Name = "Clear all filters" }).ClickAsync();
        await page.ReadyAsync();
        Assert.Equal(16, await page.NumberAsync("events"));
    });

    [Theory]
    [InlineData("?lang=en&from=2020&to=2020", "from=2020&to=2020")]
    [InlineData("?lang=en&violation=threat&verification=unverified", "violation=threat&verification=unverified")]
    [InlineData("?lang=en&defenderRole=lawyer&q=movement", "defenderRole=lawyer&q=movement")]
    [InlineData("?lang=en&country=KG&to=2019-12", "country=KG&to=2019-12")]
    public Task A_shared_address_shows_what_it_says(string address, string filter) => sample.VisitAsync(address, page => EqualAsync(page, filter));

    [Fact]
    public Task A_click_on_a_bar_shows_its_time() => sample.VisitAsync("?lang=en", async page =>
    {
        await page.Locator("#time a[data-bucket='2020']").ClickAsync();
        await page.ReadyAsync();

        Assert.Equal(("2020", "2020"), (page.Query()["from"], page.Query()["to"]));
        await EqualAsync(page, "from=2020&to=2020");
    });

    [Fact]
    public Task A_click_on_the_map_shows_its_place() => sample.VisitAsync("?lang=en", async page =>
    {
        await page.Locator("svg.map a[data-code='KG-J']").ClickAsync();
        await page.ReadyAsync();
        Assert.Equal("KG-J", page.Query()["region"]);
        await EqualAsync(page, "region=KG-J");
        await Assertions.Expect(page.Locator("svg.map a[data-code='KG-J']")).ToHaveAttributeAsync("aria-current", "true");

        // The other regions stay to be chosen; the same one again takes the filter away.
        await Assertions.Expect(page.Locator("svg.map a[data-code='KG-GB']")).ToBeVisibleAsync();
        await page.Locator("svg.map a[data-code='KG-J']").ClickAsync();
        await page.ReadyAsync();
        Assert.False(page.Query().ContainsKey("region"));

        await page.GetByRole(AriaRole.Radio, new() { Name = "World" }).CheckAsync();
        await page.ReadyAsync();
        await page.Locator("svg.map a[data-code='KG']").ClickAsync();
        await page.ReadyAsync();
        Assert.Equal("KG", page.Query()["country"]);
        await page.PictureAsync("page-world");
    });

    [Fact]
    public Task What_the_page_does_not_know_in_its_address_it_says() => sample.VisitAsync("?lang=en&contry=KG&kind=rumour", async page =>
    {
        await Assertions.Expect(page.Locator("#notices")).ToContainTextAsync("left it out: contry, kind=rumour");
        Assert.Equal(16, await page.NumberAsync("events"));
    });

    [Fact]
    public Task Another_language_changes_every_word_and_no_figure() => sample.VisitAsync("?lang=en", async page =>
    {
        var before = await page.Locator(".number").AllInnerTextsAsync();
        foreach (var (language, name, heading, group) in new[] { ("ru", "Русский", "Главные цифры", "Личная неприкосновенность"), ("ky", "Кыргызча", "Негизги сандар", "Өмүр") })
        {
            await page.GetByRole(AriaRole.Link, new() { Name = name }).ClickAsync();
            await page.ReadyAsync();
            Assert.Equal(language, page.Query()["lang"]);
            await Assertions.Expect(page.Locator("html")).ToHaveAttributeAsync("lang", language);
            await Assertions.Expect(page.Locator("#figures-heading")).ToHaveTextAsync(heading);
            await Assertions.Expect(page.Locator("#filter-group")).ToContainTextAsync(group);
            Assert.Equal(before, await page.Locator(".number").AllInnerTextsAsync());

            // What is left of a sentence that nobody filled would show its holes.
            Assert.DoesNotMatch(@"\{\w+\}|undefined|\[object|NaN", await page.Locator("body").InnerTextAsync());
        }
    });

    /// <summary>Key figures and list are those of this filter.</summary>
    private async Task EqualAsync(IPage page, string filter)
    {
        var figures = (await sample.AskAsync($"/v1/statistics?kind=event,pattern,measure&{filter}"))["total"]!;
        foreach (var kind in new[] { "events", "patterns", "measures" }) Assert.Equal((int)figures[kind]!["max"]!, await page.NumberAsync(kind));
        var list = (await sample.AskAsync($"/v1/incidents?kind=event&limit=10&{filter}"))["items"]!.AsArray().Select(item => (string)item!["title"]!);
        Assert.Equal(list, await page.Locator(".incidents h3").AllInnerTextsAsync());
    }
}
