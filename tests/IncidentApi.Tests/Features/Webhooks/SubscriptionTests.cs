using System.Net;
using System.Text.Json.Nodes;
using IncidentApi.Features.Webhooks.Delivery;
using IncidentApi.Features.Webhooks.Subscriptions;
using IncidentApi.Platform.Secrets;
using IncidentApi.Tests.Support;
using Microsoft.Extensions.DependencyInjection;

namespace IncidentApi.Tests.Features.Webhooks;

/// <summary>Webhooks as they are registered, read, changed and deleted.</summary>
public sealed class SubscriptionTests(Api api)
{
    private const string Nowhere = "http://127.0.0.1:9/hook";

    [Fact]
    public async Task A_webhook_is_registered_read_changed_and_deleted_and_its_secret_is_shown_once()
    {
        var admin = (await api.NewOrganisationAsync()).Admin;

        var made = await admin.HookAsync(Nowhere, JsonNode.Parse("""{"filter":{"country":"KG,KZ","violation":"arrest"},"description":"the dashboard"}""")!.AsObject());
        Assert.Matches("^whsec_[A-Za-z0-9+/]{43}=$", (string)made.Json["secret"]!);
        Assert.Equal($"/v1/webhooks/{made.Id}", made.Headers.Location?.ToString());
        var read = await admin.HookOfAsync(made);
        Assert.Null(read["secret"]);
        Assert.Equal(("active", "own", Nowhere, "KG,KZ", "the dashboard"), ((string)read["status"]!, (string)read["scope"]!, (string)read["url"]!, (string)read["filter"]!["country"]!, (string)read["description"]!));

        var changed = (await admin.PutAsync($"/v1/webhooks/{made.Id}", Hooks.Body(Nowhere + "2", ["incident.removed"], new JsonObject { ["enabled"] = false }))).Expect(HttpStatusCode.OK).Json;
        Assert.Equal(("disabled", "owner", Nowhere + "2"), ((string)changed["status"]!, (string)changed["disabledReason"]!, (string)changed["url"]!));
        Assert.Null(changed["filter"]);
        var again = (await admin.PutAsync($"/v1/webhooks/{made.Id}", Hooks.Body(Nowhere))).Expect(HttpStatusCode.OK).Json;
        Assert.Equal("active", (string)again["status"]!);
        Assert.Single((await admin.ReadAsync("/v1/webhooks")).Json["items"]!.AsArray());

        (await admin.SendAsync(HttpMethod.Delete, $"/v1/webhooks/{made.Id}")).Expect(HttpStatusCode.NoContent);
        (await admin.ReadAsync($"/v1/webhooks/{made.Id}")).Expect(404, "not-found");
        Assert.Empty((await admin.ReadAsync("/v1/webhooks")).Json["items"]!.AsArray());
    }

    [Theory]
    [InlineData("""{"events":["incident.created"]}""", 422, "required", "/url")]
    [InlineData("""{"url":"http://127.0.0.1:9/"}""", 422, "required", "/events")]
    [InlineData("""{"url":"http://127.0.0.1:9/","events":[]}""", 422, "required", "/events")]
    [InlineData("""{"url":"http://127.0.0.1:9/","events":["incident.exploded"]}""", 422, "unknown-code", "/events/0")]
    [InlineData("""{"url":"http://127.0.0.1:9/","events":["webhook.test"]}""", 422, "unknown-code", "/events/0")]
    [InlineData("""{"url":"http://127.0.0.1:9/","events":["incident.created"],"scope":"all"}""", 422, "unknown-code", "/scope")]
    [InlineData("""{"url":"http://127.0.0.1:9/","events":["incident.created"],"include":"everything"}""", 422, "unknown-code", "/include")]
    [InlineData("""{"url":"nowhere","events":["incident.created"]}""", 422, "invalid-format", "/url")]
    [InlineData("""{"url":"http://127.0.0.1:9/","events":["incident.created"],"secret":"mine"}""", 400, "unknown-member", "/secret")]
    [InlineData("""{"url":"http://127.0.0.1:9/","events":["incident.created"],"filter":{"contry":"KG"}}""", 400, "unknown-member", "/filter/contry")]
    [InlineData("""{"url":"http://127.0.0.1:9/","events":["incident.created"],"filter":{"limit":"5"}}""", 400, "unknown-member", "/filter/limit")]
    [InlineData("""{"url":"http://127.0.0.1:9/","events":["incident.created"],"filter":{"a/b~c":"5"}}""", 400, "unknown-member", "/filter/a~1b~0c")]
    [InlineData("""{"url":"http://127.0.0.1:9/","events":["incident.created"],"filter":{"scope":"public"}}""", 400, "unknown-member", "/filter/scope")]
    [InlineData("""{"url":"http://127.0.0.1:9/","events":["incident.created"],"filter":{"country":"Atlantis"}}""", 422, "unknown-code", "/filter/country")]
    [InlineData("""{"url":"http://127.0.0.1:9/","events":["incident.created"],"filter":{"from":"yesterday"}}""", 422, "invalid-format", "/filter/from")]
    [InlineData("""{"url":"http://127.0.0.1:9/","events":["incident.created"],"filter":{"radius":"5"}}""", 422, "invalid-format", "/filter/near")]
    [InlineData("""{"url":"http://127.0.0.1:9/","events":["incident.created"],"filter":{"country":5}}""", 400, "wrong-type", "/filter/country")]
    [InlineData("""{"url":"http://127.0.0.1:9/","events":["incident.created"],"scope":"shared","filter":{"gender":"woman"}}""", 422, "invalid-format", "/filter/gender")]
    public async Task What_cannot_be_is_refused_by_its_place(string body, int status, string problem, string place)
    {
        var admin = (await api.NewOrganisationAsync()).Admin;

        var refused = (await admin.PostAsync("/v1/webhooks", JsonNode.Parse(body))).Expect(status, problem);

        Assert.Equal([place], refused.Pointers);
        var fault = refused.Json["errors"]![0]!;
        if (problem is "unknown-code" or "unknown-member") Assert.NotEmpty(fault["allowed"]!.AsArray());
    }

    [Fact]
    public async Task A_key_may_subscribe_to_what_it_may_read_and_no_more()
    {
        var organisation = await api.NewOrganisationAsync();
        var (only, reading, exporting) = (await KeyAsync(organisation, "webhooks:manage"), await KeyAsync(organisation, "webhooks:manage", "incidents:read"), await KeyAsync(organisation, "webhooks:manage", "incidents:read", "incidents:export"));
        var documents = new JsonObject { ["include"] = "document" };

        var refused = (await only.PostAsync("/v1/webhooks", Hooks.Body(Nowhere))).Expect(403, "missing-scope");
        Assert.Contains("scope=\"incidents:read\"", refused.Headers.WwwAuthenticate.ToString(), StringComparison.Ordinal);
        var made = await reading.HookAsync(Nowhere);
        var narrow = (await reading.PostAsync("/v1/webhooks", Hooks.Body(Nowhere, null, documents))).Expect(403, "missing-scope");
        Assert.Contains("scope=\"incidents:export\"", narrow.Headers.WwwAuthenticate.ToString(), StringComparison.Ordinal);
        (await reading.PutAsync($"/v1/webhooks/{made.Id}", Hooks.Body(Nowhere, null, documents))).Expect(403, "missing-scope");
        (await exporting.PutAsync($"/v1/webhooks/{made.Id}", Hooks.Body(Nowhere, null, documents))).Expect(HttpStatusCode.OK);

        // And a narrower key cannot send elsewhere what a wider one asked for.
        (await reading.PutAsync($"/v1/webhooks/{made.Id}", Hooks.Body(Nowhere + "3", null, documents))).Expect(403, "missing-scope");
        (await (await KeyAsync(organisation, "incidents:read")).ReadAsync("/v1/webhooks")).Expect(403, "missing-scope");
    }

    [Fact]
    public async Task Whose_incidents_it_tells_of_does_not_change()
    {
        var admin = (await api.NewOrganisationAsync()).Admin;
        var made = await admin.HookAsync(Nowhere, new JsonObject { ["scope"] = "shared" });

        (await admin.PutAsync($"/v1/webhooks/{made.Id}", Hooks.Body(Nowhere, null, new JsonObject { ["scope"] = "own" }))).Expect(422, "contradiction");
        Assert.Equal("shared", (string)(await admin.PutAsync($"/v1/webhooks/{made.Id}", Hooks.Body(Nowhere))).Expect(HttpStatusCode.OK).Json["scope"]!);
    }

    [Fact]
    public async Task Nobody_has_more_than_so_many_however_quickly_he_asks()
    {
        var organisation = await api.NewOrganisationAsync();
        await using var service = await api.StartServiceAsync("--Webhooks:MostPerOrganisation=3");
        var client = api.With(organisation.AdminKey, new Uri(service.Urls.Single()));

        var answers = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => client.PostAsync("/v1/webhooks", Hooks.Body(Nowhere))));

        Assert.Equal(3, answers.Count(answer => answer.Status == HttpStatusCode.Created));
        Assert.All(answers.Where(answer => answer.Status != HttpStatusCode.Created), answer => answer.Expect(409, "too-many-webhooks"));
    }

    [Fact]
    public async Task Nobody_reaches_the_webhooks_of_another_organisation()
    {
        var (owner, stranger) = (await api.NewOrganisationAsync(), await api.NewOrganisationAsync());
        var made = await owner.Admin.HookAsync(Nowhere);
        var test = (await owner.Admin.SendAsync(HttpMethod.Post, $"/v1/webhooks/{made.Id}/test")).Expect(HttpStatusCode.OK);
        var own = await stranger.Admin.HookAsync(Nowhere);

        foreach (var (method, path) in new[]
        {
            ("GET", ""), ("PUT", ""), ("DELETE", ""), ("POST", "/secret/rotation"), ("POST", "/test"), ("POST", "/replay?since=2026-01-01"), ("GET", "/deliveries"),
            ("GET", $"/deliveries/{test.Id}"), ("POST", $"/deliveries/{test.Id}/replay"),
        })
        {
            (await stranger.Admin.SendAsync(new HttpMethod(method), $"/v1/webhooks/{made.Id}{path}", method == "PUT" ? Hooks.Body(Nowhere) : null)).Expect(404, "not-found");
        }

        // Nor its events under a webhook of one's own.
        (await stranger.Admin.ReadAsync($"/v1/webhooks/{own.Id}/deliveries/{test.Id}")).Expect(404, "not-found");
        (await stranger.Admin.SendAsync(HttpMethod.Post, $"/v1/webhooks/{own.Id}/deliveries/{test.Id}/replay")).Expect(404, "not-found");
        Assert.Equal("active", (string)(await owner.Admin.HookOfAsync(made))["status"]!);
    }

    [Fact]
    public async Task What_is_done_to_webhooks_stands_in_the_audit_log()
    {
        var admin = (await api.NewOrganisationAsync()).Admin;
        var made = await admin.HookAsync(Nowhere);
        (await admin.PutAsync($"/v1/webhooks/{made.Id}", Hooks.Body(Nowhere))).Expect(HttpStatusCode.OK);
        (await admin.SendAsync(HttpMethod.Post, $"/v1/webhooks/{made.Id}/secret/rotation")).Expect(HttpStatusCode.OK);
        (await admin.SendAsync(HttpMethod.Delete, $"/v1/webhooks/{made.Id}")).Expect(HttpStatusCode.NoContent);

        var log = (await admin.ReadAsync($"/v1/audit?subjectId={made.Id}&sort=position")).Expect(HttpStatusCode.OK).Json["items"]!.AsArray();
        Assert.Equal(["webhook_created", "webhook_changed", "webhook_secret_rotated", "webhook_deleted"], log.Select(entry => (string)entry!["act"]!));
    }

    [Fact]
    public async Task The_database_knows_neither_where_a_webhook_goes_nor_what_it_asks_nor_what_signs_it()
    {
        var organisation = await api.NewOrganisationAsync();
        var made = await organisation.Admin.HookAsync($"{Nowhere}?token=zqhooktoken", JsonNode.Parse("""{"filter":{"q":"zqhookword"},"description":"zqhooktext"}""")!.AsObject());
        var secret = Convert.FromBase64String(((string)made.Json["secret"]!)["whsec_".Length..]);

        foreach (var table in (string[])["webhooks", "webhook_events", "audit_entries", "audit_reasons"])
        {
            Assert.Equal(0L, (await api.SqlAsync("postgres", $"select count(*) from {table} t where organisation_id = '{organisation.Id}' and (t::text ~ 'zqhook' or t::text ~ '{Convert.ToHexStringLower(secret)}' or t::text ~ encode('zqhook', 'hex'))"))[0][0]);
        }

        // What is sealed belongs to its row.
        var seal = new WebhookSeal(api.Services.GetRequiredService<InstallationSecret>());
        var row = (await api.SqlAsync("postgres", $"select secret, asked from webhooks where id = '{made.Id}'"))[0];
        Assert.Equal(secret, seal.OpenSecret(organisation.Id, Guid.Parse(made.Id), (byte[])row[0]));
        Assert.Throws<InvalidOperationException>(() => seal.OpenSecret(organisation.Id, Guid.CreateVersion7(), (byte[])row[0]));
        Assert.Throws<InvalidOperationException>(() => seal.OpenAsked(Guid.CreateVersion7(), Guid.Parse(made.Id), (byte[])row[1]));
    }

    [Theory]
    [InlineData(-1), InlineData(169)]
    public async Task A_secret_overlaps_for_a_week_at_most(int hours)
    {
        var admin = (await api.NewOrganisationAsync()).Admin;
        var made = await admin.HookAsync(Nowhere);

        (await admin.SendAsync(HttpMethod.Post, $"/v1/webhooks/{made.Id}/secret/rotation?overlap={hours}")).Expect(400, "invalid-parameter");
    }

    [Fact]
    public async Task A_replay_says_since_when()
    {
        var admin = (await api.NewOrganisationAsync()).Admin;
        var made = await admin.HookAsync(Nowhere);

        (await admin.SendAsync(HttpMethod.Post, $"/v1/webhooks/{made.Id}/replay")).Expect(400, "invalid-parameter");
        (await admin.SendAsync(HttpMethod.Post, $"/v1/webhooks/{made.Id}/replay?since=then")).Expect(400, "invalid-parameter");
    }

    /// <summary>The example of the specification (standardwebhooks.com, “verifying”).</summary>
    [Fact]
    public void A_signature_is_that_of_the_specification()
    {
        var key = Convert.FromBase64String("MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw");

        var signature = Signature.Of([key], "msg_p5jXN8AQM9LWM0D4loKWxJek", DateTimeOffset.FromUnixTimeSeconds(1614265330), "{\"test\": 2432232314}"u8);

        Assert.Equal("v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=", signature);
    }

    private async Task<HttpClient> KeyAsync(TestOrganisation organisation, params string[] scopes) => api.With((string)(await organisation.Admin.PostAsync($"/v1/organisations/{organisation.Id}/keys",
        new JsonObject { ["name"] = "k", ["scopes"] = new JsonArray([.. scopes.Select(scope => JsonValue.Create(scope))]) })).Expect(HttpStatusCode.Created).Json["key"]!);
}
