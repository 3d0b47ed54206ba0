using System.Net;
using System.Text.Json.Nodes;
using IncidentApi.Tests.Support;
using IncidentApi.Tests.Support.Browsers;

namespace IncidentApi.Tests.Features.Incidents;

/// <summary>A list walked page by page shows every record once, in the order that was asked for.</summary>
public sealed class PagingTests(Api api)
{
    private static readonly int[] Limits = [1, 7, 40, 200];
    private static readonly string[] Sorts = ["occurred", "-occurred", "recorded", "-recorded", "updated", "-updated", "reference", "-reference"];

    public static TheoryData<string, int> Walks =>
        [.. from sort in Sorts from limit in Limits select new TheoryDataRow<string, int>(sort, limit)];

    public static TheoryData<string> AllSorts => [.. Sorts];

    [Theory, MemberData(nameof(Walks))]
    public async Task A_walk_shows_every_record_once_and_in_order_with_the_undated_last(string sort, int limit)
    {
        var client = (await api.NewOrganisationAsync()).Admin;
        var ids = await client.RecordAsync(Forty());
        (await client.PutAsync($"/v1/incidents/{ids[3]}", Given.Incident("Changed"), "*")).Expect(HttpStatusCode.OK);

        var walk = await client.WalkAsync($"/v1/incidents?sort={sort}&limit={limit}");

        Assert.Equal(ids.Order(), walk.Ids().Order());
        var keys = walk.ConvertAll(item => KeyOf(item, sort));
        var dated = keys.TakeWhile(key => key is not null).ToList();
        Assert.Equal(sort.EndsWith("occurred", StringComparison.Ordinal) ? 32 : 40, dated.Count);
        Assert.All(keys.Skip(dated.Count), Assert.Null);
        Assert.Equal(sort[0] == '-' ? dated.OrderDescending(StringComparer.Ordinal) : dated.Order(StringComparer.Ordinal), dated);
    }

    [Fact]
    public async Task A_descending_walk_is_an_ascending_one_backwards_but_for_the_undated()
    {
        var client = (await api.NewOrganisationAsync()).Admin;
        await client.RecordAsync(Forty());

        foreach (var sort in new[] { "recorded", "updated", "reference" })
        {
            var (up, down) = (await client.WalkAsync($"/v1/incidents?sort={sort}&limit=9"), await client.WalkAsync($"/v1/incidents?sort=-{sort}&limit=9"));
            Assert.Equal(up.Ids().AsEnumerable().Reverse(), down.Ids());
        }

        var (first, last) = (await client.WalkAsync("/v1/incidents?sort=occurred&limit=9"), await client.WalkAsync("/v1/incidents?sort=-occurred&limit=9"));
        Assert.Equal(first.Take(32).Ids().AsEnumerable().Reverse(), last.Take(32).Ids());
    }

    [Theory, MemberData(nameof(AllSorts))]
    public async Task A_walk_skips_and_repeats_nothing_that_stands_still_while_eight_write(string sort)
    {
        var client = (await api.NewOrganisationAsync()).Admin;
        var still = await client.RecordAsync(Forty());
        var moving = await client.RecordAsync(Enumerable.Range(0, 8).Select(i => Given.Incident($"Moving {i}")));

        using var stop = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        var writers = moving.ConvertAll(id => Task.Run(() => WriteAsync(client, id, stop.Token)));
        var walks = new List<List<string>>();
        for (var i = 0; i < 2; i++) walks.Add((await client.WalkAsync($"/v1/incidents?sort={sort}&limit=3&tag=still,moving,new")).Ids());
        await stop.CancelAsync();
        var written = await Task.WhenAll(writers);

        Assert.All(written, count => Assert.True(count > 0));
        foreach (var walk in walks)
        {
            var seen = walk.Where(still.Contains).ToList();
            Assert.Equal(still.Order(), seen.Order());
        }
    }

    [Fact]
    public async Task A_page_names_the_next_one_in_a_link_that_can_be_followed()
    {
        var client = (await api.NewOrganisationAsync()).Admin;
        var ids = await client.RecordAsync(Forty().Select(body => body.With("/tags", new JsonArray("Тасма & co", "a+b"))));

        var seen = new List<string>();
        for (var next = $"/v1/incidents?limit=15&fields=id,title&count=exact&tag={Uri.EscapeDataString("Тасма & co")},{Uri.EscapeDataString("a+b")}"; next is not null;)
        {
            var page = (await client.ReadAsync(next)).Expect(HttpStatusCode.OK);
            seen.AddRange(page.Json["items"]!.AsArray().OfType<JsonNode>().Ids());
            Assert.Equal(40, (int)page.Json["count"]!);
            Assert.Equal(page.Json["nextCursor"] is not null, page.Headers.Contains("Link"));
            next = page.Headers.TryGetValues("Link", out var links) ? LinkOf(links.Single()) : null;
        }

        Assert.Equal(ids.Order(), seen.Order());
    }

    [Fact]
    public async Task The_last_page_has_no_cursor_however_full_it_is()
    {
        var client = (await api.NewOrganisationAsync()).Admin;
        await client.RecordAsync(Forty());

        var full = (await client.ReadAsync("/v1/incidents?limit=40")).Expect(HttpStatusCode.OK);
        var empty = (await client.ReadAsync("/v1/incidents?country=CH")).Expect(HttpStatusCode.OK);

        Assert.Equal(40, full.Json["items"]!.AsArray().Count);
        Assert.Null(full.Json["nextCursor"]);
        Assert.Empty(empty.Json["items"]!.AsArray());
        Assert.Null(empty.Json["nextCursor"]);
        Assert.False(full.Headers.Contains("Link") || empty.Headers.Contains("Link"));
    }

    [Theory]
    [InlineData("0")]
    [InlineData("201")]
    [InlineData("-1")]
    [InlineData("abc")]
    [InlineData("1.5")]
    [InlineData("99999999999")]
    [InlineData("")]
    public async Task A_page_size_outside_the_limits_is_refused(string limit)
    {
        var client = (await api.NewOrganisationAsync()).Admin;

        var answer = (await client.ReadAsync($"/v1/incidents?limit={limit}")).Expect(400, "invalid-parameter");

        Assert.Equal("limit", (string)answer.Json["errors"]![0]!["parameter"]!);
    }

    /// <summary>Forty records, of which eight have no date and many share one.</summary>
    private static IEnumerable<JsonObject> Forty() => Enumerable.Range(0, 40).Select(i => (i % 5) switch
    {
        0 => Given.Incident($"Undated {i}").With("/occurred", JsonNode.Parse("""{"precision":"unknown"}""")),
        1 => Given.Incident($"Of a year {i}", "2020"),
        _ => Given.Incident($"Of a day {i}", $"2020-0{1 + (i % 4)}-11"),
    }).Select(body => body.With("/tags", new JsonArray("still")));

    private static string? KeyOf(JsonNode item, string sort) => sort.TrimStart('-') switch
    {
        "occurred" => (string?)item["occurred"]!["earliest"],
        "recorded" => (string)item["createdAt"]!,
        "updated" => (string)item["updatedAt"]!,
        _ => (string)item["reference"]!,
    };

    private static string LinkOf(string header)
    {
        Assert.EndsWith(">; rel=\"next\"", header, StringComparison.Ordinal);
        return header[1..header.IndexOf('>', StringComparison.Ordinal)];
    }

    private static async Task<int> WriteAsync(HttpClient client, string id, CancellationToken stop)
    {
        var count = 0;
        for (; count < 20 && !stop.IsCancellationRequested; count++)
        {
            var day = $"20{19 + (count % 3)}-0{1 + (count % 9)}-{11 + (count % 17)}";
            (await client.PutAsync($"/v1/incidents/{id}", Given.Incident($"Moved {count}", day).With("/tags", new JsonArray("moving")), "*")).Expect(HttpStatusCode.OK);
            (await client.PostAsync("/v1/incidents", Given.Incident($"New {count}", day).With("/tags", new JsonArray("new")))).Expect(HttpStatusCode.Created);
        }

        return count;
    }
}
