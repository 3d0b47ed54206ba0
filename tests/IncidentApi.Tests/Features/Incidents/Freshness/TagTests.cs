using System.Net;
using System.Text.Json.Nodes;
using IncidentApi.Tests.Support;

namespace IncidentApi.Tests.Features.Incidents.Freshness;

/// <summary>Answers that are named by how far the log has come: 304 to whoever holds one, and another name as soon as it says something else.</summary>
public sealed class TagTests(Api api)
{
    [Fact]
    public async Task Whoever_holds_his_list_is_told_so_until_it_changes()
    {
        var organisation = await api.NewOrganisationAsync();
        var made = (await organisation.Admin.PostAsync("/v1/incidents", Given.Incident())).Expect(HttpStatusCode.Created);

        var list = (await organisation.Admin.ReadAsync("/v1/incidents")).Expect(HttpStatusCode.OK);
        var again = await organisation.Admin.ReadAsync("/v1/incidents", ("If-None-Match", Tag(list)));
        (await organisation.PatchAsync(made, new JsonObject { ["title"] = "Changed" })).Expect(HttpStatusCode.OK);
        var changed = (await organisation.Admin.ReadAsync("/v1/incidents", ("If-None-Match", Tag(list)))).Expect(HttpStatusCode.OK);

        Assert.StartsWith("W/", Tag(list), StringComparison.Ordinal);
        Assert.Equal((HttpStatusCode.NotModified, Tag(list), ""), (again.Status, Tag(again), again.Text));
        Assert.NotEqual(Tag(list), Tag(changed));
        Assert.All([list, again, changed], answer => Assert.Equal("no-store", answer.Headers.CacheControl!.ToString()));
    }

    [Fact]
    public async Task Whoever_holds_the_public_list_is_told_so_whether_it_is_in_memory_or_not()
    {
        await using var quiet = await QuietService.StartAsync(api);
        var list = (await quiet.Anonymous.ReadAsync("/v1/incidents")).Expect(HttpStatusCode.OK);

        var again = await quiet.Anonymous.ReadAsync("/v1/incidents", ("If-None-Match", $"\"other\", {Tag(list)}"));
        var any = await quiet.Anonymous.ReadAsync("/v1/incidents", ("If-None-Match", "*"));

        Assert.Equal((HttpStatusCode.NotModified, Tag(list), ""), (again.Status, Tag(again), again.Text));
        Assert.Equal(HttpStatusCode.NotModified, any.Status);
        Assert.All([list, again, any], answer => Assert.Equal("public, no-cache", answer.Headers.CacheControl!.ToString()));
        Assert.All([list, again, any], answer => Assert.Contains("Authorization", answer.Headers.Vary));
    }

    private static string Tag(Answer answer) => answer.Headers.ETag!.ToString();


}
