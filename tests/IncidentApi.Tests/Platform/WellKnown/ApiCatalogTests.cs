using System.Net;
using System.Text.Json.Nodes;
using IncidentApi.Tests.Support;

namespace IncidentApi.Tests.Platform.WellKnown;

/// <summary>A program that knows nothing but the server's name finds the API (RFC 9727).</summary>
public sealed class ApiCatalogTests(Api api)
{
    private const string Path = "/.well-known/api-catalog";

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task The_catalog_is_a_linkset_of_whole_addresses_that_all_lead_somewhere()
    {
        using var answer = await api.Anonymous().GetAsync(new Uri(Path, UriKind.Relative), Cancellation);
        Assert.Equal("application/linkset+json; profile=\"https://www.rfc-editor.org/info/rfc9727\"", answer.Content.Headers.ContentType!.ToString());
        var sets = JsonNode.Parse(await answer.Content.ReadAsStringAsync(Cancellation))!["linkset"]!.AsArray();

        Assert.Equal([$"{api.Address}.well-known/api-catalog", api.Address.ToString()], sets.Select(set => (string)set!["anchor"]!));
        Assert.Equal(["item"], Relations(sets[0]!));
        Assert.Equal(["service-desc", "service-doc", "service-meta", "status"], Relations(sets[1]!));
        var items = sets[0]!["item"]!.AsArray().Select(item => (string)item!["href"]!).ToList();
        Assert.Superset(new HashSet<string> { $"{api.Address}v1/incidents", $"{api.Address}v1/statistics", $"{api.Address}v1/vocabularies" }, items.ToHashSet());
        foreach (var link in sets.SelectMany(set => set!.AsObject().Where(member => member.Key != "anchor")).SelectMany(relation => relation.Value!.AsArray()))
        {
            // With what is missing they refuse, but they are there.
            var there = await api.Anonymous().ReadAsync((string)link!["href"]!);
            Assert.True((int)there.Status is 200 or 400 or 401 or 503, $"{link}: {there.Status}");
            if ((string?)link["type"] is { } type) Assert.Equal((200, type), ((int)there.Status, there.MediaType));
        }
    }

    [Fact]
    public async Task A_question_for_its_header_alone_is_answered_with_the_link()
    {
        using var request = new HttpRequestMessage(HttpMethod.Head, Path);
        using var answer = await api.Anonymous().SendAsync(request, Cancellation);

        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        Assert.Equal($"<{Path}>; rel=\"api-catalog\"", Assert.Single(answer.Headers.GetValues("Link")));
        Assert.Empty(await answer.Content.ReadAsByteArrayAsync(Cancellation));
    }

    [Fact]
    public async Task Behind_a_proxy_it_names_the_address_by_which_it_was_asked()
    {
        await using var service = await api.StartServiceAsync("--Proxies:0=127.0.0.1");

        var answer = await api.Anonymous(new Uri(service.Urls.Single())).ReadAsync(Path, ("X-Forwarded-Proto", "https"), ("Host", "api.example.org"));

        Assert.Equal("https://api.example.org/", (string)JsonNode.Parse(answer.Text)!["linkset"]![1]!["anchor"]!);
    }

    [Fact]
    public async Task The_first_address_of_the_server_leads_to_all_of_it()
    {
        var links = string.Join(", ", (await api.Anonymous().ReadAsync("/")).Expect(HttpStatusCode.OK).Headers.GetValues("Link"));

        foreach (var relation in (string[])["api-catalog", "service-desc", "service-doc", "status"])
        {
            var link = Assert.Single(links.Split(", "), link => link.Contains($"rel=\"{relation}\"", StringComparison.Ordinal));
            (await api.Anonymous().ReadAsync(link[1..link.IndexOf('>', StringComparison.Ordinal)])).Expect(HttpStatusCode.OK);
        }
    }

    private static IEnumerable<string> Relations(JsonNode set) => set.AsObject().Select(member => member.Key).Where(name => name != "anchor");
}
