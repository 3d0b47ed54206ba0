using System.Net;
using System.Text.Json.Nodes;
using IncidentApi.Tests.Support;

namespace IncidentApi.Tests.Features.People;

/// <summary>Two entries that are one person, and two again.</summary>
public sealed class MergeTests(Api api)
{
    [Fact]
    public async Task Whoever_asks_for_one_of_two_merged_people_finds_both_until_they_are_parted()
    {
        var organisation = await api.NewOrganisationAsync();
        var (one, two, three) = (await RecordAsync(organisation, "1"), await RecordAsync(organisation, "2"), await RecordAsync(organisation, "3"));

        (await MergeAsync(organisation, one.Person, two.Person)).Expect(HttpStatusCode.OK);
        var merged = (await MergeAsync(organisation, one.Person, three.Person)).Expect(HttpStatusCode.OK);

        Assert.Equal(new[] { two.Person, three.Person }.Order(), merged.Json["merged"]!.AsArray().Select(id => (string)id!).Order());
        Assert.Equal(3, merged.Json["incidents"]!.AsArray().Count);
        foreach (var person in new[] { one.Person, two.Person, three.Person })
        {
            Assert.Equal(3, (int)(await organisation.Admin.ReadAsync($"/v1/incidents?personId={person}&count=exact")).Json["count"]!);
        }

        (await organisation.Admin.SendAsync(HttpMethod.Delete, $"/v1/people/{one.Person}/merges/{two.Person}")).Expect(HttpStatusCode.OK);
        Assert.Equal(1, (int)(await organisation.Admin.ReadAsync($"/v1/incidents?personId={two.Person}&count=exact")).Json["count"]!);
        Assert.Equal(2, (int)(await organisation.Admin.ReadAsync($"/v1/incidents?personId={one.Person}&count=exact")).Json["count"]!);
        Assert.Equal(["created", "merged_into", "unmerged"], await ChangesAsync(organisation, two.Person));
        Assert.Equal(["created", "took_in", "took_in", "let_go"], await ChangesAsync(organisation, one.Person));
        (await organisation.Admin.SendAsync(HttpMethod.Delete, $"/v1/people/{one.Person}/merges/{two.Person}")).Expect(404, "not-found");
    }

    [Fact]
    public async Task What_cannot_be_merged_is_refused()
    {
        var organisation = await api.NewOrganisationAsync();
        var stranger = await RecordAsync(await api.NewOrganisationAsync(), "1");
        var (one, two, three) = (await RecordAsync(organisation, "1"), await RecordAsync(organisation, "2"), await RecordAsync(organisation, "3"));
        (await MergeAsync(organisation, one.Person, two.Person)).Expect(HttpStatusCode.OK);

        (await MergeAsync(organisation, one.Person, two.Person)).Expect(HttpStatusCode.OK);
        (await MergeAsync(organisation, one.Person, one.Person)).Expect(422, "contradiction");
        (await MergeAsync(organisation, one.Person, stranger.Person)).Expect(422, "unknown-ref");
        (await MergeAsync(organisation, two.Person, three.Person)).Expect(409, "already-merged");
        (await MergeAsync(organisation, three.Person, two.Person)).Expect(409, "already-merged");
    }

    [Fact]
    public async Task Two_who_merge_the_opposite_way_at_once_make_no_circle()
    {
        var organisation = await api.NewOrganisationAsync();
        for (var round = 0; round < 5; round++)
        {
            var (one, two) = (await RecordAsync(organisation, $"a{round}"), await RecordAsync(organisation, $"b{round}"));

            var answers = await Task.WhenAll(MergeAsync(organisation, one.Person, two.Person), MergeAsync(organisation, two.Person, one.Person));

            Assert.Equal([200, 409], answers.Select(answer => (int)answer.Status).Order());
        }
    }

    private static async Task<(string Incident, string Person)> RecordAsync(TestOrganisation organisation, string name)
    {
        var made = (await organisation.Admin.PostAsync("/v1/incidents", Given.Incident().With("/people",
            JsonNode.Parse($$"""[{"ref":"v1","role":"victim","kind":"person","label":"somebody","externalRef":{"system":"s","id":"{{name}}"} }]""")))).Expect(HttpStatusCode.Created);
        return (made.Id, (string)made.Json["people"]![0]!["personId"]!);
    }

    private static Task<Answer> MergeAsync(TestOrganisation organisation, string person, string other) =>
        organisation.Admin.PostAsync($"/v1/people/{person}/merges", new JsonObject { ["other"] = other });

    private static async Task<List<string>> ChangesAsync(TestOrganisation organisation, string person) =>
        [.. (await organisation.Admin.ReadAsync($"/v1/people/{person}/history")).Expect(HttpStatusCode.OK).Json["items"]!.AsArray().Select(item => (string)item!["change"]!)];
}
