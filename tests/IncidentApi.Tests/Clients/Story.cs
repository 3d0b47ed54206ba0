using System.Net;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using IncidentApi.Tests.Features.Webhooks;
using IncidentApi.Tests.Support;

namespace IncidentApi.Tests.Clients;

/// <summary>
/// What a partner's program does in its first week, told once in each language. Each step asserts in the client; what became of it is
/// looked up here, in the database and by the API.
/// </summary>
internal sealed class Story(TestOrganisation organisation, JsonNode told, IReadOnlyList<Received> received, string printed)
{
    public string Printed => printed;

    private static readonly string[] Steps =
    [
        "begin", "record", "retry", "read", "change", "conflict", "validation", "page", "changes", "elsewhere", "webhook", "test", "forbidden", "delete",
        "statistics", "export", "refusals", "patience",
    ];

    public static async Task<Story> RunAsync(GeneratedClient client, string lines)
    {
        var api = client.Api;
        var organisation = await api.NewOrganisationAsync();
        var observer = (await organisation.Admin.PostAsync($"/v1/organisations/{organisation.Id}/keys", new JsonObject { ["name"] = "Reads only", ["role"] = "observer" })).Expect(HttpStatusCode.Created);
        await using var limited = await api.StartServiceAsync("--Limits:Key:Permits=2", "--Limits:Key:Seconds=2");

        await using var receiver = await Receiver.StartAsync();

        var printed = await client.RunAsync(lines, ("KEY", organisation.AdminKey), ("OBSERVER_KEY", (string)observer.Json["key"]!),
            ("LIMITED_API", limited.Urls.Single()), ("RECEIVER", receiver.Url), ("FOLDER", client.Folder));

        var told = JsonNode.Parse(await File.ReadAllTextAsync(Path.Combine(client.Folder, "told.json"), TestContext.Current.CancellationToken))!;
        return new Story(organisation, told, receiver.Taken, printed);
    }

    /// <summary>Every step was taken, and the service holds exactly what they left.</summary>
    /// <param name="tours">How many records the README's ten lines left beside them.</param>
    public async Task AssertAsync(Api api, int tours = 0)
    {
        Assert.Equal(Steps, told["steps"]!.AsArray().Select(step => (string)step!));
        Assert.Equal((3, 5, 5), ((int)told["pages"]!, (int)told["counted"]!, (int)told["exported"]!));

        var incident = (await organisation.Admin.ReadAsync($"/v1/incidents/{told["incident"]}")).Expect(HttpStatusCode.OK);
        var history = await organisation.Admin.ReadAsync($"/v1/incidents/{incident.Id}/history");
        Assert.Equal("2024-05-17", (string?)incident.Json["occurred"]!["from"]);
        Assert.Null(incident.Json["summary"]);
        Assert.Equal([1, 2], history.Json["items"]!.AsArray().Select(version => (int)version!["version"]!));

        // One record for each that was acknowledged, none for retries, refusals and faults; and the one export, whole.
        var rows = await api.SqlAsync("postgres", $"select (select count(*) from incidents where organisation_id = '{organisation.Id}'), (select count(*) from exports where organisation_id = '{organisation.Id}' and status = 'complete')");
        Assert.Equal([5L + tours, 1L], rows.Single());

        await AssertChangesAsync(api, tours);
        await AssertWebhookAsync(api);
    }

    /// <summary>The client was told of every change that the database has, in its order.</summary>
    private async Task AssertChangesAsync(Api api, int tours)
    {
        var rows = await api.SqlAsync("postgres", $"select concat_ws(' ', position, incident_id, version) from changes where organisation_id = '{organisation.Id}' order by position");
        Assert.Equal(told["followed"]!.AsArray().Select(change => (string)change!), rows.SkipLast(tours).Select(row => (string)row[0]));
    }

    /// <summary>Its receiver got the test alone, signed with the secret that the client was shown; and nothing of it is left.</summary>
    private async Task AssertWebhookAsync(Api api)
    {
        var message = Assert.Single(received);
        Assert.Equal(("webhook.test", (string)told["tested"]!), (message.Type, message.Id));
        var signed = Encoding.UTF8.GetBytes($"{message.Id}.{message.Headers["webhook-timestamp"]}.{message.Text}");
        var signature = HMACSHA256.HashData(Convert.FromBase64String(((string)told["secret"]!)["whsec_".Length..]), signed);
        Assert.Equal($"v1,{Convert.ToBase64String(signature)}", message.Headers["webhook-signature"]);

        var rows = await api.SqlAsync("postgres", $"select (select count(*) from webhooks where organisation_id = '{organisation.Id}'), (select count(*) from webhook_events where organisation_id = '{organisation.Id}')");
        Assert.Equal([0L, 0L], rows.Single());
    }
}
