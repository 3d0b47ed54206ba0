using IncidentApi.Tests.Support;
using IncidentApi.Tests.Support.Programs;
using Microsoft.AspNetCore.Builder;
using Microsoft.Playwright;

namespace IncidentApi.Tests.Page;

/// <summary>What a reader is told when there is nothing to see, or nothing to be had.</summary>
[Collection(nameof(SamplePage))]
public sealed class PageStateTests(SamplePage sample, Api api)
{
    [Fact]
    public Task Filters_that_nothing_matches_say_so() => sample.VisitAsync("?lang=en&q=zzzzzz", async page =>
    {
        Assert.Equal(0, await page.NumberAsync("events"));
        await Assertions.Expect(page.Locator("#latest")).ToContainTextAsync("No record matches these filters.");
        await Assertions.Expect(page.Locator("#time")).ToContainTextAsync("No record matches these filters.");
        await Assertions.Expect(page.GetByRole(AriaRole.Status).First).ToHaveTextAsync("0 records match.");
        await page.PictureAsync("page-empty");
    });

    [Fact]
    public Task A_filter_that_the_service_refuses_is_explained_in_its_words() => sample.VisitAsync("?lang=en&from=20x", async page =>
    {
        var alert = page.GetByRole(AriaRole.Alert);
        await Assertions.Expect(alert).ToContainTextAsync("A query parameter cannot be read.");
        await Assertions.Expect(alert).ToContainTextAsync("from:");

        // No figure stands there that would belong to other filters.
        await Assertions.Expect(page.Locator("html[data-state=failed]")).ToBeAttachedAsync();
        await Assertions.Expect(page.Locator(".number")).ToHaveCountAsync(0);
        await page.PictureAsync("page-refused");
        await page.GetByRole(AriaRole.Button, new() { Name = "Clear all filters" }).ClickAsync();
        await page.ReadyAsync();
        Assert.Equal(16, await page.NumberAsync("events"));
    }, refusals: "400");

    [Fact]
    public async Task A_service_that_is_gone_leaves_no_old_figures_and_can_be_asked_again()
    {
        var address = $"http://127.0.0.1:{IdentityProvider.FreePort()}";
        var service = await api.StartServiceAsync($"--urls={address}");
        WebApplication? next = null;
        try
        {
            await sample.VisitAsync("?lang=en", async page =>
            {
                await page.ReadyAsync();
                await service.StopAsync(TestContext.Current.CancellationToken);
                await service.DisposeAsync();
                await page.GetByLabel("Verification", new() { Exact = true }).SelectOptionAsync("verified");
                await Assertions.Expect(page.GetByRole(AriaRole.Alert)).ToContainTextAsync("The service cannot be reached.");
                await Assertions.Expect(page.Locator(".number")).ToHaveCountAsync(0);

                next = await api.StartServiceAsync($"--urls={address}");
                await page.GetByRole(AriaRole.Button, new() { Name = "Try again" }).ClickAsync();
                await page.ReadyAsync();
                Assert.Equal("verified", page.Query()["verification"]);
                await Assertions.Expect(page.Locator(".number")).ToHaveCountAsync(5);
            }, url: address, refusals: "ERR_CONNECTION_REFUSED ERR_EMPTY_RESPONSE ERR_CONNECTION_RESET");
        }
        finally
        {
            if (next is not null) await next.DisposeAsync();
        }
    }

    [Fact]
    public Task An_incident_that_does_not_exist_is_told_and_left() => sample.VisitAsync($"?lang=en&incident={Guid.CreateVersion7()}", async page =>
    {
        await Assertions.Expect(page.GetByRole(AriaRole.Dialog)).ToContainTextAsync("There is no such record here.");
        await page.GetByRole(AriaRole.Button, new() { Name = "Close" }).ClickAsync();
        await page.ReadyAsync();
        Assert.Equal(16, await page.NumberAsync("events"));
    }, refusals: "404");

    [Fact]
    public Task A_file_that_is_refused_for_now_is_asked_for_again_by_itself() => sample.VisitAsync("?lang=en", async page =>
    {
        await page.ReadyAsync();
        var refused = 0;
        await page.RouteAsync("**/lib/world-atlas-*/**", route => Interlocked.Increment(ref refused) > 1 ? route.ContinueAsync()
            : route.FulfillAsync(new() { Status = 429, Headers = new Dictionary<string, string> { ["Retry-After"] = "1", ["Content-Type"] = "application/problem+json" }, Body = """{"type":"/problems/too-many-requests","title":"Wait.","status":429}""" }));

        await page.GetByLabel("World", new() { Exact = true }).CheckAsync();

        // Nobody clicks.
        await Assertions.Expect(page.GetByRole(AriaRole.Alert)).ToBeVisibleAsync();
        await page.ReadyAsync();
        Assert.Equal(2, refused);
        await Assertions.Expect(page.Locator("#where svg")).ToBeVisibleAsync();
        await Assertions.Expect(page.GetByRole(AriaRole.Alert)).ToHaveCountAsync(0);
    }, refusals: "429");

    [Fact]
    public async Task A_network_with_too_few_permits_for_one_view_gets_it_in_several_steps()
    {
        await using var service = await api.StartServiceAsync("--Limits:Network:Permits=40", "--Limits:Network:Seconds=4");

        // The page comes as often as it is told to, and keeps what it has.
        await sample.VisitAsync("?lang=en", page => Assertions.Expect(page.Locator("html[data-state=ready]")).ToBeAttachedAsync(new() { Timeout = 90_000 }), url: service.Urls.Single().TrimEnd('/'), refusals: "429");
    }
}
