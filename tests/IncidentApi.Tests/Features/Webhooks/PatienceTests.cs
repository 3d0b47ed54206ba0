using System.Net;
using IncidentApi.Features.Webhooks;
using IncidentApi.Tests.Support;
using IncidentApi.Tests.Support.Browsers;

namespace IncidentApi.Tests.Features.Webhooks;

/// <summary>How long and how often a receiver is tried, by a clock that the test sets.</summary>
public sealed class PatienceTests(Api api)
{
    private static WebhookSettings Untiring => ByHand.Loopback with { BreakerFailures = 1000 };

    [Fact]
    public async Task An_event_is_tried_for_three_days_with_the_same_bytes_and_then_is_a_dead_letter()
    {
        var status = 503;
        await using var receiver = await Receiver.AnsweringAsync(_ => status);
        var (organisation, hook) = await HookedAsync(receiver, records: 1);
        var clock = new Clock();
        using var hand = new ByHand(api.Services, Untiring, clock);
        await hand.MatchAsync(organisation.Id, hook.Id);
        var began = clock.Now;
        var waits = new List<TimeSpan>();
        while (await hand.SendAsync(organisation.Id, hook.Id) == 1 && await NextAsync(hook) is { } next)
        {
            Assert.InRange(next - clock.Now, TimeSpan.FromMilliseconds(-1), TimeSpan.FromHours(12));
            Assert.True(waits.Count < 200, "It does not end.");
            waits.Add(next - clock.Now);
            clock.Now = next + TimeSpan.FromMilliseconds(1);
        }

        var dead = Assert.Single(await organisation.Admin.DeliveriesAsync(hook));
        TestContext.Current.TestOutputHelper!.WriteLine("{0} attempts in {1}.", receiver.All.Count, clock.Now - began);
        Assert.Equal("dead", (string)dead["status"]!);
        Assert.InRange(clock.Now - began, TimeSpan.FromDays(3), TimeSpan.FromDays(3) + TimeSpan.FromMinutes(1));
        Assert.InRange(receiver.All.Count, 12, 60);
        Assert.Equal(waits.Count + 1, receiver.All.Count);

        // It doubles: no wait is longer than its step allows, and the later ones are longer than the first ones.
        Assert.All(waits.Index(), wait => Assert.True(wait.Item.TotalSeconds <= Math.Min(43_200, 10 * Math.Pow(2, wait.Index)) + 0.01, $"{wait.Index}: {wait.Item}"));
        Assert.True(waits.TakeLast(8).Average(wait => wait.TotalHours) > 2);
        Assert.Single(receiver.All.Select(one => one.Id).Distinct());
        Assert.Single(receiver.All.Select(one => one.Text).Distinct());
        Assert.Equal(receiver.All.Count, receiver.All.Select(one => one.Headers["webhook-timestamp"]).Distinct().Count());

        // Sent anew it has its three days again.
        status = 200;
        (await organisation.Admin.SendAsync(HttpMethod.Post, $"/v1/webhooks/{hook.Id}/deliveries/{dead["id"]}/replay")).Expect(HttpStatusCode.Accepted);
        Assert.Equal(1, await hand.SendAsync(organisation.Id, hook.Id));
        Assert.Equal("delivered", (string)Assert.Single(await organisation.Admin.DeliveriesAsync(hook))["status"]!);
    }

    [Theory]
    [InlineData("7200", 7_200, 7_201), InlineData("999999999", 43_200, 43_201), InlineData("0", 0, 10), InlineData("soon", 0, 10), InlineData("-5", 0, 10)]
    public async Task A_receiver_may_say_when_to_come_again_within_bounds(string retryAfter, int least, int most)
    {
        await using var receiver = await Receiver.StartAsync((_, http) =>
        {
            http.Response.Headers.RetryAfter = retryAfter;
            return Task.FromResult(429);
        });
        var (organisation, hook) = await HookedAsync(receiver, records: 1);
        var clock = new Clock();
        using var hand = new ByHand(api.Services, Untiring, clock);
        await hand.MatchAsync(organisation.Id, hook.Id);

        Assert.Equal(1, await hand.SendAsync(organisation.Id, hook.Id));

        Assert.InRange((await NextAsync(hook) - clock.Now)!.Value.TotalSeconds, least - 0.01, most);
    }

    [Fact]
    public async Task A_receiver_that_keeps_failing_is_left_alone_and_one_attempt_decides()
    {
        var status = 500;
        await using var receiver = await Receiver.AnsweringAsync(_ => status);
        var (organisation, hook) = await HookedAsync(receiver, records: 12);
        var clock = new Clock();
        using var hand = new ByHand(api.Services, ByHand.Loopback, clock);
        await hand.MatchAsync(organisation.Id, hook.Id);

        // Five failures in a row, then nothing; and each further one only lengthens the pause, up to an hour.
        Assert.Equal(5, await hand.SendAsync(organisation.Id, hook.Id));
        Assert.Equal("failing", (string)(await organisation.Admin.HookOfAsync(hook))["status"]!);
        foreach (var seconds in new[] { 30, 60, 120, 240, 480, 960, 1920, 3600, 3600 })
        {
            clock.Now += TimeSpan.FromSeconds(seconds - 1);
            Assert.Equal(0, await hand.SendAsync(organisation.Id, hook.Id));
            Assert.DoesNotContain(await hand.Queue.FindDueAsync(TestContext.Current.CancellationToken), due => due.Webhook == Guid.Parse(hook.Id));
            clock.Now += TimeSpan.FromSeconds(2);
            Assert.Equal(1, await hand.SendAsync(organisation.Id, hook.Id));
        }

        // Two that come together for the one attempt: one of them gets it.
        status = 200;
        clock.Now += TimeSpan.FromHours(2);
        var probe = await hand.Queue.ClaimAsync(organisation.Id, Guid.Parse(hook.Id), TestContext.Current.CancellationToken);
        Assert.NotNull(probe);
        Assert.Null(await hand.Queue.ClaimAsync(organisation.Id, Guid.Parse(hook.Id), TestContext.Current.CancellationToken));
        await hand.Run.DeliverAsync(probe, takeNext: () => false, TestContext.Current.CancellationToken);
        Assert.Equal("active", (string)(await organisation.Admin.HookOfAsync(hook))["status"]!);
        clock.Now += TimeSpan.FromHours(12);
        Assert.Equal(11, await hand.SendAsync(organisation.Id, hook.Id));
        Assert.Equal(12, receiver.Taken.Select(one => one.Id).Distinct().Count());
    }

    [Fact]
    public async Task A_receiver_that_took_nothing_for_days_is_given_up_and_its_owner_is_told_why()
    {
        await using var receiver = await Receiver.AnsweringAsync(_ => 500);
        var (organisation, hook) = await HookedAsync(receiver, records: 3);
        var clock = new Clock();
        using var hand = new ByHand(api.Services, ByHand.Loopback with { GiveUpSeconds = 2 * 86_400 }, clock);
        await hand.MatchAsync(organisation.Id, hook.Id);
        for (var hours = 0; hours < 72 && (string)(await organisation.Admin.HookOfAsync(hook))["status"]! != "disabled"; hours++)
        {
            await hand.SendAsync(organisation.Id, hook.Id);
            clock.Now += TimeSpan.FromHours(1);
        }

        var given = await organisation.Admin.HookOfAsync(hook);
        Assert.Equal(("disabled", "failing"), ((string)given["status"]!, (string)given["disabledReason"]!));
        Assert.Equal(3, (await organisation.Admin.DeliveriesAsync(hook, "&status=dead")).Count);
        Assert.Contains((await organisation.Admin.ReadAsync($"/v1/audit?subjectId={hook.Id}")).Json["items"]!.AsArray(), entry => (string)entry!["act"]! == "webhook_disabled" && (string)entry["reason"]! == "failing");
        Assert.Equal(0, await hand.SendAsync(organisation.Id, hook.Id));
    }

    [Fact]
    public async Task Events_whose_time_went_by_while_a_receiver_was_left_alone_are_dead_with_the_attempt_that_fails()
    {
        await using var receiver = await Receiver.AnsweringAsync(_ => 500);
        var (organisation, hook) = await HookedAsync(receiver, records: 30);
        var clock = new Clock();
        using var hand = new ByHand(api.Services, ByHand.Loopback, clock);
        await hand.MatchAsync(organisation.Id, hook.Id);
        await hand.SendAsync(organisation.Id, hook.Id);

        clock.Now += TimeSpan.FromDays(3) + TimeSpan.FromMinutes(1);
        Assert.Equal(1, await hand.SendAsync(organisation.Id, hook.Id));

        Assert.Equal(30, (await organisation.Admin.DeliveriesAsync(hook, "&status=dead")).Count);
    }

    [Fact]
    public async Task What_an_instance_took_and_never_ended_another_one_sends_under_the_same_id()
    {
        await using var receiver = await Receiver.StartAsync();
        var (organisation, hook) = await HookedAsync(receiver, records: 1);
        var clock = new Clock();
        using var hand = new ByHand(api.Services, Untiring, clock);
        await hand.MatchAsync(organisation.Id, hook.Id);

        var lost = await hand.Queue.ClaimAsync(organisation.Id, Guid.Parse(hook.Id), TestContext.Current.CancellationToken);
        Assert.NotNull(lost);
        Assert.Equal(0, await hand.SendAsync(organisation.Id, hook.Id));
        clock.Now += TimeSpan.FromSeconds(61);
        Assert.Equal(1, await hand.SendAsync(organisation.Id, hook.Id));

        Assert.Equal(lost.Id.ToString(), Assert.Single(receiver.Taken).Id);

        // What the one that was thought dead says after all changes nothing.
        await hand.Queue.EndAsync(lost, new(clock.Now, TimeSpan.Zero, 500, "http_status"), takeNext: false, TestContext.Current.CancellationToken);
        Assert.Equal("delivered", (string)Assert.Single(await organisation.Admin.DeliveriesAsync(hook))["status"]!);
    }

    [Fact]
    public async Task However_many_look_at_the_log_at_once_each_change_makes_one_event()
    {
        await using var receiver = await Receiver.StartAsync();
        var (organisation, hook) = await HookedAsync(receiver, records: 40);
        using var hand = new ByHand(api.Services, Untiring, new Clock());

        await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => Task.Run(() => hand.MatchAsync(organisation.Id, hook.Id))));

        var events = await organisation.Admin.DeliveriesAsync(hook);
        Assert.Equal(40, events.Count);
        Assert.Equal(40, events.Select(one => (string)one["incident"]!).Distinct().Count());
    }

    [Fact]
    public async Task A_webhook_that_slept_longer_than_the_log_is_kept_says_so_and_begins_at_its_end()
    {
        await using var receiver = await Receiver.StartAsync();
        var (organisation, hook) = await HookedAsync(receiver, records: 3);
        await api.SqlAsync("postgres", $"delete from changes where organisation_id = '{organisation.Id}' and position < (select position from heads where organisation_id = '{organisation.Id}')");
        using var hand = new ByHand(api.Services, Untiring, new Clock());
        await hand.MatchAsync(organisation.Id, hook.Id);
        Assert.Equal("behind", (string)(await organisation.Admin.HookOfAsync(hook))["disabledReason"]!);

        (await organisation.Admin.PutAsync($"/v1/webhooks/{hook.Id}", Hooks.Body(receiver.Url))).Expect(HttpStatusCode.OK);
        var next = (await organisation.Admin.PostAsync("/v1/incidents", Given.Incident("Next"))).Expect(HttpStatusCode.Created);
        await hand.MatchAsync(organisation.Id, hook.Id);
        await hand.SendAsync(organisation.Id, hook.Id);
        Assert.Equal(next.Id, Assert.Single(receiver.Taken).Incident);
    }

    private async Task<(TestOrganisation Organisation, Answer Hook)> HookedAsync(Receiver receiver, int records)
    {
        var organisation = await api.NewOrganisationAsync();
        var hook = await organisation.Admin.HookAsync(receiver.Url);
        await organisation.Admin.RecordAsync(Enumerable.Range(0, records).Select(i => Given.Incident($"Search {i}")));
        return (organisation, hook);
    }

    private async Task<DateTimeOffset?> NextAsync(Answer hook) =>
        (await api.SqlAsync("postgres", $"select due_at from webhook_events where webhook_id = '{hook.Id}' and status = 'waiting'")) is [var row] ? new DateTimeOffset((DateTime)row[0]) : null;
}
