using System.Net;
using System.Text.Json.Nodes;
using IncidentApi.Tests.Support;
using Microsoft.AspNetCore.Http;

namespace IncidentApi.Tests.Features.Webhooks;

/// <summary>Which events a webhook gets: by its events, its filter, its scope, and with which documents.</summary>
public sealed class FilterTests(WebhookService webhooks) : IClassFixture<WebhookService>
{
    [Fact]
    public async Task A_filter_is_a_window_records_come_into_it_and_go_out_of_it()
    {
        var organisation = await webhooks.Service.NewOrganisationAsync();
        await using var receiver = await Receiver.StartAsync();
        var hook = await organisation.Admin.HookAsync(receiver.Url, new JsonObject { ["filter"] = new JsonObject { ["country"] = "KZ" } });
        var never = (await organisation.Admin.PostAsync("/v1/incidents", Given.Incident("Never in it"))).Expect(HttpStatusCode.Created);
        var record = (await organisation.Admin.PostAsync("/v1/incidents", Given.Incident("Comes and goes"))).Expect(HttpStatusCode.Created);

        await MovedAsync("KZ");
        await ToldAsync(1);
        record = (await organisation.PatchAsync(record, new JsonObject { ["summary"] = "more" })).Expect(HttpStatusCode.OK);
        await ToldAsync(2);
        await MovedAsync("KG");
        await ToldAsync(3);
        record = (await organisation.PatchAsync(record, new JsonObject { ["summary"] = "more than more" })).Expect(HttpStatusCode.OK);
        await MovedAsync("KZ");
        await ToldAsync(4);
        foreach (var one in new[] { record, never }) (await organisation.Admin.SendAsync(HttpMethod.Delete, $"/v1/incidents/{one.Id}?reason=other", null, "*")).Expect(HttpStatusCode.OK);
        await SettledAsync(organisation);
        await ToldAsync(5);

        Assert.Equal(["incident.created", "incident.changed", "incident.removed", "incident.created", "incident.removed"], receiver.Taken.Select(one => one.Type));
        Assert.Equal([record.Id], receiver.Taken.Select(one => one.Incident).Distinct());
        Assert.Empty((await webhooks.Service.SqlAsync($"select 1 from webhook_matches where webhook_id = '{hook.Id}'")));

        async Task MovedAsync(string country) =>
            record = (await organisation.PatchAsync(record, new JsonObject { ["location"] = new JsonObject { ["country"] = country } })).Expect(HttpStatusCode.OK);

        async Task ToldAsync(int count) => await organisation.Admin.UntilAsync(hook, "delivered", count);
    }

    [Fact]
    public async Task A_webhook_gets_the_events_that_it_asks_for_and_no_others()
    {
        var organisation = await webhooks.Service.NewOrganisationAsync();
        await using var all = await Receiver.StartAsync();
        await using var some = await Receiver.StartAsync();
        var hook = await organisation.Admin.HookAsync(all.Url);
        await organisation.Admin.HookAsync(some.Url, events: ["incident.changed"]);
        await using var changedOnly = await Receiver.StartAsync();
        await organisation.Admin.HookAsync(changedOnly.Url, new JsonObject { ["filter"] = new JsonObject { ["verification"] = "unverified" } }, ["incident.changed"]);

        var record = (await organisation.Admin.PostAsync("/v1/incidents", Given.Incident())).Expect(HttpStatusCode.Created);
        (await organisation.PatchAsync(record, new JsonObject { ["summary"] = "more" })).Expect(HttpStatusCode.OK);
        await SettledAsync(organisation);
        await organisation.Admin.UntilAsync(hook, "delivered", 2);
        await Local.Eventually.IsTrueAsync(() => some.Taken.Count > 0 && changedOnly.Taken.Count > 0);

        Assert.Equal(["incident.created", "incident.changed"], all.Taken.Select(one => one.Type));
        Assert.Equal(["incident.changed"], some.Taken.Select(one => one.Type));
        Assert.Equal(["incident.changed"], changedOnly.Taken.Select(one => one.Type));
    }

    [Fact]
    public async Task A_partner_and_the_world_are_told_of_what_they_see_by_their_own_ids_and_without_times()
    {
        var (giver, partner, stranger) = (await webhooks.Service.NewOrganisationAsync(), await webhooks.Service.NewOrganisationAsync(), await webhooks.Service.NewOrganisationAsync());
        await using var shared = await Receiver.StartAsync();
        await using var open = await Receiver.StartAsync();
        await using var strange = await Receiver.StartAsync();
        var sharedHook = await partner.Admin.HookAsync(shared.Url, new JsonObject { ["scope"] = "shared" });
        var openHook = await partner.Admin.HookAsync(open.Url, new JsonObject { ["scope"] = "public", ["filter"] = new JsonObject { ["q"] = "zqworld" } });
        await stranger.Admin.HookAsync(strange.Url, new JsonObject { ["scope"] = "shared" });
        var partnership = (await giver.ShareAsync(partner)).Expect(HttpStatusCode.Created);

        var inner = (await giver.Admin.PostAsync("/v1/incidents", Given.Incident("Inner"))).Expect(HttpStatusCode.Created);
        var record = await giver.PublishedAsync(Given.Incident("A zqworld search"));
        await partner.Admin.UntilAsync(sharedHook, "delivered", 1);
        await partner.Admin.UntilAsync(openHook, "delivered", 1);
        var seen = (string)Assert.Single((await partner.Admin.ReadAsync("/v1/incidents?scope=shared")).Json["items"]!.AsArray())!["id"]!;

        var one = Assert.Single(shared.Taken);
        Assert.Equal(("incident.created", seen, giver.Id.ToString(), $"/v1/incidents/{seen}?scope=shared"), (one.Type, one.Incident, (string?)one.Data["organisation"], (string?)one.Data["links"]!["incident"]));
        Assert.Matches("^[0-9]{4}-[0-9]{2}-[0-9]{2}$", (string)one.Data["at"]!);
        Assert.EndsWith("T00:00:00.000Z", (string)one.Json["timestamp"]!, StringComparison.Ordinal);
        Assert.Equal(1, (int)one.Data["position"]!);
        Assert.Null(one.Data["change"]);
        Assert.DoesNotContain(shared.All.Concat(open.All), message => message.Text.Contains(record.Id, StringComparison.Ordinal) || message.Text.Contains(inner.Id, StringComparison.Ordinal));
        Assert.NotEqual(seen, Assert.Single(open.Taken).Incident);

        // With the partnership ends what comes through it, and its receiver is told to drop what he had.
        (await giver.Admin.SendAsync(HttpMethod.Delete, $"/v1/partnerships/{partnership.Id}")).Expect(HttpStatusCode.OK);
        (await giver.PatchAsync(record, new JsonObject { ["summary"] = "zqworld again" })).Expect(HttpStatusCode.OK);
        await partner.Admin.UntilAsync(openHook, "delivered", 2);
        await partner.Admin.UntilAsync(sharedHook, "delivered", 2);
        await giver.PublishedAsync(Given.Incident("Another zqworld search"));
        await partner.Admin.UntilAsync(openHook, "delivered", 3);
        Assert.Equal(["incident.created", "incident.removed"], shared.Taken.Select(message => message.Type));
        Assert.Empty(strange.All);
    }

    [Fact]
    public async Task A_document_is_read_when_it_is_sent_and_kept_nowhere()
    {
        var organisation = await webhooks.Service.NewOrganisationAsync();
        var down = true;
        await using var receiver = await Receiver.StartAsync(async (one, http) =>
        {
            http.Response.StatusCode = down ? 500 : 200;
            await http.Response.WriteAsync($"you said {one.Text}");
            return http.Response.StatusCode;
        });
        var hook = await organisation.Admin.HookAsync(receiver.Url, new JsonObject { ["include"] = "document" });
        var record = (await organisation.Admin.PostAsync("/v1/incidents", Given.Incident("zqdocument").With("/summary", "zqerased summary"))).Expect(HttpStatusCode.Created);
        var other = (await organisation.Admin.PostAsync("/v1/incidents", Given.Incident("zqdocument withdrawn"))).Expect(HttpStatusCode.Created);
        await Local.Eventually.IsTrueAsync(() => receiver.All.Count(one => one.Incident == record.Id) >= 2);
        Assert.Contains(receiver.All, one => (string?)one.Data["document"]?["summary"] == "zqerased summary");

        // While it could not be delivered the record changed, the other is gone: what is sent from now on holds neither.
        (await organisation.PatchAsync(record, new JsonObject { ["summary"] = "zqother" })).Expect(HttpStatusCode.OK);
        (await organisation.Admin.SendAsync(HttpMethod.Delete, $"/v1/incidents/{other.Id}?reason=safety", null, "*")).Expect(HttpStatusCode.OK);
        await SettledAsync(organisation);
        down = false;
        await organisation.Admin.UntilAsync(hook, "delivered", 4);

        var taken = receiver.Taken.Where(one => one.Incident == record.Id).ToList();
        Assert.Equal([1, 2], taken.Select(one => one.Version));
        Assert.Equal("superseded", (string?)taken[0].Data["documentOmitted"]);
        Assert.Null(taken[0].Data["document"]);
        var whole = (await organisation.Admin.ReadAsync($"/v1/incidents/{record.Id}")).Text;
        Assert.Contains($"\"document\":{whole}}}}}", taken[1].Text, StringComparison.Ordinal);
        Assert.All(receiver.Taken.Where(one => one.Incident == other.Id), one => Assert.Null(one.Data["document"]));
        Assert.DoesNotContain(receiver.Taken, one => one.Text.Contains("zqdocument withdrawn", StringComparison.Ordinal) || one.Text.Contains("zqerased", StringComparison.Ordinal));

        // Nor does what is kept of it, though the receiver said it all again.
        foreach (var table in (string[])["webhook_events", "webhook_attempts", "webhooks", "webhook_matches"])
        {
            Assert.Equal(0L, (await webhooks.Service.SqlAsync($"select count(*) from {table} t, unnest(array['zqdocument', 'zqerased', 'zqother']) word where t::text like '%' || word || '%' or t::text like '%' || encode(word::bytea, 'hex') || '%'"))[0][0]);
        }

        Assert.All(await organisation.Admin.DeliveriesAsync(hook), one => Assert.All(one["attempts"]!.AsArray(), attempt => Assert.Null(attempt!["answer"])));
    }

    [Fact]
    public async Task A_webhook_with_a_filter_tells_that_a_record_is_gone_which_stood_before_it_was_made()
    {
        var organisation = await webhooks.Service.NewOrganisationAsync();
        await using var receiver = await Receiver.StartAsync();
        var records = new List<Answer>();
        foreach (var country in (string[])["KG", "KG", "KZ", "KZ"]) records.Add((await organisation.Admin.PostAsync("/v1/incidents", Given.Incident().With("/location", new JsonObject { ["country"] = country }))).Expect(HttpStatusCode.Created));

        var hook = await organisation.Admin.HookAsync(receiver.Url, new JsonObject { ["filter"] = new JsonObject { ["country"] = "KG" } });
        await WithdrawnAsync(records[0]);
        await WithdrawnAsync(records[2]);
        await organisation.Admin.UntilAsync(hook, "delivered", 1);
        (await organisation.Admin.PutAsync($"/v1/webhooks/{hook.Id}", Hooks.Body(receiver.Url, more: new JsonObject { ["filter"] = new JsonObject { ["country"] = "KZ" } }))).Expect(HttpStatusCode.OK);
        await WithdrawnAsync(records[1]);
        await organisation.Admin.UntilAsync(hook, "delivered", 2);
        await WithdrawnAsync(records[3]);
        await organisation.Admin.UntilAsync(hook, "delivered", 3);

        // Of the one that the first filter found its receiver had been able to know.
        Assert.Equal([records[0].Id, records[1].Id, records[3].Id], receiver.Taken.Select(one => one.Incident));
        Assert.All(receiver.Taken, one => Assert.Equal("incident.removed", one.Type));

        async Task WithdrawnAsync(Answer record) => (await organisation.Admin.SendAsync(HttpMethod.Delete, $"/v1/incidents/{record.Id}?reason=safety", null, "*")).Expect(HttpStatusCode.OK);
    }

    [Fact]
    public async Task A_webhook_ends_with_the_key_that_said_last_where_it_goes_and_passes_to_the_key_that_takes_its_place()
    {
        var organisation = await webhooks.Service.NewOrganisationAsync();
        var keys = $"/v1/organisations/{organisation.Id}/keys";
        await using var receiver = await Receiver.StartAsync();
        var issued = (await organisation.Admin.PostAsync(keys, JsonNode.Parse("""{"name":"k","scopes":["webhooks:manage","incidents:read"]}"""))).Expect(HttpStatusCode.Created);
        var stolen = webhooks.Service.With(organisation with { AdminKey = (string)issued.Json["key"]! });
        var (tap, mended) = (await stolen.HookAsync(receiver.Url), await stolen.HookAsync(receiver.Url));
        var others = await organisation.Admin.HookAsync(receiver.Url);
        (await organisation.Admin.PutAsync($"/v1/webhooks/{mended.Id}", Hooks.Body(receiver.Url))).Expect(HttpStatusCode.OK);
        var next = (await organisation.Admin.SendAsync(HttpMethod.Post, $"{keys}/{issued.Id}/rotation")).Expect(HttpStatusCode.Created);

        (await organisation.Admin.SendAsync(HttpMethod.Delete, $"{keys}/{issued.Id}")).Expect(HttpStatusCode.NoContent);
        Assert.Equal("active", await StatusAsync(tap));
        (await organisation.Admin.SendAsync(HttpMethod.Delete, $"{keys}/{next.Id}")).Expect(HttpStatusCode.NoContent);
        Assert.Equal("disabled key_revoked", await StatusAsync(tap));
        Assert.Equal("active", await StatusAsync(mended));
        Assert.Equal("active", await StatusAsync(others));
        (await organisation.Admin.PostAsync("/v1/incidents", Given.Incident())).Expect(HttpStatusCode.Created);
        foreach (var one in new[] { mended, others }) await organisation.Admin.UntilAsync(one, "delivered", 1);
        Assert.Empty(await organisation.Admin.DeliveriesAsync(tap));

        // Who means it well says so, and is sent what happened meanwhile.
        (await organisation.Admin.PutAsync($"/v1/webhooks/{tap.Id}", Hooks.Body(receiver.Url))).Expect(HttpStatusCode.OK);
        await organisation.Admin.UntilAsync(tap, "delivered", 1);

        async Task<string> StatusAsync(Answer hook)
        {
            var found = await organisation.Admin.HookOfAsync(hook);
            return $"{found["status"]} {found["disabledReason"]}".Trim();
        }
    }

    /// <summary>Until every webhook of the organisation has looked through its log.</summary>
    private Task SettledAsync(TestOrganisation organisation) => Local.Eventually.IsTrueAsync(async () =>
        (await webhooks.Service.SqlAsync($"select 1 from webhooks w join heads h using (organisation_id) where organisation_id = '{organisation.Id}' and w.scope = 'own' and w.position <> h.position")).Count == 0);
}
