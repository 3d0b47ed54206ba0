using System.Net;
using System.Text.Json.Nodes;
using IncidentApi.Tests.Support;

namespace IncidentApi.Tests.Features.Partnerships;

public sealed class PartnershipTests(Api api)
{
    private const string Shared = "/v1/incidents?scope=shared";

    [Fact]
    public async Task A_partner_reads_what_is_shared_until_it_ends_and_nobody_else_does()
    {
        var (giver, partner, stranger) = (await api.NewOrganisationAsync(), await api.NewOrganisationAsync(), await api.NewOrganisationAsync());
        await giver.PublishedAsync(Given.Incident("For partners"), "partners");
        await giver.PublishedAsync(Given.Incident("For all"), "public");
        await giver.PublishedAsync(Given.Incident("For us"), "organisation");
        Assert.Empty(await partner.Admin.ItemsAsync(Shared, giver));

        var given = (await giver.ShareAsync(partner)).Expect(HttpStatusCode.Created);

        Assert.Equal(["For all", "For partners"], (await partner.Admin.ItemsAsync(Shared, giver)).Select(item => (string)item["title"]!).Order());
        Assert.Single(await partner.Admin.ItemsAsync(Shared + "&q=partners", giver));
        Assert.Empty(await stranger.Admin.ItemsAsync(Shared, giver));
        Assert.Empty(await stranger.Admin.ItemsAsync(Shared + "&q=partners", giver));
        Assert.Empty(await giver.Admin.ItemsAsync(Shared, giver));
        var seen = (await partner.Admin.ItemsAsync(Shared, giver))[0];
        var read = (await partner.Admin.ReadAsync($"/v1/incidents/{seen["id"]}?scope=shared")).Expect(HttpStatusCode.OK);
        Assert.Equal("no-store", read.Headers.CacheControl!.ToString());
        (await stranger.Admin.ReadAsync($"/v1/incidents/{seen["id"]}?scope=shared")).Expect(404, "not-found");

        Assert.Equal(("received", true), await SideAsync(partner, given.Id));
        (await partner.Admin.SendAsync(HttpMethod.Delete, $"/v1/partnerships/{given.Id}")).Expect(404, "not-found");
        (await giver.Admin.SendAsync(HttpMethod.Delete, $"/v1/partnerships/{given.Id}")).Expect(HttpStatusCode.OK);

        Assert.Empty(await partner.Admin.ItemsAsync(Shared, giver));
        Assert.Empty(await partner.Admin.ItemsAsync(Shared + "&q=partners", giver));
        (await partner.Admin.ReadAsync($"/v1/incidents/{seen["id"]}?scope=shared")).Expect(404, "not-found");
        Assert.Equal(("received", false), await SideAsync(partner, given.Id));
    }

    [Fact]
    public async Task A_partnership_ends_by_its_date_in_the_database_itself()
    {
        var (giver, partner) = (await api.NewOrganisationAsync(), await api.NewOrganisationAsync());
        await giver.PublishedAsync(visibility: "partners");
        var given = (await giver.ShareAsync(partner, new JsonObject { ["visibility"] = "partners", ["until"] = $"{TimeProvider.System.GetUtcNow():yyyy-MM-dd}" })).Expect(HttpStatusCode.Created);
        Assert.Single(await partner.Admin.ItemsAsync(Shared, giver));

        await api.SqlAsync("postgres", $"update partnerships set until = until - 2 where id = '{given.Id}'");

        Assert.Empty(await partner.Admin.ItemsAsync(Shared, giver));
        Assert.Empty(await partner.Admin.ItemsAsync(Shared + "&q=searches", giver));
        Assert.Equal(("given", false), await SideAsync(giver, given.Id));
    }

    [Fact]
    public async Task Single_records_are_shared_by_themselves()
    {
        var (giver, partner) = (await api.NewOrganisationAsync(), await api.NewOrganisationAsync());
        var one = await giver.PublishedAsync(Given.Incident("This one"), "partners");
        await giver.PublishedAsync(Given.Incident("Not this one"), "partners");
        var hidden = await giver.PublishedAsync(Given.Incident("For us"), "organisation");

        var refused = (await giver.ShareAsync(partner, new JsonObject { ["incidents"] = new JsonArray(one.Id, hidden.Id) })).Expect(422, "unknown-incident");
        Assert.Equal(["/incidents/1"], refused.Pointers);
        var given = (await giver.ShareAsync(partner, new JsonObject { ["incidents"] = new JsonArray(one.Id) })).Expect(HttpStatusCode.Created);

        var seen = Assert.Single(await partner.Admin.ItemsAsync(Shared, giver));
        Assert.Equal("This one", (string)seen["title"]!);
        Assert.Equal(one.Id, (string)Assert.Single(given.Json["incidents"]!.AsArray())!);
        var received = (await partner.Admin.ReadAsync($"/v1/partnerships/{given.Id}")).Expect(HttpStatusCode.OK);
        Assert.Equal((string)seen["id"]!, (string)Assert.Single(received.Json["incidents"]!.AsArray())!);
    }

    [Fact]
    public async Task A_partnership_for_what_is_public_opens_nothing_else()
    {
        var (giver, partner) = (await api.NewOrganisationAsync(), await api.NewOrganisationAsync());
        await giver.PublishedAsync(Given.Incident("For partners"), "partners");
        await giver.PublishedAsync(Given.Incident("For all"), "public");

        (await giver.ShareAsync(partner, new JsonObject { ["visibility"] = "public" })).Expect(HttpStatusCode.Created);

        Assert.Equal("For all", (string)Assert.Single(await partner.Admin.ItemsAsync(Shared, giver))["title"]!);
        Assert.Empty(await partner.Admin.ItemsAsync(Shared + "&q=partners", giver));
    }

    [Fact]
    public async Task What_cannot_be_shared_is_refused_by_name()
    {
        var (giver, partner) = (await api.NewOrganisationAsync(), await api.NewOrganisationAsync());

        Assert.Equal(["/partner"], (await giver.ShareAsync(giver)).Expect(422, "contradiction").Pointers);
        Assert.Equal(["/partner"], (await giver.ShareAsync(partner with { Id = Guid.CreateVersion7() })).Expect(422, "unknown-organisation").Pointers);
        Assert.Equal(["/until"], (await giver.ShareAsync(partner, new JsonObject { ["visibility"] = "partners", ["until"] = "2020-01-01" })).Expect(422, "past-date").Pointers);
        Assert.Equal(["/until"], (await giver.ShareAsync(partner, new JsonObject { ["visibility"] = "partners", ["until"] = "2199-02-30" })).Expect(422, "impossible-date").Pointers);
        Assert.Equal(["/visibility"], (await giver.ShareAsync(partner, new JsonObject { ["visibility"] = "organisation" })).Expect(422, "unknown-code").Pointers);
        Assert.Equal(["/visibility"], (await giver.ShareAsync(partner, [])).Expect(422, "required").Pointers);
        Assert.Equal(["/incidents"], (await giver.ShareAsync(partner, new JsonObject { ["incidents"] = new JsonArray() })).Expect(422, "required").Pointers);
        Assert.Empty((await giver.Admin.ReadAsync("/v1/partnerships")).Json["items"]!.AsArray());

        var issued = await giver.Admin.PostAsync($"/v1/organisations/{giver.Id}/keys", new JsonObject { ["name"] = "reviewer", ["role"] = "reviewer" });
        (await (giver with { Admin = api.With((string)issued.Json["key"]!) }).ShareAsync(partner)).Expect(403, "missing-scope");
    }

    private static async Task<(string Direction, bool Active)> SideAsync(TestOrganisation organisation, string id)
    {
        var listed = (await organisation.Admin.ReadAsync("/v1/partnerships")).Expect(HttpStatusCode.OK).Json["items"]!.AsArray().Single(item => (string)item!["id"]! == id)!;
        return ((string)listed["direction"]!, (bool)listed["active"]!);
    }
}
