using System.Text.Json.Nodes;
using IncidentApi.Tests.Support;
using IncidentApi.Tests.Support.Browsers;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Playwright;

namespace IncidentApi.Tests.Platform.Http;

/// <summary>Pages of other origins in a real browser, which alone decides what they get to see.</summary>
public sealed class OriginBrowserTests(Api api)
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_named_page_records_with_a_key_and_any_other_reads_what_is_public_alone()
    {
        var organisation = await api.NewOrganisationAsync();
        await organisation.PublishedAsync();
        await using var partner = await PageAsync();
        await using var stranger = await PageAsync();
        await using var service = await api.StartServiceAsync($"--Cors:Origins:0={partner.Urls.Single()}");
        using var playwright = await Playwright.CreateAsync();
        await using var browser = await Chromium.LaunchAsync(playwright);
        var ofPartner = await browser.NewPageAsync();
        await ofPartner.GotoAsync(partner.Urls.Single());
        var ofStranger = await browser.NewPageAsync();
        await ofStranger.GotoAsync(stranger.Urls.Single());
        var (api1, key) = (service.Urls.Single(), $"Bearer {organisation.AdminKey}");

        foreach (var page in new[] { ofPartner, ofStranger })
        {
            var read = await FetchAsync(page, $"{api1}/v1/incidents?limit=1", "GET", []);
            Assert.Equal(200, (int?)read["status"]);
            Assert.NotNull((string?)read["etag"]);
            Assert.NotNull((string?)read["trace"]);
            Assert.Single(JsonNode.Parse((string)read["text"]!)!["items"]!.AsArray());
            Assert.Equal(304, (int?)(await FetchAsync(page, $"{api1}/v1/incidents?limit=1", "GET", new() { ["If-None-Match"] = (string)read["etag"]! }))["status"]);
        }

        var headers = new Dictionary<string, string> { ["Authorization"] = key, ["Content-Type"] = "application/json", ["Idempotency-Key"] = "a-page", ["Prefer"] = "return=representation" };
        var made = await FetchAsync(ofPartner, $"{api1}/v1/incidents", "POST", headers, Given.Incident("Recorded by a page").ToJsonString());
        Assert.Equal(201, (int?)made["status"]);
        var location = (string)made["location"]!;
        var patched = await FetchAsync(ofPartner, new Uri(new Uri(api1), location).ToString(), "PATCH",
            new() { ["Authorization"] = key, ["Content-Type"] = "application/merge-patch+json", ["If-Match"] = (string)made["etag"]!, ["traceparent"] = "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01" }, """{"title":"Changed by a page"}""");
        Assert.Equal((200, "4bf92f3577b34da6a3ce929d0e0e4736"), ((int?)patched["status"], (string?)patched["trace"]));

        var kept = await FetchAsync(ofStranger, $"{api1}/v1/incidents", "GET", new() { ["Authorization"] = key });
        var recorded = await FetchAsync(ofStranger, $"{api1}/v1/incidents", "POST", headers, Given.Incident("Recorded by a stranger's page").ToJsonString());
        Assert.All([kept, recorded], answer => Assert.Equal("TypeError", (string?)answer["error"]));
        var own = (await organisation.Admin.ReadAsync("/v1/incidents?limit=200")).Json["items"]!.AsArray().Select(item => (string?)item!["title"]).ToList();
        Assert.Contains("Changed by a page", own);
        Assert.DoesNotContain("Recorded by a stranger's page", own);
    }

    /// <summary>What a script of a page gets to see.</summary>
    private static async Task<JsonNode> FetchAsync(IPage page, string address, string method, Dictionary<string, string> headers, string? body = null) => JsonNode.Parse(await page.EvaluateAsync<string>("""
        async ([address, method, headers, body]) => {
          try {
            const answer = await fetch(address, { method, headers, body, cache: "no-store", credentials: "omit" });
            const header = name => answer.headers.get(name);
            return JSON.stringify({ status: answer.status, text: await answer.text(), etag: header("ETag"), location: header("Location"), trace: header("Trace-Id") });
          } catch (fault) {
            return JSON.stringify({ error: fault.name });
          }
        }
        """, new object?[] { address, method, headers, body }))!;

    /// <summary>A server of somebody else with an empty page.</summary>
    private static async Task<WebApplication> PageAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        var app = builder.Build();
        app.MapGet("/", () => Results.Text("<!DOCTYPE html><title>A page</title>", "text/html"));
        await app.StartAsync(Cancellation);
        return app;
    }
}
