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
    public async Task Whoever_holds_the_public_list_is_told_so()
    {
        await using var quiet = await QuietService.StartAsync(api);
        var list = (await quiet.Anonymous.ReadAsync("/v1/incidents")).Expect(HttpStatusCode.OK);

        var again = await quiet.Anonymous.ReadAsync("/v1/incidents", ("If-None-Match", $"\"other\", {Tag(list)}"));
        var strong = await quiet.Anonymous.ReadAsync("/v1/incidents", ("If-None-Match", Tag(list)[2..]));
        var any = await quiet.Anonymous.ReadAsync("/v1/incidents", ("If-None-Match", "*"));
        var other = await quiet.Anonymous.ReadAsync("/v1/incidents?limit=7", ("If-None-Match", Tag(list)));

        Assert.All([again, strong, any], answer => Assert.Equal((HttpStatusCode.NotModified, Tag(list), ""), (answer.Status, Tag(answer), answer.Text)));
        Assert.Equal(HttpStatusCode.OK, other.Status);
        Assert.All([list, again, any, other], answer => Assert.Equal("public, no-cache", answer.Headers.CacheControl!.ToString()));
        Assert.All([list, again, any, other], answer => Assert.Contains("Authorization", answer.Headers.Vary));
    }

    [Fact]
    public async Task The_same_question_has_one_name_in_whatever_order_it_is_asked()
    {
        await using var quiet = await QuietService.StartAsync(api);

        Assert.Equal(await NameAsync("country=KG&limit=5"), await NameAsync("limit=5&country=KG"));
        Assert.Equal(7, new[] { await NameAsync("country=KG"), await NameAsync("country=KG&scope=public"), await NameAsync("country=KZ"), await NameAsync("country=KG,KZ"), await NameAsync("tag=a%26kind=event"),
            await NameAsync("tag=a&kind=event"), await NameAsync("tag=a&limit=5") }.Distinct().Count());

        async Task<string> NameAsync(string query) => Tag((await quiet.Anonymous.ReadAsync($"/v1/incidents?{query}")).Expect(HttpStatusCode.OK));
    }

    [Fact]
    public async Task A_held_list_costs_one_tiny_query_and_a_new_one_no_round_trip_more()
    {
        await using var quiet = await QuietService.StartAsync(api);
        var organisation = await quiet.NewOrganisationAsync();
        (await organisation.Admin.PostAsync("/v1/incidents", Given.Incident())).Expect(HttpStatusCode.Created);
        var list = (await organisation.Admin.ReadAsync("/v1/incidents?count=exact")).Expect(HttpStatusCode.OK);

        using (var sent = new SentQueries(quiet.Database))
        {
            (await organisation.Admin.ReadAsync("/v1/incidents?count=exact")).Expect(HttpStatusCode.OK);

            Assert.Equal((1, 1), (sent.Of("heads"), sent.Of("incidents")));
            Assert.Equal(sent.Texts.Single(text => text.Contains("from heads", StringComparison.Ordinal)), sent.Texts.Single(text => text.Contains("from incidents", StringComparison.Ordinal)));
        }

        using (var sent = new SentQueries(quiet.Database))
        {
            (await organisation.Admin.ReadAsync("/v1/incidents?count=exact", ("If-None-Match", Tag(list)))).Expect(HttpStatusCode.NotModified);

            Assert.Equal((1, 0), (sent.Of("heads"), sent.Of("incidents")));
        }
    }

    [Fact]
    public async Task A_name_tells_nobody_what_another_would_hold()
    {
        var (one, other) = (await api.NewOrganisationAsync(), await api.NewOrganisationAsync());
        foreach (var path in new[] { "/v1/incidents", "/v1/incidents?scope=shared" })
        {
            var list = (await one.Admin.ReadAsync(path)).Expect(HttpStatusCode.OK);

            var foreign = (await other.Admin.ReadAsync(path, ("If-None-Match", Tag(list)))).Expect(HttpStatusCode.OK);

            Assert.Equal(list.Text, foreign.Text);
            Assert.NotEqual(Tag(list), Tag(foreign));
        }
    }

    [Fact]
    public async Task Problems_bear_no_name_and_are_made_each_time()
    {
        await using var quiet = await QuietService.StartAsync(api);
        foreach (var path in new[] { "/v1/incidents?colour=red", "/v1/incidents?sort=relevance", $"/v1/incidents/{Guid.CreateVersion7()}", "/v1/incidents?scope=own", "/v1/incidents?gender=female" })
        {
            var (first, second) = (await quiet.Anonymous.ReadAsync(path), await quiet.Anonymous.ReadAsync(path));

            Assert.All([first, second], answer =>
            {
                Assert.NotNull(answer.Problem);
                Assert.Null(answer.Headers.ETag);
                Assert.Equal("no-store", answer.Headers.CacheControl!.ToString());
            });
            Assert.NotEqual((string?)first.Json["traceId"], (string?)second.Json["traceId"]);
        }
    }

    [Theory]
    [InlineData("/v1/incidents")]
    [InlineData("/v1/incidents?scope=public")]
    [InlineData("/v1/incidents/ID")]
    public async Task Head_names_what_get_would_send(string path)
    {
        var organisation = await api.NewOrganisationAsync();
        var made = (await organisation.Admin.PostAsync("/v1/incidents", Given.Incident())).Expect(HttpStatusCode.Created);
        await using var quiet = await QuietService.StartAsync(api);
        var client = path.Contains("public", StringComparison.Ordinal) ? quiet.Anonymous : organisation.Admin;
        path = path.Replace("ID", made.Id, StringComparison.Ordinal);

        var head = (await client.SendAsync(HttpMethod.Head, path, null, null, ("Accept-Encoding", "br"))).Expect(HttpStatusCode.OK);
        var get = (await client.ReadAsync(path, ("Accept-Encoding", "br"))).Expect(HttpStatusCode.OK);

        Assert.Equal((Tag(get), ""), (Tag(head), head.Text));
    }

    internal static string Tag(Answer answer) => answer.Headers.ETag!.ToString();
}
