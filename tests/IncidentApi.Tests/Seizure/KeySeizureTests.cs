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
        var read = await new Thief(thief, seized.Planted).ReadAllAsync();

        Assert.All(seized.Planted.Clear.Where(canary => canary.What is not ("name of a key" or "text that a change took out" or "reason of an access")), canary => Assert.Contains(canary.Text, read, StringComparison.Ordinal));
        Assert.All(seized.Planted.Hidden, canary => Assert.DoesNotContain(canary.Text, read, StringComparison.OrdinalIgnoreCase));
        Assert.All(seized.Planted.OfOther, canary => Assert.DoesNotContain(canary.Text, read, StringComparison.OrdinalIgnoreCase));
        Assert.All(seized.Planted.Keys, key => Assert.DoesNotContain(key.Text, read, StringComparison.Ordinal));
        (await thief.PostAsync("/v1/incidents", Given.Incident())).Expect(403, "missing-scope");
        (await thief.ReadAsync($"/v1/organisations/{seized.Planted.Own.Id}/keys")).Expect(403, "missing-scope");
        (await thief.PostAsync($"/v1/people/{seized.Planted.People[0]}/identity-access", new JsonObject { ["reason"] = "theft" })).Expect(403, "missing-scope");
    }

    [Fact]
    public async Task An_admin_s_key_surrenders_no_other_key_and_nothing_of_another_organisation()
    {
        using var thief = seized.Host.Client(seized.Planted.Own.AdminKey);
        var read = await new Thief(thief, seized.Planted).ReadAllAsync();

        Assert.Contains(seized.Planted.Of("name of a key"), read, StringComparison.Ordinal);
        Assert.All(seized.Planted.OfOther, canary => Assert.DoesNotContain(canary.Text, read, StringComparison.OrdinalIgnoreCase));
        Assert.All(seized.Planted.Keys, key => Assert.DoesNotContain(key.Text, read, StringComparison.Ordinal));
    }

    [Fact]
    public async Task With_the_scope_for_identities_a_key_opens_the_vault_one_by_one_and_each_is_written_down()
    {
        using var thief = seized.Host.Client(seized.Planted.Own.AdminKey);
        var person = seized.Planted.People[1];

        var opened = (await thief.PostAsync($"/v1/people/{person}/identity-access", new JsonObject { ["reason"] = "theft" })).Expect(HttpStatusCode.OK);

        Assert.Contains(seized.Planted.Of("name of a child"), (string)opened.Json["name"]!, StringComparison.Ordinal);
        var entries = (await thief.ReadAsync("/v1/audit?limit=200")).Expect(HttpStatusCode.OK).Json["items"]!.AsArray();
        Assert.Contains(entries, entry => entry!.ToJsonString().Contains(person, StringComparison.Ordinal) && entry.ToJsonString().Contains("theft", StringComparison.Ordinal));
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
}
