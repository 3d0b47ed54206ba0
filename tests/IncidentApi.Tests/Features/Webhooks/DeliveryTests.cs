using System.Net;
using System.Text.Json.Nodes;
using IncidentApi.Tests.Local;
using IncidentApi.Tests.Support;
using IncidentApi.Tests.Support.Browsers;
using Microsoft.AspNetCore.Http;

namespace IncidentApi.Tests.Features.Webhooks;

/// <summary>What a receiver is sent, and what its owner is shown of it.</summary>
public sealed class DeliveryTests(WebhookService webhooks) : IClassFixture<WebhookService>
{
    [Fact]
    public async Task A_receiver_is_told_of_what_happens_from_then_on_in_thin_messages()
    {
        var organisation = await webhooks.Service.NewOrganisationAsync();
        (await organisation.Admin.PostAsync("/v1/incidents", Given.Incident("Before"))).Expect(HttpStatusCode.Created);
        await using var receiver = await Receiver.StartAsync();
        var hook = await organisation.Admin.HookAsync(receiver.Url);

        var made = (await organisation.Admin.PostAsync("/v1/incidents", Given.Incident("zqcanary title"))).Expect(HttpStatusCode.Created);
        (await organisation.PatchAsync(made, new JsonObject { ["summary"] = "zqcanary summary" })).Expect(HttpStatusCode.OK);
        (await organisation.Admin.SendAsync(HttpMethod.Delete, $"/v1/incidents/{made.Id}?reason=safety", null, "*")).Expect(HttpStatusCode.OK);
        await Eventually.IsTrueAsync(() => receiver.Taken.Count >= 3);

        Assert.Equal(["incident.created", "incident.changed", "incident.removed"], receiver.Taken.Select(one => one.Type));
        Assert.All(receiver.Taken, one => Assert.Equal((made.Id, $"/v1/incidents/{made.Id}"), (one.Incident, (string?)one.Data["links"]!["incident"])));
        Assert.Equal([1, 2, 3], receiver.Taken.Select(one => one.Version));
        Assert.Equal(["created", "patched", "withdrawn"], receiver.Taken.Select(one => (string?)one.Data["change"]));
        Assert.All(receiver.Taken, one => Assert.Equal(("application/json", one.Id), (one.Headers["content-type"], Guid.Parse(one.Id).ToString())));
        Assert.All(receiver.Taken, one => Assert.Equal(["type", "timestamp", "data"], one.Json.AsObject().Select(member => member.Key)));
        Assert.DoesNotContain(receiver.All, one => one.Text.Contains("zqcanary", StringComparison.Ordinal) || one.Text.Contains("safety", StringComparison.Ordinal));

        // A message goes on where the change log does.
        var after = (await organisation.Admin.ReadAsync($"/v1/changes?after={receiver.Taken[0].Data["cursor"]}")).Expect(HttpStatusCode.OK).Json["items"]!.AsArray();
        Assert.Equal([2, 3], after.Select(change => (int)change!["version"]!));

        await organisation.Admin.UntilAsync(hook, "delivered", 3);
        var log = await organisation.Admin.DeliveriesAsync(hook);
        Assert.Equal(receiver.Taken.Select(one => one.Id).Order(StringComparer.Ordinal), log.Ids().Order(StringComparer.Ordinal));
        Assert.All(log, one => Assert.Equal(("delivered", 204), ((string)one["status"]!, (int)Assert.Single(one["attempts"]!.AsArray())!["httpStatus"]!)));
    }

    [Fact]
    public async Task However_often_a_receiver_fails_it_gets_the_same_bytes_in_order_for_each_record()
    {
        var organisation = await webhooks.Service.NewOrganisationAsync();
        var random = new Random(11);
        await using var receiver = await Receiver.AnsweringAsync(_ =>
        {
            lock (random) return random.Next(10) < 4 ? 500 : 200;
        });
        var hook = await organisation.Admin.HookAsync(receiver.Url);

        var records = await Task.WhenAll(Enumerable.Range(0, 6).Select(async i =>
        {
            var record = (await organisation.Admin.PostAsync("/v1/incidents", Given.Incident($"Search {i}"))).Expect(HttpStatusCode.Created);
            for (var change = 0; change < 4; change++) record = (await organisation.PatchAsync(record, new JsonObject { ["summary"] = $"change {change}" })).Expect(HttpStatusCode.OK);
            return record.Id;
        }));
        await Eventually.IsTrueAsync(() => receiver.Taken.Select(one => one.Id).Distinct().Count() >= 30);
        await organisation.Admin.UntilAsync(hook, "delivered", 30);

        var failed = receiver.All.Count(one => one.Status == 500);
        TestContext.Current.TestOutputHelper!.WriteLine("30 events, {0} messages, of which {1} failed.", receiver.All.Count, failed);
        Assert.True(failed > 5);
        Assert.Equal(30, receiver.Taken.Count);
        Assert.All(receiver.All.GroupBy(one => one.Id), messages => Assert.Single(messages.Select(one => one.Text).Distinct()));
        Assert.All(records, id => Assert.Equal([1, 2, 3, 4, 5], receiver.Taken.Where(one => one.Incident == id).Select(one => one.Version)));

        // Not one message of a later version before the earlier one was taken.
        Assert.All(records, id =>
        {
            var versions = receiver.All.Where(one => one.Incident == id).Select(one => one.Version).ToList();
            Assert.Equal(versions.Order(), versions);
        });
    }

    [Fact]
    public async Task A_receiver_that_is_gone_for_good_is_sent_nothing_more()
    {
        var organisation = await webhooks.Service.NewOrganisationAsync();
        await using var receiver = await Receiver.AnsweringAsync(_ => 410);
        var hook = await organisation.Admin.HookAsync(receiver.Url);
        await organisation.Admin.RecordAsync(Enumerable.Range(0, 3).Select(i => Given.Incident($"Search {i}")));

        await Eventually.IsTrueAsync(async () => (string)(await organisation.Admin.HookOfAsync(hook))["status"]! == "disabled");
        Assert.Equal("gone", (string)(await organisation.Admin.HookOfAsync(hook))["disabledReason"]!);
        Assert.Contains((await organisation.Admin.ReadAsync($"/v1/audit?subjectId={hook.Id}")).Json["items"]!.AsArray(), entry => (string)entry!["act"]! == "webhook_disabled" && (string)entry["reason"]! == "gone");
        Assert.Empty(await organisation.Admin.DeliveriesAsync(hook, "&status=waiting"));
        var dead = await organisation.Admin.DeliveriesAsync(hook, "&status=dead");
        Assert.NotEmpty(dead);
        (await organisation.Admin.SendAsync(HttpMethod.Post, $"/v1/webhooks/{hook.Id}/deliveries/{dead[0]["id"]}/replay")).Expect(409, "webhook-disabled");
        (await organisation.Admin.SendAsync(HttpMethod.Post, $"/v1/webhooks/{hook.Id}/replay?since=2026-01-01")).Expect(409, "webhook-disabled");
    }

    [Fact]
    public async Task What_died_is_sent_anew_under_the_same_id_and_what_happened_meanwhile_too()
    {
        var organisation = await webhooks.Service.NewOrganisationAsync();
        var status = 410;
        await using var receiver = await Receiver.AnsweringAsync(_ => status);
        var hook = await organisation.Admin.HookAsync(receiver.Url);
        (await organisation.Admin.PostAsync("/v1/incidents", Given.Incident("First"))).Expect(HttpStatusCode.Created);
        await Eventually.IsTrueAsync(async () => (string)(await organisation.Admin.HookOfAsync(hook))["status"]! == "disabled");
        var second = (await organisation.Admin.PostAsync("/v1/incidents", Given.Incident("Second"))).Expect(HttpStatusCode.Created);

        status = 200;
        (await organisation.Admin.PutAsync($"/v1/webhooks/{hook.Id}", Hooks.Body(receiver.Url))).Expect(HttpStatusCode.OK);
        await Eventually.IsTrueAsync(() => receiver.Taken.Any(one => one.Incident == second.Id));
        var dead = Assert.Single(await organisation.Admin.DeliveriesAsync(hook, "&status=dead"));
        Assert.Equal(1, (int)(await organisation.Admin.SendAsync(HttpMethod.Post, $"/v1/webhooks/{hook.Id}/replay?since=2026-01-01")).Expect(HttpStatusCode.Accepted).Json["replayed"]!);
        await Eventually.IsTrueAsync(() => receiver.Taken.Any(one => one.Id == (string)dead["id"]!));

        // One that was delivered too, on request.
        await organisation.Admin.UntilAsync(hook, "delivered", 2);
        (await organisation.Admin.SendAsync(HttpMethod.Post, $"/v1/webhooks/{hook.Id}/deliveries/{dead["id"]}/replay")).Expect(HttpStatusCode.Accepted);
        await Eventually.IsTrueAsync(() => receiver.Taken.Count(one => one.Id == (string)dead["id"]!) == 2);
        await organisation.Admin.UntilAsync(hook, "delivered", 2);
        var attempts = (await organisation.Admin.ReadAsync($"/v1/webhooks/{hook.Id}/deliveries/{dead["id"]}")).Expect(HttpStatusCode.OK).Json["attempts"]!.AsArray();
        Assert.Equal([410, 200, 200], attempts.Select(attempt => (int)attempt!["httpStatus"]!));
        Assert.Equal([1, 2, 3], attempts.Select(attempt => (int)attempt!["number"]!));
    }

    [Fact]
    public async Task A_test_tells_at_once_what_came_of_it()
    {
        var organisation = await webhooks.Service.NewOrganisationAsync();
        var status = 200;
        await using var receiver = await Receiver.StartAsync(async (_, http) =>
        {
            http.Response.StatusCode = status;
            await http.Response.WriteAsync($"{{\"said\":{status}}}{new string('x', 400)}");
            return status;
        });
        var hook = await organisation.Admin.HookAsync(receiver.Url);

        var good = (await organisation.Admin.SendAsync(HttpMethod.Post, $"/v1/webhooks/{hook.Id}/test")).Expect(HttpStatusCode.OK).Json;
        status = 503;
        var bad = (await organisation.Admin.SendAsync(HttpMethod.Post, $"/v1/webhooks/{hook.Id}/test")).Expect(HttpStatusCode.OK).Json;

        Assert.Equal(("delivered", "webhook.test"), ((string)good["status"]!, (string)good["type"]!));
        Assert.Equal(("dead", "http_status", 503), ((string)bad["status"]!, (string)bad["attempts"]![0]!["error"]!, (int)bad["attempts"]![0]!["httpStatus"]!));
        var answer = (string)bad["attempts"]![0]!["answer"]!;
        Assert.StartsWith("{\"said\":503}xxx", answer, StringComparison.Ordinal);
        Assert.Equal(256, answer.Length);
        Assert.All(receiver.All, one => Assert.Equal(("webhook.test", hook.Id), (one.Type, (string)one.Data["webhook"]!)));

        // A test that failed is no reason to think ill of a receiver.
        Assert.Equal("active", (string)(await organisation.Admin.HookOfAsync(hook))["status"]!);
    }

    [Fact]
    public async Task The_log_of_deliveries_is_paged_and_filtered_and_ends_with_its_webhook()
    {
        var organisation = await webhooks.Service.NewOrganisationAsync();
        await using var receiver = await Receiver.StartAsync();
        var hook = await organisation.Admin.HookAsync(receiver.Url);
        await organisation.Admin.RecordAsync(Enumerable.Range(0, 7).Select(i => Given.Incident($"Search {i}")));
        await organisation.Admin.UntilAsync(hook, "delivered", 7);

        var pages = await organisation.Admin.WalkAsync($"/v1/webhooks/{hook.Id}/deliveries?limit=3");
        Assert.Equal(7, pages.Ids().Distinct().Count());
        Assert.Equal(pages.Ids().OrderDescending(StringComparer.Ordinal), pages.Ids());
        Assert.Empty((await organisation.Admin.ReadAsync($"/v1/webhooks/{hook.Id}/deliveries?status=dead")).Expect(HttpStatusCode.OK).Json["items"]!.AsArray());
        var cursor = (string)(await organisation.Admin.ReadAsync($"/v1/webhooks/{hook.Id}/deliveries?limit=3")).Json["nextCursor"]!;
        (await organisation.Admin.ReadAsync($"/v1/webhooks/{hook.Id}/deliveries?limit=3&status=dead&after={cursor}")).Expect(400, "invalid-cursor");

        (await organisation.Admin.SendAsync(HttpMethod.Delete, $"/v1/webhooks/{hook.Id}")).Expect(HttpStatusCode.NoContent);
        Assert.Equal(0L, (await webhooks.Service.SqlAsync($"select count(*) from webhook_events where webhook_id = '{hook.Id}'"))[0][0]);
        Assert.Equal(0L, (await webhooks.Service.SqlAsync($"select count(*) from webhook_attempts where organisation_id = '{organisation.Id}'"))[0][0]);
    }

    [Fact]
    public async Task What_is_past_its_time_is_forgotten_and_nothing_else()
    {
        var organisation = await webhooks.Service.NewOrganisationAsync();
        await using var receiver = await Receiver.StartAsync();
        var hook = await organisation.Admin.HookAsync(receiver.Url);
        await organisation.Admin.RecordAsync(Enumerable.Range(0, 4).Select(i => Given.Incident($"Search {i}")));
        await organisation.Admin.UntilAsync(hook, "delivered", 4);
        var kept = await webhooks.Service.SqlAsync($"select id, kept_until - ended_at from webhook_events where webhook_id = '{hook.Id}' order by id");
        Assert.All(kept, row => Assert.Equal(TimeSpan.FromDays(30), row[1]));

        await webhooks.Service.SqlAsync($"update webhook_events set kept_until = now() - interval '1 second' where id in ('{kept[0][0]}', '{kept[1][0]}')");
        await webhooks.Service.SqlAsync("select forget_webhook_events()");

        Assert.Equal([$"{kept[3][0]}", $"{kept[2][0]}"], (await organisation.Admin.DeliveriesAsync(hook)).Ids());
    }

    [Fact]
    public async Task One_receiver_that_hangs_holds_up_no_other()
    {
        var (slow, quick) = (await webhooks.Service.NewOrganisationAsync(), await webhooks.Service.NewOrganisationAsync());
        await using var hanging = await Receiver.StartAsync(async (_, http) =>
        {
            await Task.Delay(Timeout.Infinite, http.RequestAborted).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            return 200;
        });
        await using var receiver = await Receiver.StartAsync();
        var held = new List<Answer>();
        for (var i = 0; i < 6; i++) held.Add(await slow.Admin.HookAsync(hanging.Url));
        await slow.Admin.RecordAsync(Enumerable.Range(0, 10).Select(i => Given.Incident($"Search {i}")));
        var hook = await quick.Admin.HookAsync(receiver.Url);

        await quick.Admin.RecordAsync(Enumerable.Range(0, 20).Select(i => Given.Incident($"Search {i}")));
        await quick.Admin.UntilAsync(hook, "delivered", 20);

        Assert.Equal(20, receiver.Taken.Count);
        foreach (var one in held) Assert.Empty(await slow.Admin.DeliveriesAsync(one, "&status=delivered"));
    }
}
