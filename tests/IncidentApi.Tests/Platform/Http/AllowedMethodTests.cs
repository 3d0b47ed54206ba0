using System.Net;
using IncidentApi.Tests.Architecture;
using IncidentApi.Tests.Support;
using Microsoft.AspNetCore.Http.Metadata;

namespace IncidentApi.Tests.Platform.Http;

/// <summary>What an address takes can be asked for.</summary>
public sealed class AllowedMethodTests(Api api)
{
    [Fact]
    public async Task Every_address_tells_its_methods_and_what_they_read()
    {
        var routes = RouteRuleTests.RoutesOf(api).Where(route => RouteRuleTests.PatternOf(route).StartsWith("/v1", StringComparison.Ordinal)).ToList();
        var asked = 0;
        foreach (var address in routes.GroupBy(RouteRuleTests.PatternOf))
        {
            var path = Place.Nowhere().PathOf(address.Key);
            Assert.DoesNotContain('{', path);

            using var request = new HttpRequestMessage(HttpMethod.Options, path);
            using var answer = await api.Anonymous().SendAsync(request, TestContext.Current.CancellationToken);

            var methods = address.Select(RouteRuleTests.MethodOf).Distinct().ToList();
            Assert.Equal((path, HttpStatusCode.NoContent), (path, answer.StatusCode));
            Assert.Equal(methods.Concat(methods.Contains("GET") ? ["HEAD", "OPTIONS"] : ["OPTIONS"]).Order(), answer.Content.Headers.Allow.Order());
            Assert.Equal(methods.Contains("PATCH") ? "application/merge-patch+json" : null, Field(answer, "Accept-Patch"));
            var posted = address.FirstOrDefault(route => RouteRuleTests.MethodOf(route) == "POST")?.Metadata.GetMetadata<IAcceptsMetadata>()?.ContentTypes[0];
            Assert.Equal((path, posted), (path, Field(answer, "Accept-Post")));
            asked++;
        }

        Assert.True(asked > 40, $"Only {asked} addresses were asked.");
    }

    [Fact]
    public async Task A_wrong_method_is_told_the_right_ones_and_an_unknown_address_has_none()
    {
        using var request = new HttpRequestMessage(HttpMethod.Delete, "/v1/incidents");
        using var wrong = await api.Anonymous().SendAsync(request, TestContext.Current.CancellationToken);

        Assert.Equal(HttpStatusCode.MethodNotAllowed, wrong.StatusCode);
        Assert.Equal(["GET", "HEAD", "OPTIONS", "POST"], wrong.Content.Headers.Allow.Order());
        Assert.Equal("application/problem+json", wrong.Content.Headers.ContentType!.MediaType);
        (await api.Anonymous().SendAsync(HttpMethod.Options, "/v1/nothing")).Expect(404, "not-found");
        (await api.Anonymous().SendAsync(HttpMethod.Options, "/")).Expect(HttpStatusCode.NoContent);
    }

    private static string? Field(HttpResponseMessage answer, string name) => answer.Headers.TryGetValues(name, out var values) ? string.Join(", ", values) : null;
}
