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
    public async Task Without_a_word_in_the_configuration_a_page_reads_what_anybody_may_read_and_no_more()
    {
        var key = (await api.NewOrganisationAsync()).AdminKey;

        var asked = (await api.Anonymous().SendAsync(HttpMethod.Options, "/v1/incidents", null, null, Preflight)).Expect(HttpStatusCode.NoContent);
        var read = (await api.Anonymous().ReadAsync("/v1/incidents", ("Origin", Origin))).Expect(HttpStatusCode.OK);
        var refused = (await api.Anonymous().ReadAsync("/v1/incidents?contry=KG", ("Origin", Origin))).Expect(400, "unknown-parameter");
        var own = (await api.With(key).ReadAsync("/v1/incidents", ("Origin", Origin))).Expect(HttpStatusCode.OK);
        var posted = (await api.With(key).PostAsync("/v1/incidents", Given.Incident(), ("Origin", Origin))).Expect(HttpStatusCode.Created);

        Assert.All([asked, read, refused], answer => Assert.Equal("*", Field(answer, "Access-Control-Allow-Origin")));
        Assert.Equal("GET,HEAD", Field(asked, "Access-Control-Allow-Methods"));
        Assert.DoesNotContain("authorization", Field(asked, "Access-Control-Allow-Headers"), StringComparison.OrdinalIgnoreCase);
        Assert.All([own, posted], answer => Assert.DoesNotContain(answer.Headers, header => header.Key.StartsWith("Access-Control", StringComparison.OrdinalIgnoreCase)));
        Assert.All([read, refused, own, posted], answer => Assert.Contains("Origin", answer.Headers.Vary));
    }

    [Fact]
    public async Task An_operator_may_keep_pages_out_of_what_is_public_too()
    {
        await using var service = await api.StartServiceAsync("--Cors:PublicReads=false");
        var client = api.Anonymous(new Uri(service.Urls.Single()));

        var asked = (await client.SendAsync(HttpMethod.Options, "/v1/incidents", null, null, Preflight)).Expect(HttpStatusCode.NoContent);
        var read = (await client.ReadAsync("/v1/incidents", ("Origin", Origin))).Expect(HttpStatusCode.OK);

        Assert.All([asked, read], answer => Assert.DoesNotContain(answer.Headers, header => header.Key.StartsWith("Access-Control", StringComparison.OrdinalIgnoreCase)));
    }

    [Fact]
    public async Task An_answer_that_is_kept_for_all_names_the_page_that_asks_now()
    {
        await using var service = await api.StartServiceAsync($"--Cors:Origins:0={Origin}");
        var client = api.Anonymous(new Uri(service.Urls.Single()));

        foreach (var (from, allowed) in ((string?, string?)[])[(null, null), (Origin, Origin), ("https://else.example.org", "*"), (null, null), (Origin, Origin)])
        {
            var answer = (await client.ReadAsync("/v1/incidents?limit=1", from is null ? [] : [("Origin", from)])).Expect(HttpStatusCode.OK);
            Assert.Equal(allowed, answer.Headers.TryGetValues("Access-Control-Allow-Origin", out var values) ? Assert.Single(values) : null);
        }
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
            Assert.Subset(shown.ToHashSet(), new HashSet<string> { "ETag", "Link", "Location", "RateLimit", "RateLimit-Policy", "Retry-After", "Idempotency-Replayed", "Export-Id", "Deprecation", "Sunset", "Trace-Id" });
        });
        Assert.All([asked, read, refused], answer => Assert.False(answer.Headers.Contains("Access-Control-Allow-Credentials")));
    }

    [Fact]
    public async Task Another_origin_than_the_named_ones_may_show_no_key_and_change_nothing()
    {
        await using var service = await api.StartServiceAsync($"--Cors:Origins:0={Origin}");
        var client = api.With((await api.NewOrganisationAsync()).AdminKey, new Uri(service.Urls.Single()));

        foreach (var stranger in (string[])["https://evil.example.org", "http://map.example.org", "https://map.example.org.evil.net", "null"])
        {
            var asked = await client.SendAsync(HttpMethod.Options, "/v1/incidents", null, null, [("Origin", stranger), .. Preflight[1..]]);
            var read = await client.ReadAsync("/v1/incidents", ("Origin", stranger));

            Assert.Equal(("*", "GET,HEAD"), (Field(asked, "Access-Control-Allow-Origin"), Field(asked, "Access-Control-Allow-Methods")));
            Assert.DoesNotContain("authorization", Field(asked, "Access-Control-Allow-Headers"), StringComparison.OrdinalIgnoreCase);
            Assert.False(read.Headers.Contains("Access-Control-Allow-Origin"));
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
