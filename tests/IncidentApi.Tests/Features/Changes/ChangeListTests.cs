using System.Net;
using System.Text.Json.Nodes;
using IncidentApi.Tests.Support;

namespace IncidentApi.Tests.Features.Changes;

/// <summary>What each reader is told of a record's life.</summary>
public sealed class ChangeListTests(Api api)
{
    [Fact]
    public async Task The_own_log_tells_everything_that_was_done_and_when()
    {
        var organisation = await api.NewOrganisationAsync();
        var record = (await organisation.Admin.PostAsync("/v1/incidents", Given.Incident())).Expect(HttpStatusCode.Created);
        record = (await organisation.PatchAsync(record, new JsonObject { ["notes"] = "Seen." })).Expect(HttpStatusCode.OK);
        record = (await organisation.StepAsync(record, "submitted")).Expect(HttpStatusCode.OK);
        record = (await organisation.StepAsync(record, "withdrawn", reason: "safety")).Expect(HttpStatusCode.OK);
        (await organisation.StepAsync(record, "draft")).Expect(HttpStatusCode.OK);

        var (changes, _) = await organisation.Admin.FollowAsync();

        Assert.Equal(["created 1", "changed 2", "changed 3", "removed 4", "created 5"], changes.Select(change => change.InShort()));
        Assert.Equal([1L, 2, 3, 4, 5], changes.Select(change => (long)change["position"]!));
        Assert.Equal(["created", "patched", "submitted", "withdrawn", "restored"], changes.Select(change => (string?)change["change"]));
        Assert.Equal([null, null, null, "safety", null], changes.Select(change => (string?)change["reason"]));
        Assert.All(changes, change => Assert.Equal((record.Id, $"/v1/incidents/{record.Id}"), ((string)change["id"]!, (string)change["links"]!["incident"]!)));
        Assert.All(changes, change => Assert.Equal(DateTimeKind.Utc, ((DateTime)change["at"]!).Kind));
        Assert.All(changes, change => Assert.Matches(@"^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$", (string)change["at"]!));
        Assert.All(changes, change => Assert.Null(change["organisation"]));
    }

    [Fact]
    public async Task Partners_are_told_of_what_they_see_by_day_and_without_a_reason()
    {
        var (organisation, partner) = (await api.NewOrganisationAsync(), await api.NewOrganisationAsync());
        (await organisation.ShareAsync(partner)).Expect(HttpStatusCode.Created);
        var record = await organisation.PublishedAsync(visibility: "partners");
        record = (await organisation.PatchAsync(record, new JsonObject { ["notes"] = "Only for us." })).Expect(HttpStatusCode.OK);
        record = (await organisation.PatchAsync(record, new JsonObject { ["title"] = "Searches at two offices" })).Expect(HttpStatusCode.OK);
        var shown = Assert.Single(await partner.Admin.ItemsAsync("/v1/incidents?scope=shared", organisation));
        (await organisation.StepAsync(record, "withdrawn", reason: "safety")).Expect(HttpStatusCode.OK);

        var (changes, _) = await partner.Admin.FollowAsync(scope: "shared");

        Assert.Equal(["created 1", "changed 2", "removed 2"], changes.Select(change => change.InShort()));
        Assert.Equal([1L, 2, 3], changes.Select(change => (long)change["position"]!));
        Assert.All(changes, change => Assert.Equal(((string)shown["id"]!, organisation.Id.ToString()), ((string)change["id"]!, (string)change["organisation"]!)));
        Assert.All(changes, change => Assert.Matches(@"^\d{4}-\d\d-\d\d$", (string)change["at"]!));
        Assert.All(changes, change => Assert.Equal(["position", "cursor", "type", "id", "version", "at", "organisation", "links"], change.Select(member => member.Key)));
    }

    [Fact]
    public async Task The_world_is_told_of_what_it_sees_by_day_and_not_by_whom()
    {
        var organisation = await api.NewOrganisationAsync();
        var end = await api.Anonymous().EndAsync("public");
        var record = await organisation.PublishedAsync();
        var shown = Assert.Single(await api.Anonymous().ItemsAsync("/v1/incidents", organisation));
        record = (await organisation.PatchAsync(record, new JsonObject { ["title"] = "Searches at two offices" })).Expect(HttpStatusCode.OK);
        (await organisation.StepAsync(record, "published", "partners")).Expect(HttpStatusCode.OK);

        var (all, _) = await api.Anonymous().FollowAsync(end, "public");
        var changes = all.Where(change => (string)change["id"]! == (string)shown["id"]!).ToList();

        Assert.Equal(["created 1", "changed 2", "removed 2"], changes.Select(change => change.InShort()));
        Assert.All(changes, change => Assert.Equal(["position", "cursor", "type", "id", "version", "at", "links"], change.Select(member => member.Key)));
        Assert.All(changes, change => Assert.Matches(@"^\d{4}-\d\d-\d\d$", (string)change["at"]!));
        Assert.All(all.Zip(all.Skip(1)), pair => Assert.Equal((long)pair.First["position"]! + 1, (long)pair.Second["position"]!));
    }

    [Fact]
    public async Task Pages_follow_each_other_and_the_cursor_is_there_also_when_nothing_is()
    {
        var organisation = await api.NewOrganisationAsync();
        var empty = (await organisation.Admin.ReadAsync("/v1/changes")).Expect(HttpStatusCode.OK);
        Assert.Equal((0, false), (empty.Json["items"]!.AsArray().Count, (bool)empty.Json["more"]!));
        for (var n = 0; n < 5; n++) (await organisation.Admin.PostAsync("/v1/incidents", Given.Incident($"Search {n}"))).Expect(HttpStatusCode.Created);

        var first = (await organisation.Admin.ReadAsync($"/v1/changes?limit=2&after={(string)empty.Json["nextCursor"]!}")).Expect(HttpStatusCode.OK);
        var (changes, cursor) = await organisation.Admin.FollowAsync(limit: 2);

        Assert.True((bool)first.Json["more"]!);
        Assert.Equal($"</v1/changes?limit=2&after={(string)first.Json["nextCursor"]!}>; rel=\"next\"", first.Headers.GetValues("Link").Single());
        Assert.Equal("no-store", first.Headers.CacheControl!.ToString());
        Assert.Equal([1L, 2, 3, 4, 5], changes.Select(change => (long)change["position"]!));
        Assert.Empty((await organisation.Admin.FollowAsync(cursor)).Changes);
        Assert.Equal([4L, 5], (await organisation.Admin.FollowAsync((string)changes[2]["cursor"]!)).Changes.Select(change => (long)change["position"]!));
        Assert.Empty((await organisation.Admin.FollowAsync(await organisation.Admin.EndAsync())).Changes);
    }

    [Theory]
    [InlineData("own")]
    [InlineData("shared")]
    [InlineData("public")]
    public async Task Documents_are_those_that_the_reader_sees_now_and_of_what_is_gone_there_is_none(string scope)
    {
        var (organisation, partner) = (await api.NewOrganisationAsync(), await api.NewOrganisationAsync());
        (await organisation.ShareAsync(partner)).Expect(HttpStatusCode.Created);
        var reader = scope switch { "own" => organisation.Admin, "shared" => partner.Admin, _ => api.Anonymous() };
        var end = await reader.EndAsync(scope);
        var (stays, goes) = (await organisation.PublishedAsync(Given.Incident("Тинтүү 🏚 at one office")), await organisation.PublishedAsync());
        (await organisation.PatchAsync(stays, new JsonObject { ["tags"] = new JsonArray("night") })).Expect(HttpStatusCode.OK);
        var ids = (await reader.ItemsAsync($"/v1/incidents?scope={scope}&sort=recorded", organisation)).ToDictionary(item => (string)item["title"]!, item => (string)item["id"]!);
        (await organisation.StepAsync(goes, "withdrawn", reason: "safety")).Expect(HttpStatusCode.OK);

        var answer = (await reader.ReadAsync($"/v1/changes?scope={scope}&include=document&limit=200&after={end}")).Expect(HttpStatusCode.OK);
        var changes = answer.Json["items"]!.AsArray().Where(change => ids.ContainsValue((string)change!["id"]!)).ToList();

        var kept = (await reader.ReadAsync($"/v1/incidents/{ids["Тинтүү 🏚 at one office"]}?scope={scope}")).Expect(HttpStatusCode.OK);
        Assert.Contains($"\"document\":{kept.Text}}}", answer.Text, StringComparison.Ordinal);
        Assert.All(changes, change => Assert.Equal((string)change!["id"]! == kept.Id, change["document"] is not null));
        Assert.Contains(changes, change => (string)change!["id"]! != kept.Id && (string)change["type"]! == "incident.removed");
    }
}
