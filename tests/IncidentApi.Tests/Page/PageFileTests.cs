using System.IO.Compression;
using System.Net;
using System.Text.Json.Nodes;
using IncidentApi.Platform.Page;
using IncidentApi.Tests.Support;

namespace IncidentApi.Tests.Page;

/// <summary>How the page's files are served: under which policy, how small, and for how long a browser may keep them.</summary>
public sealed class PageFileTests(Api api)
{
    private const string Policy = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; base-uri 'none'; "
        + "form-action 'none'; frame-ancestors 'none'; require-trusted-types-for 'script'; trusted-types 'none'";

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public static TheoryData<string> Paths => [.. PageFile.All.Select(file => file.Path)];

    [Theory, MemberData(nameof(Paths))]
    public async Task A_file_comes_whole_in_every_coding_under_the_policy_and_is_known_again(string path)
    {
        var plain = await GetAsync(path, "identity");
        var expected = await File.ReadAllBytesAsync(Repository.Path($"src/IncidentApi/wwwroot/{(path == "/" ? "index.html" : path)}"), Cancellation);
        Assert.Equal(expected, plain.Body);

        foreach (var coding in new[] { "br", "gzip" })
        {
            var answer = await GetAsync(path, coding);
            Assert.Equal(coding, answer.Head.Content.Headers.ContentEncoding.Single());
            Assert.Contains("Accept-Encoding", answer.Head.Headers.Vary);
            await using var stream = coding == "br" ? (Stream)new BrotliStream(new MemoryStream(answer.Body), CompressionMode.Decompress) : new GZipStream(new MemoryStream(answer.Body), CompressionMode.Decompress);
            using var whole = new MemoryStream();
            await stream.CopyToAsync(whole, Cancellation);
            Assert.Equal(expected, whole.ToArray());
            Assert.NotEqual(plain.Head.Headers.ETag, answer.Head.Headers.ETag);

            var again = await GetAsync(path, coding, answer.Head.Headers.ETag!.Tag);
            Assert.Equal(HttpStatusCode.NotModified, again.Head.StatusCode);
            Assert.Empty(again.Body);
        }

        Assert.Equal(Policy, Assert.Single(plain.Head.Headers.GetValues("Content-Security-Policy")));
        Assert.Equal("nosniff", Assert.Single(plain.Head.Headers.GetValues("X-Content-Type-Options")));
        Assert.Equal("no-referrer", Assert.Single(plain.Head.Headers.GetValues("Referrer-Policy")));
        Assert.Equal(path == "/" ? "no-cache" : "public, max-age=31536000, immutable", plain.Head.Headers.CacheControl!.ToString());
        Assert.False(plain.Head.Headers.Contains("Set-Cookie"));
    }

    [Fact]
    public async Task What_a_browser_loads_before_it_asks_the_api_is_small()
    {
        string[] first = [.. PageFile.All.Select(file => file.Path).Where(path => !path.Contains("world-atlas", StringComparison.Ordinal) && !path.EndsWith("LICENSE", StringComparison.Ordinal))];
        var sizes = new Dictionary<string, int>();
        foreach (var path in first) sizes[path] = (await GetAsync(path, "br")).Body.Length;

        TestContext.Current.TestOutputHelper!.WriteLine("{0} bytes: {1}", sizes.Values.Sum(), string.Join(", ", sizes));
        Assert.True(sizes.Count >= 7, string.Join(' ', first));
        Assert.True(sizes.Values.Sum() < 100_000, $"{sizes.Values.Sum()} bytes.");
    }

    [Fact]
    public async Task The_page_stands_beside_the_contract_and_not_in_it()
    {
        var contract = await GetAsync("/openapi/v1.json", "identity");

        Assert.All(JsonNode.Parse(contract.Body)!["paths"]!.AsObject(), path => Assert.StartsWith("/v1/", path.Key, StringComparison.Ordinal));
        Assert.Equal(HttpStatusCode.NotFound, (await GetAsync("/page/nothing.js", "identity")).Head.StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, (await GetAsync("/lib/../appsettings.json", "identity")).Head.StatusCode);
    }

    private async Task<(HttpResponseMessage Head, byte[] Body)> GetAsync(string path, string coding, string? held = null)
    {
        using var client = api.Anonymous();
        using var request = new HttpRequestMessage(HttpMethod.Get, path);
        request.Headers.TryAddWithoutValidation("Accept-Encoding", coding);
        if (held is not null) request.Headers.TryAddWithoutValidation("If-None-Match", held);
        var answer = await client.SendAsync(request, Cancellation);
        return (answer, await answer.Content.ReadAsByteArrayAsync(Cancellation));
    }
}
