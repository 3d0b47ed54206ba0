using System.Net;
using System.Text.Json.Nodes;
using IncidentApi.Features.Changes.Waiting;
using IncidentApi.Tests.Features.Incidents;
using IncidentApi.Tests.Support;
using Microsoft.Extensions.DependencyInjection;

namespace IncidentApi.Tests.Features.Changes;

/// <summary>What nobody learns from a change log.</summary>
public sealed class SecrecyTests(Api api)
{
    [Fact]
    public async Task A_partner_for_what_is_public_learns_nothing_of_what_is_for_partners_and_strangers_nothing_at_all()
    {
        var organisation = await api.NewOrganisationAsync();
        var (close, distant, stranger) = (await api.NewOrganisationAsync(), await api.NewOrganisationAsync(), await api.NewOrganisationAsync());
        (await organisation.ShareAsync(close)).Expect(HttpStatusCode.Created);
        (await organisation.ShareAsync(distant, new JsonObject { ["visibility"] = "public" })).Expect(HttpStatusCode.Created);

        var record = await organisation.PublishedAsync(visibility: "partners");
        record = (await organisation.PatchAsync(record, new JsonObject { ["title"] = "Searches at two offices" })).Expect(HttpStatusCode.OK);
        record = (await organisation.StepAsync(record, "withdrawn", reason: "safety")).Expect(HttpStatusCode.OK);
        record = (await organisation.StepAsync(record, "draft")).Expect(HttpStatusCode.OK);
        record = (await organisation.StepAsync(record, "submitted")).Expect(HttpStatusCode.OK);
        record = (await organisation.StepAsync(record, "published", "partners")).Expect(HttpStatusCode.OK);

        Assert.Equal(["created 1", "changed 2", "removed 2", "created 3"], await ToldAsync(close));
        Assert.Empty(await ToldAsync(distant));
        Assert.Empty(await ToldAsync(stranger));

        record = (await organisation.StepAsync(record, "published", "public")).Expect(HttpStatusCode.OK);
        record = (await organisation.PatchAsync(record, new JsonObject { ["title"] = "Searches at three offices" })).Expect(HttpStatusCode.OK);
        record = (await organisation.StepAsync(record, "published", "partners")).Expect(HttpStatusCode.OK);
        (await organisation.PatchAsync(record, new JsonObject { ["title"] = "Searches at four offices" })).Expect(HttpStatusCode.OK);

        Assert.Equal(["created 1", "changed 2", "removed 2", "created 3", "changed 1000", "changed 1001", "changed 1002"], await ToldAsync(close));
        Assert.Equal(["created 1000", "changed 1001", "removed 1001"], await ToldAsync(distant));
        Assert.Equal([1L, 2, 3], (await distant.Admin.FollowAsync(scope: "shared")).Changes.Select(change => (long)change["position"]!));
        Assert.Empty(await ToldAsync(stranger));
    }

    [Fact]
    public async Task What_is_opened_and_closed_by_partnerships_is_told_once_however_many_there_are()
    {
        var (organisation, partner) = (await api.NewOrganisationAsync(), await api.NewOrganisationAsync());
        var (one, two) = (await organisation.PublishedAsync(visibility: "partners"), await organisation.PublishedAsync(visibility: "public"));
        var single = (await organisation.ShareAsync(partner, new JsonObject { ["incidents"] = new JsonArray(one.Id) })).Expect(HttpStatusCode.Created);
        Assert.Equal(["created 1"], await ToldAsync(partner));

        var wide = (await organisation.ShareAsync(partner)).Expect(HttpStatusCode.Created);
        var narrow = (await organisation.ShareAsync(partner, new JsonObject { ["visibility"] = "public" })).Expect(HttpStatusCode.Created);
        Assert.Equal(["created 1", "created 1000"], await ToldAsync(partner));

        await EndAsync(organisation, wide);
        Assert.Equal(["created 1", "created 1000"], await ToldAsync(partner));
        await EndAsync(organisation, narrow);
        await EndAsync(organisation, single);
        await EndAsync(organisation, single);

        var (changes, _) = await partner.Admin.FollowAsync(scope: "shared", more: "&include=document");
        Assert.Equal(["created 1", "created 1000", "removed 1000", "removed 1"], changes.Select(change => change.InShort()));
        Assert.Equal(changes[0]["id"]!.ToString(), changes[3]["id"]!.ToString());
        Assert.All(changes, change => Assert.Null(change["document"]));
        (await organisation.PatchAsync(two, new JsonObject { ["title"] = "Searches at two offices" })).Expect(HttpStatusCode.OK);
        Assert.Equal(4, (await ToldAsync(partner)).Count);
    }

    [Fact]
    public async Task The_end_of_a_partnership_by_its_date_is_told_once()
    {
        var (organisation, partner) = (await api.NewOrganisationAsync(), await api.NewOrganisationAsync());
        var (one, _) = (await organisation.PublishedAsync(visibility: "partners"), await organisation.PublishedAsync(visibility: "partners"));
        (await organisation.ShareAsync(partner, new JsonObject { ["incidents"] = new JsonArray(one.Id) })).Expect(HttpStatusCode.Created);
        var given = (await organisation.ShareAsync(partner)).Expect(HttpStatusCode.Created);

        // Its last day passes without anybody writing anything.
        await api.SqlAsync("postgres", $"set session_replication_role = replica; update partnerships set until = current_date - 2 where id = '{given.Id}'");
        Assert.Equal(["created 1", "created 1"], await ToldAsync(partner));
        for (var i = 0; i < 2; i++) await api.Services.GetRequiredService<ChangeUpkeep>().NoteLapsedAsync(TestContext.Current.CancellationToken);

        Assert.Equal(["created 1", "created 1", "removed 1"], await ToldAsync(partner));
        Assert.Single(await partner.Admin.ItemsAsync("/v1/incidents?scope=shared", organisation));
    }

    [Fact]
    public async Task Nothing_private_is_in_any_log_and_documents_are_those_that_the_reader_may_see()
    {
        var (organisation, partner) = (await api.NewOrganisationAsync(), await api.NewOrganisationAsync());
        (await organisation.ShareAsync(partner)).Expect(HttpStatusCode.Created);
        var end = await api.Anonymous().EndAsync("public");
        var record = await organisation.PublishedAsync(Canaries.Incident("A lawyer is detained"));
        (await organisation.StepAsync(record, "withdrawn", reason: "safety")).Expect(HttpStatusCode.OK);
        await organisation.PublishedAsync(Canaries.Incident("A lawyer is detained").With("/externalRef", null));

        var texts = new[]
        {
            (await partner.Admin.ReadAsync("/v1/changes?scope=shared&include=document")).Expect(HttpStatusCode.OK).Text,
            (await api.Anonymous().ReadAsync($"/v1/changes?include=document&limit=200&after={end}")).Expect(HttpStatusCode.OK).Text,
            (await partner.Admin.ReadAsync("/v1/changes/stream?scope=shared&include=document")).Expect(HttpStatusCode.OK).Text,
            (await api.Anonymous().ReadAsync($"/v1/changes/stream?include=document&after={end}")).Expect(HttpStatusCode.OK).Text,
        };

        foreach (var text in texts)
        {
            Assert.Contains("A lawyer is detained", text, StringComparison.Ordinal);
            Assert.Contains("incident.removed", text, StringComparison.Ordinal);
            Assert.DoesNotContain("safety", text, StringComparison.Ordinal);
            Assert.DoesNotContain("\"reason\"", text, StringComparison.Ordinal);
            Assert.All(Canaries.Private, mark => Assert.DoesNotContain(mark, text, StringComparison.OrdinalIgnoreCase));
        }
    }

    [Fact]
    public async Task A_withdrawn_record_stays_gone_whatever_still_happens_to_it()
    {
        var organisation = await api.NewOrganisationAsync();
        var record = (await organisation.Admin.PostAsync("/v1/incidents", Given.Incident().With("/summary", "They came for Azat."))).Expect(HttpStatusCode.Created);
        record = (await organisation.StepAsync(record, "withdrawn", reason: "safety")).Expect(HttpStatusCode.OK);
        (await organisation.Admin.SendAsync(HttpMethod.Post, $"/v1/incidents/{record.Id}/erasures", JsonNode.Parse("""{"pointers":["/summary"],"reason":"safety"}"""), record.ETag)).Expect(HttpStatusCode.OK);

        var (changes, _) = await organisation.Admin.FollowAsync(more: "&include=document");

        Assert.Equal(["created 1", "removed 2", "removed 3"], changes.Select(change => change.InShort()));
        Assert.All(changes, change => Assert.Null(change["document"]));
        Assert.DoesNotContain(await organisation.Admin.ItemsAsync("/v1/incidents", organisation), item => (string)item["id"]! == record.Id);
    }

    private static async Task<List<string>> ToldAsync(TestOrganisation reader) => [.. (await reader.Admin.FollowAsync(scope: "shared")).Changes.Select(change => change.InShort())];

    private static async Task EndAsync(TestOrganisation organisation, Answer partnership) =>
        (await organisation.Admin.SendAsync(HttpMethod.Delete, $"/v1/partnerships/{partnership.Id}")).Expect(HttpStatusCode.OK);
}
