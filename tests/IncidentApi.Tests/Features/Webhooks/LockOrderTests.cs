using IncidentApi.Features.Webhooks.Deliveries;
using IncidentApi.Features.Webhooks.Delivery;
using IncidentApi.Features.Webhooks.Subscriptions;
using IncidentApi.Platform.Data;
using IncidentApi.Tests.Local;
using IncidentApi.Tests.Support;
using IncidentApi.Tests.Support.Browsers;
using Microsoft.Extensions.DependencyInjection;

namespace IncidentApi.Tests.Features.Webhooks;

/// <summary>
/// Whoever locks a webhook and its events locks the webhook first. One who has the webhook is held up while another one comes: if that one had an event
/// already, each would wait for the other.
/// </summary>
public sealed class LockOrderTests(Api api)
{
    public static TheoryData<string, string> Pairs
    {
        get
        {
            var pairs = new TheoryData<string, string>();
            foreach (var first in (string[])["disable", "revoke", "delete"])
            {
                foreach (var second in (string[])["fail", "succeed", "succeed and go on", "take after a pause", "replay", "replay all"]) pairs.Add(first, second);
            }

            return pairs;
        }
    }

    [Theory, MemberData(nameof(Pairs))]
    public async Task None_of_two_who_lock_a_webhook_and_its_events_waits_for_the_other(string first, string second)
    {
        var token = TestContext.Current.CancellationToken;
        var organisation = await api.NewOrganisationAsync();
        var made = await organisation.Admin.HookAsync("http://127.0.0.1:9/hook");
        var (hook, clock) = (Guid.Parse(made.Id), new Clock());
        await organisation.Admin.RecordAsync([Given.Incident("First"), Given.Incident("Second")]);
        using var hand = new ByHand(api.Services, ByHand.Loopback, clock);
        await hand.MatchAsync(organisation.Id, made.Id);
        var held = (await hand.Queue.ClaimAsync(organisation.Id, hook, token))!;
        var paused = second switch { "take after a pause" => "now() - interval '1 minute'", "replay" or "replay all" => "now() + interval '1 hour'", _ => "null" };
        await api.SqlAsync("postgres", $"update webhooks set failures = 3, failing_since = now(), paused_until = {paused} where id = '{hook}'");

        Task one, other;
        await using (var door = await HeadLock.OnAsync(api, $"webhooks where id = '{hook}'"))
        {
            one = First();
            await Eventually.IsTrueAsync(async () => await door.WaitersAsync(api) == 1);
            other = Second();
            await Eventually.IsTrueAsync(async () => other.IsCompleted || await door.WaitersAsync(api) == 2);
        }

        // PostgreSQL ends one of two that wait for each other, with 40P01.
        await one;
        await other;

        Task First() => first switch
        {
            "disable" => hand.Disabling.DisableAsync(organisation.Id, hook, "failing", since: null, token),
            "delete" => organisation.Admin.SendAsync(HttpMethod.Delete, $"/v1/webhooks/{hook}"),
            _ => RevokedAsync(),
        };

        Task Second() => second switch
        {
            "fail" => hand.Queue.EndAsync(held, new AttemptResult(clock.Now, TimeSpan.Zero, 500, AttemptError.HttpStatus), takeNext: true, token),
            "succeed" => hand.Queue.EndAsync(held, new AttemptResult(clock.Now, TimeSpan.Zero, 200, null), takeNext: false, token),
            "succeed and go on" => hand.Queue.EndAsync(held, new AttemptResult(clock.Now, TimeSpan.Zero, 200, null), takeNext: true, token),
            "take after a pause" => hand.Queue.ClaimAsync(organisation.Id, hook, token),
            "replay" => api.Services.GetRequiredService<DeliveryLog>().ReplayAsync(organisation.Id, hook, held.Id, token),
            _ => api.Services.GetRequiredService<DeliveryLog>().ReplayDeadAsync(organisation.Id, hook, clock.Now.AddDays(-1), token),
        };

        async Task RevokedAsync()
        {
            var key = (Guid)(await api.SqlAsync("postgres", $"select created_by from webhooks where id = '{hook}'"))[0][0];
            await api.Services.GetRequiredService<Store>().WriteAsync(Scope.Of(organisation.Id), [.. new WebhooksOfKeys(ByHand.Loopback, clock).Revoked(key)], token);
        }
    }
}
