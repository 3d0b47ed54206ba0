using System.Net;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using IncidentApi.Tests.Features.Webhooks;
using IncidentApi.Tests.Local;
using IncidentApi.Tests.Support;

namespace IncidentApi.Tests.Contract.Examples;

/// <summary>A webhook is made and tried out; its receiver takes one event and refuses another, which is sent anew.</summary>
public sealed class WebhookExamples(WebhookService webhooks) : IClassFixture<WebhookService>
{
    [Fact]
    public async Task The_examples_of_webhooks_are_answers()
    {
        var kept = new KeptExamples("Webhooks");
        var organisation = await webhooks.Service.NewOrganisationAsync("Legal Aid Bishkek");
        await using var receiver = await Receiver.AnsweringAsync(one => one.Type == "incident.changed" ? 410 : 204);
        kept.Settled.Call(receiver.Url, "https://hooks.example.org/incidents");
        var body = Hooks.Body(receiver.Url, more: new JsonObject { ["scope"] = "own", ["filter"] = new JsonObject { ["country"] = "KG,KZ" }, ["description"] = "the regional dashboard" });
        var made = (await organisation.Admin.PostAsync("/v1/webhooks", body)).Expect(HttpStatusCode.Created);
        var address = $"/v1/webhooks/{made.Id}";
        await kept.KeepAsync("WebhookBody", body);
        await kept.KeepAsync("createWebhook", made.Json);
        await kept.KeepAsync("Webhook", (await organisation.Admin.ReadAsync(address)).Expect(HttpStatusCode.OK).Json);
        await kept.KeepAsync("WebhookList", (await organisation.Admin.ReadAsync("/v1/webhooks")).Expect(HttpStatusCode.OK).Json);
        await kept.KeepAsync("testWebhook", (await organisation.Admin.SendAsync(HttpMethod.Post, $"{address}/test")).Expect(HttpStatusCode.OK).Json);

        var record = (await organisation.Admin.PostAsync("/v1/incidents", Given.Incident())).Expect(HttpStatusCode.Created);
        await organisation.Admin.UntilAsync(made, "delivered", 2);
        (await organisation.PatchAsync(record, new JsonObject { ["occurred"] = new JsonObject { ["from"] = "2024-05-02" } })).Expect(HttpStatusCode.OK);
        await organisation.Admin.UntilAsync(made, "dead", 1);
        var page = (await organisation.Admin.ReadAsync($"{address}/deliveries")).Expect(HttpStatusCode.OK);
        var dead = page.Json["items"]!.AsArray().Single(delivery => (string?)delivery!["status"] == "dead")!;
        await kept.KeepAsync("Delivery", (await organisation.Admin.ReadAsync($"{address}/deliveries/{dead["id"]}")).Expect(HttpStatusCode.OK).Json);
        await kept.KeepAsync("DeliveryPage", page.Json);

        // Its receiver is gone, and so is what waits for it: switched on at an address where nobody listens, it waits.
        (await organisation.Admin.PutAsync(address, Hooks.Body("http://127.0.0.1:1/"))).Expect(HttpStatusCode.OK);
        await kept.KeepAsync("Replay", (await organisation.Admin.SendAsync(HttpMethod.Post, $"{address}/replay?since=2026-01-01")).Expect(HttpStatusCode.Accepted).Json);
        var again = (await organisation.Admin.SendAsync(HttpMethod.Post, $"{address}/deliveries/{dead["id"]}/replay")).Expect(HttpStatusCode.Accepted);
        again.Json["attempts"] = dead["attempts"]!.DeepClone();
        await kept.KeepAsync("replayDelivery", again.Json);
        await kept.KeepAsync("WebhookSecret", (await organisation.Admin.SendAsync(HttpMethod.Post, $"{address}/secret/rotation")).Expect(HttpStatusCode.OK).Json);
    }

    [Fact]
    public async Task The_examples_of_messages_came_to_a_receiver_and_every_message_is_what_the_document_says()
    {
        var kept = new KeptExamples("Webhooks");
        var organisation = await webhooks.Service.NewOrganisationAsync("Legal Aid Bishkek");
        var mayPass = false;
        await using var thin = await Receiver.StartAsync();
        await using var whole = await Receiver.AnsweringAsync(one => one.Type == "incident.changed" && !Volatile.Read(ref mayPass) ? 500 : 204);
        var hook = await organisation.Admin.HookAsync(thin.Url);
        await organisation.Admin.HookAsync(whole.Url, new JsonObject { ["include"] = "document" });
        (await organisation.Admin.SendAsync(HttpMethod.Post, $"/v1/webhooks/{hook.Id}/test")).Expect(HttpStatusCode.OK);

        var made = (await organisation.Admin.PostAsync("/v1/incidents", Given.Incident())).Expect(HttpStatusCode.Created);
        await Eventually.IsTrueAsync(() => thin.Taken.Count == 2 && whole.Taken.Count == 1);
        var patched = (await organisation.PatchAsync(made, new JsonObject { ["occurred"] = new JsonObject { ["from"] = "2024-05-02" } })).Expect(HttpStatusCode.OK);
        await Eventually.IsTrueAsync(() => whole.All.Any(one => one.Status == 500));
        patched = (await organisation.PatchAsync(patched, new JsonObject { ["title"] = "A search at the office of a legal aid group" })).Expect(HttpStatusCode.OK);
        Volatile.Write(ref mayPass, true);
        (await organisation.Admin.SendAsync(HttpMethod.Delete, $"/v1/incidents/{made.Id}?reason=duplicate", null, patched.ETag)).Expect(HttpStatusCode.OK);
        await Eventually.IsTrueAsync(() => thin.Taken.Count == 5 && whole.Taken.Count == 4);

        var contract = await ServedContract.OfAsync(webhooks.Service.Anonymous);
        var check = new SchemaCheck(contract);
        Assert.All(thin.All.Concat(whole.All), one =>
        {
            var told = contract.Message(one.Type);
            Assert.Empty(check.FaultsOf(one.Json, told["requestBody"]!["content"]!["application/json"]!["schema"]!));
            Assert.All(told["parameters"]!.AsArray(), header => Assert.Contains((string)header!["name"]!, one.Headers.Keys));
        });
        Assert.Contains(whole.Taken, one => (string?)one.Data["documentOmitted"] == "superseded");
        await kept.KeepAsync("webhookTest", thin.Taken.First(one => one.Type == "webhook.test").Json);
        await kept.KeepAsync("incidentCreated", thin.Taken.First(one => one.Type == "incident.created").Json);
        await kept.KeepAsync("incidentChanged", thin.Taken.First(one => one.Type == "incident.changed").Json);
        await kept.KeepAsync("incidentRemoved", thin.Taken.First(one => one.Type == "incident.removed").Json);
        await kept.KeepAsync("incidentCreated.document", whole.Taken.First(one => one.Type == "incident.created").Json);
    }

    [Fact]
    public async Task The_signatures_of_the_examples_verify_with_the_secret_that_they_name()
    {
        var contract = await ServedContract.OfAsync(webhooks.Service.Anonymous);
        var examples = contract.Messages.Select(told => told.Operation["requestBody"]!["content"]!["application/json"]!["examples"]!["example"]!).ToList();
        var whole = (string)contract.Message("incident.created")["description"]!;

        Assert.All(examples.Select(example => (Words: (string)example["description"]!, Value: example["value"])).Append((whole[whole.IndexOf("With `include", StringComparison.Ordinal)..], null)), example =>
        {
            var (words, value) = example;
            string Said(string pattern) => Regex.Match(words, pattern).Groups[1].Value;
            var body = Said(@"\n\n(\{.*\})\n```$");
            var key = Convert.FromBase64String(Said("`whsec_([^`]+)`"));
            var signed = $"{Said("webhook-id: (.+)")}.{Said("webhook-timestamp: (.+)")}.{body}";
            Assert.Equal("v1," + Convert.ToBase64String(HMACSHA256.HashData(key, Encoding.UTF8.GetBytes(signed))), Said("webhook-signature: (.+)"));
            Assert.True(value is null || JsonNode.DeepEquals(value, JsonNode.Parse(body)));
        });
        Assert.Equal(4, examples.Count);
    }
}
