using System.Net;
using IncidentApi.Tests.Support;

namespace IncidentApi.Tests.Seizure;

/// <summary>Somebody takes a key of an organisation with which another one shares.</summary>
[Collection(nameof(Seized))]
public sealed class PartnerSeizureTests(Seized seized)
{
    private static readonly string[] Shown = ["title", "summary", "label", "name that partners may see", "name that everybody may see", "development"];

    [Fact]
    public async Task It_surrenders_what_was_shared_with_it_and_nothing_that_was_taken_out_of_it()
    {
        using var thief = seized.Host.Client(seized.Planted.Partner.AdminKey);
        var read = await new Thief(thief, seized.Planted).ReadAllAsync();

        Assert.All(Shown, what => Assert.Contains(seized.Planted.Of(what), read, StringComparison.Ordinal));
        var kept = seized.Planted.All.Where(canary => !Shown.Contains(canary.What)).ToList();
        Assert.True(kept.Count > 30);
        Assert.All(kept, canary => Assert.True(!read.Contains(canary.Text, StringComparison.OrdinalIgnoreCase), $"{canary} was read."));
        Assert.DoesNotContain(seized.Planted.Incidents[0], read, StringComparison.Ordinal);
    }

    [Fact]
    public async Task It_surrenders_nothing_of_it_once_the_partnership_has_ended()
    {
        using var giver = seized.Host.Client(seized.Planted.Own.AdminKey);
        using var thief = seized.Host.Client(seized.Planted.FormerPartner.AdminKey);
        var partnership = (await giver.PostAsync("/v1/partnerships", Planted.Sharing(seized.Planted.FormerPartner))).Expect(HttpStatusCode.Created);
        var listed = (await thief.ReadAsync("/v1/incidents?scope=shared&fields=all")).Expect(HttpStatusCode.OK);
        Assert.Contains(seized.Planted.Of("title"), listed.Text, StringComparison.Ordinal);
        var seen = (string)listed.Json["items"]![0]!["id"]!;

        (await giver.SendAsync(HttpMethod.Delete, $"/v1/partnerships/{partnership.Id}")).Expect(HttpStatusCode.OK);

        Assert.DoesNotContain(seized.Planted.Of("title"), await new Thief(thief, seized.Planted).ReadAllAsync(), StringComparison.Ordinal);
        (await thief.ReadAsync($"/v1/incidents/{seen}?scope=shared")).Expect(404, "not-found");
    }
}
