using System.Net;
using System.Text.Json.Nodes;
using IncidentApi.Tests.Support;

namespace IncidentApi.Tests.Seizure;

/// <summary>Somebody takes a key: whatever can be read with it, until it is revoked.</summary>
[Collection(nameof(Seized))]
public sealed class KeySeizureTests(Seized seized)
{
    [Fact]
    public async Task An_observer_s_key_surrenders_what_its_organisation_records_and_nothing_of_another()
    {
        using var thief = seized.Host.Client(seized.Planted.ObserverKey);
        var read = await ReadAllAsync(thief);

        Assert.All(seized.Planted.Clear.Where(canary => canary.What is not ("name of a key" or "text that a change took out")), canary => Assert.Contains(canary.Text, read, StringComparison.Ordinal));
        Assert.All(seized.Planted.Hidden, canary => Assert.DoesNotContain(canary.Text, read, StringComparison.OrdinalIgnoreCase));
        Assert.All(seized.Planted.OfOther, canary => Assert.DoesNotContain(canary.Text, read, StringComparison.OrdinalIgnoreCase));
        Assert.All(seized.Planted.Keys, key => Assert.DoesNotContain(key.Text, read, StringComparison.Ordinal));
        (await thief.PostAsync("/v1/incidents", Given.Incident())).Expect(403, "missing-scope");
        (await thief.ReadAsync($"/v1/organisations/{seized.Planted.Own.Id}/keys")).Expect(403, "missing-scope");
    }

    [Fact]
    public async Task An_admin_s_key_surrenders_no_other_key_and_nothing_of_another_organisation()
    {
        using var thief = seized.Host.Client(seized.Planted.Own.AdminKey);
        var read = await ReadAllAsync(thief);

        Assert.Contains(seized.Planted.Of("name of a key"), read, StringComparison.Ordinal);
        Assert.All(seized.Planted.OfOther, canary => Assert.DoesNotContain(canary.Text, read, StringComparison.OrdinalIgnoreCase));
        Assert.All(seized.Planted.Keys, key => Assert.DoesNotContain(key.Text, read, StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_revoked_key_opens_nothing_within_a_second()
    {
        using var admin = seized.Host.Client(seized.Planted.Own.AdminKey);
        var keys = $"/v1/organisations/{seized.Planted.Own.Id}/keys";
        var stolen = (await admin.PostAsync(keys, new JsonObject { ["name"] = "stolen", ["role"] = "admin" })).Expect(HttpStatusCode.Created);
        using var thief = seized.Host.Client((string)stolen.Json["key"]!);
        (await thief.ReadAsync("/v1/me")).Expect(HttpStatusCode.OK);

        (await admin.SendAsync(HttpMethod.Delete, $"{keys}/{stolen.Id}")).Expect(HttpStatusCode.NoContent);
        await Task.Delay(TimeSpan.FromSeconds(1.1), TestContext.Current.CancellationToken);

        (await thief.ReadAsync("/v1/me")).Expect(401, "invalid-key");
    }

    /// <summary>Every answer of every GET of the contract, under every id that there is, the other organisation's too.</summary>
    private async Task<string> ReadAllAsync(HttpClient client)
    {
        var contract = (await client.ReadAsync("/openapi/v1.json")).Json;
        var paths = contract["paths"]!.AsObject().Where(path => path.Value!["get"] is not null).Select(path => path.Key).ToList();
        var read = new List<string>();
        foreach (var path in paths)
        {
            foreach (var address in Addresses(path)) read.Add((await client.ReadAsync(address)).Text);
        }

        Assert.True(read.Count > paths.Count && paths.Count >= 10, $"Only {read.Count} answers of {paths.Count} routes.");
        return string.Join('\n', read);
    }

    private IEnumerable<string> Addresses(string path)
    {
        if (!path.Contains("{id}", StringComparison.Ordinal)) return [path.Replace("{name}", "people.role", StringComparison.Ordinal)];

        var ids = path.Split('/')[2] switch
        {
            "organisations" => [seized.Planted.Own.Id, seized.Planted.Other.Id],
            "people" => seized.Planted.People,
            _ => seized.Planted.Incidents.Concat(seized.Planted.OtherIncidents),
        };
        return ids.Select(id => path.Replace("{id}", id, StringComparison.Ordinal).Replace("{name}", "s1", StringComparison.Ordinal));
    }
}
