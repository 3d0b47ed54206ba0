using System.Net;
using IncidentApi.Tests.Support;
using IncidentApi.Tests.Support.Browsers;

namespace IncidentApi.Tests.Features.Incidents;

/// <summary>A cursor opens the list that gave it out, and no other.</summary>
public sealed class PagingCursorTests(Api api)
{
    [Theory]
    [InlineData("sort=recorded")]
    [InlineData("sort=occurred")]
    [InlineData("country=KG")]
    [InlineData("dates=possible&from=2020")]
    public async Task A_cursor_of_another_filter_or_order_is_refused(string other)
    {
        var client = (await api.NewOrganisationAsync()).Admin;
        var cursor = await CursorAsync(client, "/v1/incidents?limit=2");

        (await client.ReadAsync($"/v1/incidents?limit=2&{other}&after={cursor}")).Expect(400, "invalid-cursor");
    }

    [Fact]
    public async Task A_cursor_of_another_organisation_is_refused()
    {
        var cursor = await CursorAsync((await api.NewOrganisationAsync()).Admin, "/v1/incidents?limit=2");
        var stranger = (await api.NewOrganisationAsync()).Admin;

        (await stranger.ReadAsync($"/v1/incidents?limit=2&after={cursor}")).Expect(400, "invalid-cursor");
    }

    [Fact]
    public async Task A_cursor_that_somebody_changed_is_refused_wherever_he_changed_it()
    {
        var client = (await api.NewOrganisationAsync()).Admin;
        var cursor = await CursorAsync(client, "/v1/incidents?limit=2");

        for (var i = 0; i < cursor.Length - 1; i++)
        {
            var changed = $"{cursor[..i]}{(cursor[i] == 'A' ? 'B' : 'A')}{cursor[(i + 1)..]}";
            (await client.ReadAsync($"/v1/incidents?limit=2&after={changed}")).Expect(400, "invalid-cursor");
        }
    }

    [Theory]
    [InlineData("x")]
    [InlineData("AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA")]
    [InlineData("!!!!")]
    [InlineData("%F0%9F%94%91")]
    [InlineData("../../etc/passwd")]
    public async Task What_is_no_cursor_is_refused_by_name(string cursor)
    {
        var client = (await api.NewOrganisationAsync()).Admin;

        var answer = (await client.ReadAsync($"/v1/incidents?after={cursor}")).Expect(400, "invalid-cursor");

        Assert.Equal("after", (string)answer.Json["errors"]![0]!["parameter"]!);
    }

    [Fact]
    public async Task A_cursor_cut_short_or_made_long_is_refused()
    {
        var client = (await api.NewOrganisationAsync()).Admin;
        var cursor = await CursorAsync(client, "/v1/incidents?limit=2");

        (await client.ReadAsync($"/v1/incidents?limit=2&after={cursor[..^8]}")).Expect(400, "invalid-cursor");
        (await client.ReadAsync($"/v1/incidents?limit=2&after={cursor}{cursor}")).Expect(400, "invalid-cursor");
        (await client.ReadAsync($"/v1/incidents?limit=2&after={new string('A', 4_000)}")).Expect(400, "invalid-cursor");
    }

    [Fact]
    public async Task A_cursor_goes_on_with_another_page_size_and_other_fields()
    {
        var client = (await api.NewOrganisationAsync()).Admin;
        var cursor = await CursorAsync(client, "/v1/incidents?limit=2");

        var rest = (await client.ReadAsync($"/v1/incidents?limit=200&fields=title&count=exact&after={cursor}")).Expect(HttpStatusCode.OK);

        Assert.Equal(3, rest.Json["items"]!.AsArray().Count);
        Assert.Equal(5, (int)rest.Json["count"]!);
    }

    [Fact]
    public async Task A_history_is_walked_page_by_page_and_its_cursor_opens_no_other()
    {
        var client = (await api.NewOrganisationAsync()).Admin;
        var ids = await client.RecordAsync([Given.Incident("One"), Given.Incident("Other")]);
        for (var version = 1; version < 8; version++)
        {
            foreach (var id in ids) (await client.PutAsync($"/v1/incidents/{id}", Given.Incident($"Version {version + 1}"), $"\"{version}\"")).Expect(HttpStatusCode.OK);
        }

        var walk = await client.WalkAsync($"/v1/incidents/{ids[0]}/history?limit=3");
        var cursor = (string)(await client.ReadAsync($"/v1/incidents/{ids[0]}/history?limit=3")).Json["nextCursor"]!;

        Assert.Equal(Enumerable.Range(1, 8), walk.Select(entry => (int)entry["version"]!));
        (await client.ReadAsync($"/v1/incidents/{ids[1]}/history?limit=3&after={cursor}")).Expect(400, "invalid-cursor");
        (await client.ReadAsync($"/v1/incidents?after={cursor}")).Expect(400, "invalid-cursor");
    }

    [Fact]
    public async Task A_search_by_relevance_is_walked_whole_and_says_when_it_ranked_only_the_newest_thousand()
    {
        var client = (await api.NewOrganisationAsync()).Admin;
        var bodies = Enumerable.Range(0, 1_000).Select(i => Given.Incident($"Arrest {i}", $"20{10 + (i % 14)}-05-03"));
        var ids = await client.RecordAsync(bodies);

        var thousand = await client.WalkAsync("/v1/incidents?q=arrest&sort=relevance&limit=150");
        var first = (await client.ReadAsync("/v1/incidents?q=arrest&sort=relevance&limit=1&count=capped")).Expect(HttpStatusCode.OK).Json;
        Assert.Equal(ids.Order(), thousand.Ids().Order());
        Assert.False((bool)first["capped"]!);
        Assert.Equal((1_000, false), ((int)first["count"]!, (bool?)first["countCapped"] ?? false));

        await client.RecordAsync([Given.Incident("Arrest of 1999", "1999-05-03")]);
        var ranked = await client.WalkAsync("/v1/incidents?q=arrest&sort=relevance&limit=200");
        var capped = (await client.ReadAsync("/v1/incidents?q=arrest&sort=relevance&limit=1&count=capped")).Expect(HttpStatusCode.OK).Json;
        var exact = (await client.ReadAsync("/v1/incidents?q=arrest&limit=1&count=exact")).Expect(HttpStatusCode.OK).Json;
        Assert.Equal(ids.Order(), ranked.Ids().Order());
        Assert.True((bool)capped["capped"]!);
        Assert.Equal((1_000, true), ((int)capped["count"]!, (bool)capped["countCapped"]!));
        Assert.Equal((1_001, null), ((int)exact["count"]!, (bool?)exact["countCapped"]));
        Assert.Null(exact["capped"]);
    }

    private static async Task<string> CursorAsync(HttpClient client, string address)
    {
        await client.RecordAsync(Enumerable.Range(0, 5).Select(i => Given.Incident($"Number {i}", $"2020-05-0{i + 1}")));
        return (string)(await client.ReadAsync(address)).Expect(HttpStatusCode.OK).Json["nextCursor"]!;
    }
}
