using System.Net;
using IncidentApi.Tests.Support;

namespace IncidentApi.Tests.Platform.Http;

public sealed class ServerTests(Api api)
{
    [Theory]
    [InlineData("/v1/incidents", 200)]
    [InlineData("/v1/incidents?colour=red", 400)]
    [InlineData("/v1/me", 401)]
    [InlineData("/v2", 404)]
    [InlineData("/health/live", 204)]
    public async Task Every_answer_bears_the_headers_that_protect_it(string path, int status)
    {
        var client = status == 401 ? api.Anonymous() : (await api.NewOrganisationAsync()).Admin;

        var answer = await client.ReadAsync(path);

        Assert.Equal(status, (int)answer.Status);
        Assert.Equal("nosniff", Field(answer, "X-Content-Type-Options"));
        Assert.Equal("no-referrer", Field(answer, "Referrer-Policy"));
        Assert.Equal("noindex", Field(answer, "X-Robots-Tag"));
        Assert.Equal("default-src 'none'; frame-ancestors 'none'", Field(answer, "Content-Security-Policy"));
        Assert.Equal("same-origin", Field(answer, "Cross-Origin-Opener-Policy"));
        Assert.Equal("same-origin", Field(answer, "Cross-Origin-Resource-Policy"));
        Assert.Equal("require-corp", Field(answer, "Cross-Origin-Embedder-Policy"));
        Assert.StartsWith("camera=()", Field(answer, "Permissions-Policy"), StringComparison.Ordinal);
        Assert.Equal("no-store", answer.Headers.CacheControl!.ToString());
        Assert.False(answer.Headers.Contains("Server"));
        Assert.False(answer.Headers.Contains("Strict-Transport-Security"));
    }

    [Theory]
    [InlineData("/v1/vocabularies")]
    [InlineData("/v1/places?q=Bishkek")]
    [InlineData("/openapi/v1.json")]
    public async Task What_is_the_same_for_everybody_may_be_kept(string path) =>
        Assert.True((await api.Anonymous().ReadAsync(path)).Expect(HttpStatusCode.OK).Headers.CacheControl is { Public: true, MaxAge: not null });

    [Fact]
    public async Task Behind_tls_browsers_are_told_to_come_by_no_other_way()
    {
        await using var service = await api.StartServiceAsync("--Proxies:0=127.0.0.1");
        var client = api.Anonymous(new Uri(service.Urls.Single()));

        var secure = await client.ReadAsync("/v1/incidents", ("X-Forwarded-Proto", "https"), ("Host", "api.example.org"));
        var refused = await client.ReadAsync("/v1/incidents?colour=red", ("X-Forwarded-Proto", "https"), ("Host", "api.example.org"));
        var open = await client.ReadAsync("/v1/incidents", ("Host", "api.example.org"));

        Assert.All([secure, refused], answer => Assert.Equal("max-age=31536000", Field(answer, "Strict-Transport-Security")));
        Assert.False(open.Headers.Contains("Strict-Transport-Security"));
    }

    [Theory]
    [InlineData("br")]
    [InlineData("gzip")]
    public async Task A_bad_line_gets_compressed_answers(string encoding)
    {
        var organisation = await api.NewOrganisationAsync();
        var made = await organisation.Admin.PostAsync("/v1/incidents", Given.Incident().With("/summary", new string('x', 5000)));
        using var request = new HttpRequestMessage(HttpMethod.Get, made.Headers.Location);
        request.Headers.TryAddWithoutValidation("Accept-Encoding", encoding);

        using var answer = await organisation.Admin.SendAsync(request, TestContext.Current.CancellationToken);
        var bytes = await answer.Content.ReadAsByteArrayAsync(TestContext.Current.CancellationToken);

        Assert.Equal(encoding, answer.Content.Headers.ContentEncoding.Single());
        Assert.True(bytes.Length < made.Text.Length / 2);
    }

    private static string Field(Answer answer, string name) => answer.Headers.GetValues(name).Single();
}
