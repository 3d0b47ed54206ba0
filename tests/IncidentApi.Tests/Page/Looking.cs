using System.Text.Json.Nodes;
using IncidentApi.Tests.Support;
using Microsoft.Playwright;

namespace IncidentApi.Tests.Page;

/// <summary>What a reader sees and does.</summary>
internal static class Looking
{
    /// <summary>Waits until every part of the page is drawn.</summary>
    public static Task ReadyAsync(this IPage page) => Assertions.Expect(page.Locator("html[data-state=ready]")).ToBeAttachedAsync(new() { Timeout = 30_000 });

    public static async Task<int> NumberAsync(this IPage page, string card) =>
        int.Parse(await page.Locator($"#figure-{card} .number").InnerTextAsync(), System.Globalization.CultureInfo.InvariantCulture);

    /// <summary>The rows of a breakdown: code and figure, without empty ones.</summary>
    public static async Task<Dictionary<string, string>> RowsAsync(this IPage page, string within)
    {
        var rows = await page.Locator($"{within} tr[data-code]").EvaluateAllAsync<string[][]>("rows => rows.map(row => [row.dataset.code, row.querySelector('td').textContent])");
        return rows.Where(row => row[1] != "0").ToDictionary(row => row[0], row => row[1]);
    }

    /// <summary>The parameters in the page's address.</summary>
    public static Dictionary<string, string> Query(this IPage page) => System.Web.HttpUtility.ParseQueryString(new Uri(page.Url).Query) is var query
        ? query.AllKeys.ToDictionary(name => name!, name => query[name]!)
        : [];

    /// <summary>A figure in the page's English words.</summary>
    public static string Words(JsonNode? figure)
    {
        if (figure is null) return "–";
        var (min, max, unknown, organisations) = ((long)figure["min"]!, (long)figure["max"]!, (long)figure["unknownGroups"]!, (long?)figure["organisations"] ?? 0);
        var number = min == max ? $"{max}" : $"{min}–{max}";
        string?[] parts =
        [
            max == 0 && unknown > 0 ? null : number,
            unknown > 0 ? $"+ {unknown} {(unknown == 1 ? "group" : "groups")} of unknown size" : null,
            organisations > 0 ? $"+ {organisations} {(organisations == 1 ? "organisation" : "organisations")}" : null,
        ];
        return string.Join(' ', parts.OfType<string>());
    }

    /// <summary>Takes a picture for people to look at, and says where it lies.</summary>
    public static async Task PictureAsync(this IPage page, string name, bool whole = true)
    {
        var path = Repository.Path($"artifacts/screenshots/{name}.png");

        // To hide the caret, Playwright would write a style into the page, which its policy rightly refuses.
        await page.ScreenshotAsync(new() { Path = path, FullPage = whole, Caret = ScreenshotCaret.Initial });
        TestContext.Current.TestOutputHelper!.WriteLine("Picture: {0}", path);
    }
}
