using System.Globalization;
using System.Net;
using System.Text.Json.Nodes;
using IncidentApi.Tests.Support;
using IncidentApi.Tests.Support.Browsers;

namespace IncidentApi.Tests.Features.Webhooks;

/// <summary>A webhook ends with the key that said last where it goes, at the moment when that ends, whoever has noticed.</summary>
public sealed class EndOfKeyTests(Api api)
{
    private const string Nowhere = "http://127.0.0.1:9/hook";

    [Fact]
    public async Task When_its_key_runs_out_nothing_is_sent_from_that_moment_on_and_it_says_why()
    {
        await using var receiver = await Receiver.StartAsync();
        var organisation = await api.NewOrganisationAsync();
        var clock = new Clock();
        var (_, temporary) = await KeyAsync(organisation, clock.Now.AddHours(1));
        var hook = await temporary.HookAsync(receiver.Url);
        Assert.InRange((DateTimeOffset)hook.Json["endsAt"]! - clock.Now, TimeSpan.FromMinutes(59), TimeSpan.FromMinutes(61));
        using var hand = new ByHand(api.Services, ByHand.Loopback, clock);
        await organisation.Admin.RecordAsync([Given.Incident("Before"), Given.Incident("Meanwhile"), Given.Incident("Then")]);
        await hand.MatchAsync(organisation.Id, hook.Id);
        var token = TestContext.Current.CancellationToken;
        await hand.Run.DeliverAsync((await hand.Queue.ClaimAsync(organisation.Id, Guid.Parse(hook.Id), token))!, takeNext: () => false, token);

        // One is in hand while the time goes by, another one waits, a third happens later.
        var held = (await hand.Queue.ClaimAsync(organisation.Id, Guid.Parse(hook.Id), token))!;
        clock.Now += TimeSpan.FromHours(2);
        Assert.Null((await hand.Run.DeliverAsync(held, takeNext: () => true, token)).Result);
        Assert.Equal(0, await hand.SendAsync(organisation.Id, hook.Id));
        await organisation.Admin.RecordAsync([Given.Incident("After")]);
        await hand.MatchAsync(organisation.Id, hook.Id);
        Assert.Equal(0, await hand.SendAsync(organisation.Id, hook.Id));

        Assert.Single(receiver.All);
        var ended = await organisation.Admin.HookOfAsync(hook);
        Assert.Equal(("disabled", "key_expired"), ((string)ended["status"]!, (string)ended["disabledReason"]!));
        Assert.Equal((string)hook.Json["endsAt"]!, (string)ended["disabledAt"]!);
        Assert.Equal(2, (await organisation.Admin.DeliveriesAsync(hook, "&status=dead")).Count);
        Assert.Contains((await organisation.Admin.ReadAsync($"/v1/audit?subjectId={hook.Id}")).Json["items"]!.AsArray(), entry => (string)entry!["act"]! == "webhook_disabled" && (string)entry["reason"]! == "key_expired");

        // Another key takes it over, and it is sent what happened since.
        Assert.NotEqual((string)hook.Json["endsAt"]!, (string)(await organisation.Admin.PutAsync($"/v1/webhooks/{hook.Id}", Hooks.Body(receiver.Url))).Expect(HttpStatusCode.OK).Json["endsAt"]!);
        await hand.MatchAsync(organisation.Id, hook.Id);
        Assert.Equal(1, await hand.SendAsync(organisation.Id, hook.Id));
    }

    [Fact]
    public async Task It_shows_that_it_has_ended_before_any_instance_has_noticed()
    {
        var organisation = await api.NewOrganisationAsync();
        var (key, temporary) = await KeyAsync(organisation);
        var hook = await temporary.HookAsync(Nowhere);
        var test = (await organisation.Admin.SendAsync(HttpMethod.Post, $"/v1/webhooks/{hook.Id}/test")).Expect(HttpStatusCode.OK);
        await RunOutAsync(key);

        var ended = await organisation.Admin.HookOfAsync(hook);
        Assert.Equal(("disabled", "key_expired", (string)ended["endsAt"]!), ((string)ended["status"]!, (string)ended["disabledReason"]!, (string)ended["disabledAt"]!));
        Assert.Equal("key_expired", (string)Assert.Single((await organisation.Admin.ReadAsync("/v1/webhooks")).Json["items"]!.AsArray())!["disabledReason"]!);
        (await organisation.Admin.SendAsync(HttpMethod.Post, $"/v1/webhooks/{hook.Id}/replay?since=2026-01-01")).Expect(409, "webhook-disabled");
        (await organisation.Admin.SendAsync(HttpMethod.Post, $"/v1/webhooks/{hook.Id}/deliveries/{test.Id}/replay")).Expect(409, "webhook-disabled");
        var off = (await organisation.Admin.PutAsync($"/v1/webhooks/{hook.Id}", Hooks.Body(Nowhere, more: new JsonObject { ["enabled"] = false }))).Expect(HttpStatusCode.OK).Json;
        Assert.Equal("owner", (string)off["disabledReason"]!);
    }

    [Theory]
    [InlineData(true), InlineData(false)]
    public async Task Who_rotates_a_key_that_has_run_out_lets_go_on_what_ended_with_it(bool noticed)
    {
        await using var receiver = await Receiver.StartAsync();
        var organisation = await api.NewOrganisationAsync();
        var (key, temporary) = await KeyAsync(organisation);
        var (hook, off) = (await temporary.HookAsync(receiver.Url), await temporary.HookAsync(receiver.Url, new JsonObject { ["enabled"] = false }));
        await RunOutAsync(key);
        await organisation.Admin.RecordAsync([Given.Incident()]);
        using var hand = new ByHand(api.Services, ByHand.Loopback, new Clock());
        if (noticed) await hand.MatchAsync(organisation.Id, hook.Id);

        (await organisation.Admin.SendAsync(HttpMethod.Post, $"/v1/organisations/{organisation.Id}/keys/{key}/rotation")).Expect(HttpStatusCode.Created);

        Assert.Equal("active", (string)(await organisation.Admin.HookOfAsync(hook))["status"]!);
        Assert.Equal("owner", (string)(await organisation.Admin.HookOfAsync(off))["disabledReason"]!);
        await hand.MatchAsync(organisation.Id, hook.Id);
        Assert.Equal(1, await hand.SendAsync(organisation.Id, hook.Id));
    }

    [Fact]
    public async Task A_key_that_switches_it_on_in_the_second_after_its_revocation_gains_nothing()
    {
        await using var receiver = await Receiver.StartAsync();
        var organisation = await api.NewOrganisationAsync();
        var (key, stolen) = await KeyAsync(organisation);
        var hook = await stolen.HookAsync(receiver.Url);
        (await organisation.Admin.SendAsync(HttpMethod.Delete, $"/v1/organisations/{organisation.Id}/keys/{key}")).Expect(HttpStatusCode.NoContent);

        // What a PUT writes that was let in just before.
        await api.SqlAsync("postgres", $"update webhooks set is_enabled = true, disabled_reason = null, disabled_at = null where id = '{hook.Id}'");
        await organisation.Admin.RecordAsync([Given.Incident()]);
        using var hand = new ByHand(api.Services, ByHand.Loopback, new Clock());
        await hand.MatchAsync(organisation.Id, hook.Id);

        Assert.Equal(0, await hand.SendAsync(organisation.Id, hook.Id));
        Assert.Empty(receiver.All);
        Assert.Equal("key_revoked", (string)(await organisation.Admin.HookOfAsync(hook))["disabledReason"]!);
    }

    [Fact]
    public async Task An_attempt_that_is_under_way_is_broken_off_when_the_key_ends()
    {
        await using var receiver = await Receiver.StartAsync(async (_, http) =>
        {
            await Task.Delay(Timeout.Infinite, http.RequestAborted).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            return 200;
        });
        var settings = ByHand.Loopback with { ConnectSeconds = 60, AttemptSeconds = 120 };
        using var hand = new ByHand(api.Services, settings, new Clock());
        var sent = Guard.HostileTargetTests.To(receiver.Url, 0) with { EndsAt = TimeProvider.System.GetUtcNow().AddSeconds(1) };

        var result = await hand.Sender.SendAsync(sent, "{}"u8.ToArray(), TestContext.Current.CancellationToken);

        Assert.Equal("timeout", result.Error);
        Assert.True(result.Took < settings.Attempt);
    }

    [Fact]
    public async Task What_fails_after_its_webhook_was_switched_off_stays_dead()
    {
        var organisation = await api.NewOrganisationAsync();
        var (key, temporary) = await KeyAsync(organisation);
        var hook = await temporary.HookAsync(Nowhere);
        await organisation.Admin.RecordAsync([Given.Incident()]);
        var clock = new Clock();
        using var hand = new ByHand(api.Services, ByHand.Loopback, clock);
        await hand.MatchAsync(organisation.Id, hook.Id);
        var token = TestContext.Current.CancellationToken;
        var held = (await hand.Queue.ClaimAsync(organisation.Id, Guid.Parse(hook.Id), token))!;

        (await organisation.Admin.SendAsync(HttpMethod.Delete, $"/v1/organisations/{organisation.Id}/keys/{key}")).Expect(HttpStatusCode.NoContent);
        await hand.Queue.EndAsync(held, new(clock.Now, TimeSpan.Zero, 500, "http_status"), takeNext: true, token);

        var dead = Assert.Single(await organisation.Admin.DeliveriesAsync(hook));
        Assert.Equal("dead", (string)dead["status"]!);
        Assert.Null(dead["nextAttemptAt"]);
    }

    [Fact]
    public async Task A_record_that_a_partner_shares_no_more_is_not_sent_though_its_message_was_made_before()
    {
        await using var receiver = await Receiver.StartAsync();
        var (giver, partner) = (await api.NewOrganisationAsync(), await api.NewOrganisationAsync());
        var hook = await partner.Admin.HookAsync(receiver.Url, new JsonObject { ["scope"] = "shared", ["include"] = "document" });
        (await giver.ShareAsync(partner)).Expect(HttpStatusCode.Created);
        await giver.PublishedAsync(Given.Incident("A zqshared search"));
        using var hand = new ByHand(api.Services, ByHand.Loopback, new Clock());
        await hand.MatchAsync(partner.Id, hook.Id);

        // Its last day goes by: nobody takes a step, and no job has looked.
        await api.SqlAsync("postgres", $"update partnerships set until = current_date - 2 where organisation_id = '{giver.Id}'");
        await hand.SendAsync(partner.Id, hook.Id);

        Assert.NotEmpty(receiver.Taken);
        Assert.DoesNotContain(receiver.All, one => one.Text.Contains("zqshared", StringComparison.Ordinal));
        Assert.Equal("superseded", (string?)receiver.Taken[0].Data["documentOmitted"]);
    }

    private async Task<(string Id, HttpClient Client)> KeyAsync(TestOrganisation organisation, DateTimeOffset? ends = null)
    {
        var body = new JsonObject { ["name"] = "k", ["scopes"] = new JsonArray("webhooks:manage", "incidents:read") };
        if (ends is { } instant) body["expiresAt"] = instant.ToString("O", CultureInfo.InvariantCulture);
        var issued = (await organisation.Admin.PostAsync($"/v1/organisations/{organisation.Id}/keys", body)).Expect(HttpStatusCode.Created);
        return (issued.Id, api.With((string)issued.Json["key"]!));
    }

    private async Task RunOutAsync(string key) => await api.SqlAsync("postgres", $"update api_keys set expires_at = now() - interval '1 second' where id = '{key}'");
}
