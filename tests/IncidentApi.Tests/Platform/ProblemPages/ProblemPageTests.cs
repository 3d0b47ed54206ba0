using System.Net;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using IncidentApi.Platform.Http;
using IncidentApi.Tests.Architecture;
using IncidentApi.Tests.Support;

namespace IncidentApi.Tests.Platform.ProblemPages;

/// <summary>Whoever follows the type of a problem learns what to do.</summary>
public sealed partial class ProblemPageTests(Api api)
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public static TheoryData<string> Codes => [.. Problems.All.Select(kind => kind.Code)];

    [Theory, MemberData(nameof(Codes))]
    public async Task Every_kind_has_a_page_in_three_forms(string code)
    {
        var kind = Problems.All.Single(one => one.Code == code);

        var page = await ReadAsync(kind.Type, "text/html");
        var data = JsonNode.Parse((await ReadAsync(kind.Type, "application/json")).Text)!;
        var text = (await ReadAsync(kind.Type, "text/plain")).Text;

        var shown = Words(page.Text);
        Assert.All([kind.Title, kind.Means, kind.ToDo, $"{kind.Status} "], words => Assert.Contains(words, shown, StringComparison.Ordinal));
        Assert.All([kind.Title, kind.Means, kind.ToDo, kind.Type], words => Assert.Contains(words, text, StringComparison.Ordinal));
        Assert.Equal((kind.Type, kind.Code, kind.Status, kind.Title, kind.Means, kind.ToDo), ((string)data["type"]!, (string)data["code"]!, (int)data["status"]!, (string)data["title"]!, (string)data["means"]!, (string)data["toDo"]!));
        Assert.Equal((kind.Type, kind.Status), ((string)data["example"]!["type"]!, (int)data["example"]!["status"]!));
    }

    [Theory, MemberData(nameof(Codes))]
    public void What_to_do_is_said_in_whole_sentences_and_names_only_routes_that_exist(string code)
    {
        var kind = Problems.All.Single(one => one.Code == code);
        var routes = RouteRuleTests.RoutesOf(api).Where(route => route.Metadata.GetMetadata<Microsoft.AspNetCore.Routing.HttpMethodMetadata>() is not null).Select(route => $"{RouteRuleTests.MethodOf(route)} {PatternOf(route)}").ToHashSet();

        Assert.All([kind.Means, kind.ToDo], words => Assert.Matches(@"^[\p{L}“].{20,}[.!?]$", words));
        Assert.NotEqual(kind.Title, kind.Means);
        var named = NamedRoute().Matches(kind.Means + " " + kind.ToDo).Select(match => match.Value.TrimEnd('.', ',')).ToList();
        Assert.All(named, route => Assert.Contains(route, routes));
    }

    [Fact]
    public async Task The_type_of_a_problem_leads_to_its_page()
    {
        var refused = (await api.Anonymous().ReadAsync("/v1/incidents?colour=red")).Expect(400, "unknown-parameter");

        var page = await ReadAsync(new Uri(new Uri(api.Address, "/v1/incidents?colour=red"), (string)refused.Json["type"]!).PathAndQuery, "text/html");

        Assert.Contains("What to do", page.Text, StringComparison.Ordinal);
        Assert.Contains(Problems.UnknownParameter.Title, page.Text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(null, "text/html")]
    [InlineData("*/*", "text/html")]
    [InlineData("text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8", "text/html")]
    [InlineData("application/json", "application/json")]
    [InlineData("text/html;q=0.5, application/json;q=0.9", "application/json")]
    [InlineData("text/plain, */*;q=0.1", "text/plain")]
    [InlineData("application/*", "application/json")]
    [InlineData("text/html;q=0, */*;q=0.5", "application/json")]
    [InlineData("image/png", "text/html")]
    [InlineData("nonsense", "text/html")]
    public async Task The_form_is_the_one_that_is_wanted_most(string? accept, string form)
    {
        foreach (var path in (string[])["/problems", "/problems/not-found"]) Assert.Equal(form, (await ReadAsync(path, accept)).MediaType);
    }

    [Fact]
    public async Task The_list_leads_to_every_page()
    {
        var list = (await ReadAsync("/problems", "text/html")).Text;

        Assert.Equal(Problems.All.Select(kind => kind.Type).Order(), Link().Matches(list).Select(match => match.Groups[1].Value).Order());
        Assert.Equal(Problems.All.Count, JsonNode.Parse((await ReadAsync("/problems", "application/json")).Text)!.AsArray().Count);
    }

    [Fact]
    public async Task An_unknown_code_has_no_page()
    {
        var page = await api.Anonymous().ReadAsync("/problems/not-invented", ("Accept", "text/html"));
        var answer = await api.Anonymous().ReadAsync("/problems/%3Cscript%3E", ("Accept", "application/json"));

        page.Expect(HttpStatusCode.NotFound);
        Assert.Equal("text/html", page.MediaType);
        Assert.DoesNotContain("not-invented", page.Text, StringComparison.Ordinal);
        answer.Expect(404, "not-found");
        Assert.DoesNotContain("script", answer.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_page_may_load_nothing_and_run_nothing()
    {
        foreach (var path in (string[])["/problems", "/problems/not-found", "/problems/not-invented"])
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, path) { Headers = { { "Accept", "text/html" } } };
            using var page = await api.Anonymous().SendAsync(request, Cancellation);

            Assert.Matches("^default-src 'none'; style-src 'sha256-[^']+'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'$", Assert.Single(page.Headers.GetValues("Content-Security-Policy")));
            Assert.DoesNotContain("<script", await page.Content.ReadAsStringAsync(Cancellation), StringComparison.OrdinalIgnoreCase);
        }
    }

    private async Task<Answer> ReadAsync(string path, string? accept) =>
        (await api.Anonymous().ReadAsync(path, accept is null ? [] : [("Accept", accept)])).Expect(HttpStatusCode.OK);

    /// <summary>What a text browser shows.</summary>
    private static string Words(string html) => WebUtility.HtmlDecode(Tag().Replace(html, ""));

    private static string PatternOf(Microsoft.AspNetCore.Routing.RouteEndpoint route) => Constraint().Replace(RouteRuleTests.PatternOf(route), "}");

    [GeneratedRegex("<[^>]+>")]
    private static partial Regex Tag();

    [GeneratedRegex(@":\w+\}")]
    private static partial Regex Constraint();

    [GeneratedRegex(@"\b(GET|POST|PUT|PATCH|DELETE) /[^\s:;,)]+")]
    private static partial Regex NamedRoute();

    [GeneratedRegex("<dt><a href=\"([^\"]+)\">")]
    private static partial Regex Link();
}
