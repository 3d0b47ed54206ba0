using Microsoft.Playwright;

namespace IncidentApi.Tests.Page;

/// <summary>What the page shows is what the API says, figure by figure.</summary>
[Collection(nameof(SamplePage))]
public sealed class PageFigureTests(SamplePage sample)
{
    private static readonly string[] Kinds = ["events", "patterns", "measures"];

    private static readonly string[] OfActs = ["violations", "victims"];

    private static readonly string[] Breakdowns = ["violation", "perpetrator", "defenderRole", "verification"];

    [Fact]
    public Task The_key_figures_are_the_sample_s() => sample.VisitAsync("?lang=en", async page =>
    {
        var records = (await sample.AskAsync("/v1/statistics?measure=incidents&kind=event,pattern,measure"))["total"]!;

        Assert.Equal((16, 14, 12), ((int)records["events"]!["max"]!, (int)records["patterns"]!["max"]!, (int)records["measures"]!["max"]!));
        foreach (var kind in Kinds) Assert.Equal((int)records[kind]!["max"]!, await page.NumberAsync(kind));
        foreach (var measure in OfActs)
        {
            var figure = (await sample.AskAsync($"/v1/statistics?measure={measure}"))["total"]!["events"]!;
            var shown = await page.Locator($"#figure-{measure} .number, #figure-{measure} .extra").AllInnerTextsAsync();
            Assert.Equal(Looking.Words(figure), string.Join(' ', shown));
        }

        await Assertions.Expect(page.Locator("#figures")).ToContainTextAsync("Documented cases, not an estimate of all that happened.");
    });

    [Theory]
    [InlineData("incidents", "year", "event")]
    [InlineData("victims", "year", "event")]
    [InlineData("violations", "quarter", "event")]
    [InlineData("incidents", "month", "measure")]
    public Task The_table_over_time_holds_every_figure_of_the_api(string measure, string by, string kind) => sample.VisitAsync($"?lang=en&measure={measure}&by={by}&kind={kind}", async page =>
    {
        var column = $"{kind}s";
        var whole = await sample.AskAsync($"/v1/statistics?measure={measure}&groupBy={by}&kind={kind}&fill=true");
        var split = await sample.AskAsync($"/v1/statistics?measure={measure}&groupBy={by},violationGroup&kind={kind}");
        var groups = split["groups"]!.AsArray().ToDictionary(group => ((string)group!["key"]![by]!, (string)group["key"]!["violationGroup"]!), group => Looking.Words(group![column]));
        var buckets = whole["groups"]!.AsArray().Select(group => (Bucket: (string)group!["key"]![by]!, Figure: Looking.Words(group[column]))).ToList();
        Assert.True(buckets.Count > 3, $"Only {buckets.Count} buckets.");

        await page.Locator("#time summary").ClickAsync();
        var rows = await page.Locator("#time tbody tr").EvaluateAllAsync<string[][]>("rows => rows.map(row => [...row.cells].slice(1).map(cell => cell.textContent))");

        Assert.Equal(buckets.OrderBy(bucket => bucket.Bucket == "undated").ThenBy(bucket => bucket.Bucket, StringComparer.Ordinal).Select(bucket => bucket.Figure), rows.Select(row => row[0]));
        Assert.Equal(groups.Values.Order(StringComparer.Ordinal), rows.SelectMany(row => row[1..]).Where(cell => cell != "–").Order(StringComparer.Ordinal));
        Assert.Equal(await page.Locator("#time svg [data-bucket]").CountAsync(), buckets.Count);
    });

    [Fact]
    public Task Places_and_breakdowns_are_the_api_s() => sample.VisitAsync("?lang=en", async page =>
    {
        await EqualAsync(page, "#where", "region", "&country=KG");
        foreach (var dimension in Breakdowns) await EqualAsync(page, $"#by-{dimension}", dimension);
        var unplaced = (await page.RowsAsync("#where"))["unspecified"];
        await Assertions.Expect(page.Locator("#where .unplaced")).ToHaveTextAsync($"{unplaced} of 16 without a recorded region: not on the map.");
    });

    [Fact]
    public Task The_latest_incidents_are_the_list_s_and_open() => sample.VisitAsync("?lang=en", async page =>
    {
        var list = (await sample.AskAsync("/v1/incidents?kind=event&limit=200"))["items"]!.AsArray().Select(item => (string)item!["title"]!).ToList();

        Assert.Equal(list.Take(10), await page.Locator(".incidents h3").AllInnerTextsAsync());
        await page.GetByRole(AriaRole.Button, new() { Name = "Show more" }).ClickAsync();
        await Assertions.Expect(page.Locator(".incidents li")).ToHaveCountAsync(list.Count);
        Assert.Equal(list, await page.Locator(".incidents h3").AllInnerTextsAsync());

        await page.Locator(".incidents a").Nth(3).ClickAsync();
        var dialog = page.GetByRole(AriaRole.Dialog, new() { Name = list[3] });
        await Assertions.Expect(dialog).ToBeVisibleAsync();
        var incident = await sample.AskAsync($"/v1/incidents/{page.Query()["incident"]}");
        await Assertions.Expect(dialog).ToContainTextAsync((string)incident["summary"]!);
        await Assertions.Expect(dialog).ToContainTextAsync((string)incident["reference"]!);
        foreach (var person in incident["people"]!.AsArray()) await Assertions.Expect(dialog).ToContainTextAsync((string?)person!["name"] ?? (string)person["label"]!);
        await page.PictureAsync("page-detail", whole: false);

        await page.Keyboard.PressAsync("Escape");
        await Assertions.Expect(dialog).ToBeHiddenAsync();
        Assert.False(page.Query().ContainsKey("incident"));
    });

    [Fact]
    public Task Every_address_behind_a_figure_answers() => sample.VisitAsync("?lang=en&group=expression&from=2015", async page =>
    {
        var addresses = await page.Locator(".behind a").EvaluateAllAsync<string[]>("links => links.map(link => link.getAttribute('href'))");

        Assert.True(addresses.Distinct().Count() > 10, string.Join('\n', addresses));
        using var client = new HttpClient(new SocketsHttpHandler { UseProxy = false }) { BaseAddress = new Uri(sample.Url) };
        foreach (var address in addresses)
        {
            using var answer = await client.GetAsync(new Uri(address, UriKind.Relative), TestContext.Current.CancellationToken);
            Assert.True(answer.IsSuccessStatusCode, $"{address}: {answer.StatusCode}");
        }
    });

    private async Task EqualAsync(IPage page, string within, string dimension, string more = "")
    {
        var groups = (await sample.AskAsync($"/v1/statistics?groupBy={dimension}{more}"))["groups"]!.AsArray();
        var expected = groups.ToDictionary(group => (string)group!["key"]![dimension]!, group => Looking.Words(group!["events"]));
        Assert.NotEmpty(expected);
        Assert.Equal(expected.OrderBy(row => row.Key, StringComparer.Ordinal), (await page.RowsAsync(within)).OrderBy(row => row.Key, StringComparer.Ordinal));
    }
}
