using System.Text.Json.Nodes;
using IncidentApi.Tests.Support.Programs;
using Microsoft.Playwright;

namespace IncidentApi.Tests.Support.Browsers;

/// <summary>Looks at a page in the browser as people do who hear it, or see it badly (axe-core).</summary>
internal static class Axe
{
    /// <summary>No serious or critical finding, nor a lesser one.</summary>
    public static async Task FindsNothingAsync(IPage page)
    {
        if (!await page.EvaluateAsync<bool>("() => 'axe' in globalThis"))
        {
            await page.EvaluateAsync(await File.ReadAllTextAsync(Path.Combine(await NodePackages.InstalledAsync("src/IncidentApi.Page"), "node_modules/axe-core/axe.min.js")));
        }

        var found = JsonNode.Parse(await page.EvaluateAsync<string>("async () => JSON.stringify((await axe.run()).violations.map(one => ({ id: one.id, impact: one.impact, where: one.nodes.map(node => node.html.slice(0, 200) + ' ' + node.failureSummary) })))"))!.AsArray();
        Assert.True(found.Count == 0, found.ToJsonString(new() { WriteIndented = true }));
    }
}
