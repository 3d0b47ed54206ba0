using System.Net;
using IncidentApi.Tests.Support;

namespace IncidentApi.Tests.Platform.Http;

/// <summary>Which web pages may call the API from a browser.</summary>
public sealed class OriginTests(Api api)
{
    private const string Origin = "https://map.example.org";

    private static readonly (string, string)[] Preflight =
    [
        ("Origin", Origin), ("Access-Control-Request-Method", "PATCH"), ("Access-Control-Request-Headers", "authorization,if-match,content-type"),
    ];

    [Fact]
    public async Task Without_a_word_in_the_configuration_no_page_may()
    {
        var asked = await api.Anonymous().SendAsync(HttpMethod.Options, "/v1/incidents", null, null, Preflight);
        var bare = await api.Anonymous().SendAsync(HttpMethod.Options, "/v1/incidents");
        var read = await api.Anonymous().ReadAsync("/v1/incidents", ("Origin", Origin));

        asked.Expect(405, "method-not-allowed");
        bare.Expect(405, "method-not-allowed");
        read.Expect(HttpStatusCode.OK);
        Assert.All([asked, bare, read], answer => Assert.DoesNotContain(answer.Headers, header => header.Key.StartsWith("Access-Control", StringComparison.OrdinalIgnoreCase)));
    }

    [Fact]
    public async Task A_named_origin_may_call_and_read_our_headers_but_send_nothing_by_itself()
    {
        await using var service = await api.StartServiceAsync($"--Cors:Origins:0={Origin}", "--Cors:Origins:1=http://127.0.0.1:3000");
        var client = api.Anonymous(new Uri(service.Urls.Single()));

        var asked = await client.SendAsync(HttpMethod.Options, "/v1/incidents", null, null, Preflight);
        var read = await client.ReadAsync("/v1/incidents", ("Origin", Origin));
        var refused = await client.ReadAsync("/v1/incidents?contry=KG", ("Origin", Origin));

        asked.Expect(HttpStatusCode.NoContent);
        Assert.Equal(Origin, Field(asked, "Access-Control-Allow-Origin"));
        Assert.Contains("PATCH", Field(asked, "Access-Control-Allow-Methods"), StringComparison.Ordinal);
        Assert.Contains("If-Match", Field(asked, "Access-Control-Allow-Headers"), StringComparison.Ordinal);
        read.Expect(HttpStatusCode.OK);
        refused.Expect(400, "unknown-parameter");
        Assert.All([read, refused], answer =>
        {
            Assert.Equal(Origin, Field(answer, "Access-Control-Allow-Origin"));
            var shown = Field(answer, "Access-Control-Expose-Headers").Split(',');
            Assert.Subset(shown.ToHashSet(), new HashSet<string> { "ETag", "Link", "Location", "RateLimit", "RateLimit-Policy", "Retry-After", "Idempotency-Replayed" });
        });
        Assert.All([asked, read, refused], answer => Assert.False(answer.Headers.Contains("Access-Control-Allow-Credentials")));
    }

    [Fact]
    public async Task Another_origin_than_the_named_ones_may_not()
    {
        await using var service = await api.StartServiceAsync($"--Cors:Origins:0={Origin}");
        var client = api.Anonymous(new Uri(service.Urls.Single()));

        foreach (var stranger in (string[])["https://evil.example.org", "http://map.example.org", "https://map.example.org.evil.net", "null"])
        {
            var asked = await client.SendAsync(HttpMethod.Options, "/v1/incidents", null, null, [("Origin", stranger), .. Preflight[1..]]);
            var read = await client.ReadAsync("/v1/incidents", ("Origin", stranger));

            Assert.All([asked, read], answer => Assert.False(answer.Headers.Contains("Access-Control-Allow-Origin")));
        }
    }

    [Theory]
    [InlineData("*")]
    [InlineData("https://map.example.org/")]
    [InlineData("https://*.example.org")]
    [InlineData("map.example.org")]
    public void What_is_no_origin_keeps_the_service_from_starting(string origin)
    {
        var refusal = Assert.Throws<InvalidOperationException>(() => Service.Create([$"--Secrets:File={api.SecretFile}", $"--Cors:Origins:0={origin}"]));

        Assert.Contains(origin, refusal.Message, StringComparison.Ordinal);
    }

    private static string Field(Answer answer, string name) => string.Join(',', answer.Headers.GetValues(name));
}
