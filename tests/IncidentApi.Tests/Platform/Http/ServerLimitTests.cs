using System.Net;
using System.Text.RegularExpressions;
using IncidentApi.Tests.Local;
using IncidentApi.Tests.Support;

namespace IncidentApi.Tests.Platform.Http;

/// <summary>What the server does with requests that come too slowly, too large, or not as HTTP at all.</summary>
public sealed partial class ServerLimitTests(Api api)
{
    [Fact]
    public async Task Slow_headers_and_slow_bodies_are_cut_off_while_health_answers()
    {
        await using var service = await api.StartServiceAsync("--Kestrel:Limits:RequestHeadersTimeout=00:00:01",
            "--Kestrel:Limits:MinRequestBodyDataRate:BytesPerSecond=1000", "--Kestrel:Limits:MinRequestBodyDataRate:GracePeriod=00:00:01.5");
        var address = new Uri(service.Urls.Single());
        var organisation = await api.NewOrganisationAsync();
        var slow = new List<RawConnection>();
        for (var i = 0; i < 10; i++)
        {
            var connection = await RawConnection.OpenAsync(address);
            await connection.SendAsync(i % 2 == 0
                ? "GET /v1/incidents HTTP/1.1\r\nHost: x\r\nX-Slow: "
                : $"POST /v1/incidents HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer {organisation.AdminKey}\r\nContent-Type: application/json\r\nContent-Length: 5000\r\n\r\n{{\"title\":\"");
            slow.Add(connection);
        }

        var ends = Task.WhenAll(slow.Select(connection => connection.ReadToEndAsync()));
        var client = api.Anonymous(address);
        do (await client.ReadAsync("/health/live")).Expect(HttpStatusCode.NoContent);
        while (!ends.IsCompleted);

        var answers = await ends;
        Assert.All(answers, answer => Assert.StartsWith("HTTP/1.1 408 ", answer, StringComparison.Ordinal));
        Assert.Equal(5, answers.Count(answer => answer.Contains("/problems/too-slow", StringComparison.Ordinal)));
        Assert.All(answers, answer => Assert.DoesNotContain("\nServer:", answer, StringComparison.OrdinalIgnoreCase));
        foreach (var connection in slow) await connection.DisposeAsync();
    }

    public static TheoryData<string, int> Malformed => new()
    {
        { "GET /v1/incidents/%00 HTTP/1.1\r\nHost: x\r\n\r\n", 400 },
        { "GET /v1/incidents/\0 HTTP/1.1\r\nHost: x\r\n\r\n", 400 },
        { "GET /v1/incidents HTTP/1.1\r\n\r\n", 400 },
        { "GET /v1/incidents HTTP/1.1\r\nHost: x\r\nHost: y\r\n\r\n", 400 },
        { "GET /v1/incidents HTTP/3.9\r\nHost: x\r\n\r\n", 505 },
        { "GET  HTTP/1.1\r\nHost: x\r\n\r\n", 400 },
        { "GET v1 HTTP/1.1\r\nHost: x\r\n\r\n", 405 },
        { "\x16\x03\x01\x02\0\x01\0\x01\xfc\x03\x03 not TLS here\r\n\r\n", 400 },
        { "GET /v1/incidents HTTP/1.1\r\nHost: x\r\nX-Bad : y\r\n\r\n", 400 },
        { "POST /v1/incidents HTTP/1.1\r\nHost: x\r\nContent-Length: -1\r\n\r\n", 400 },
        { "POST /v1/incidents HTTP/1.1\r\nHost: x\r\nContent-Length: 3\r\nContent-Length: 4\r\n\r\nabcd", 400 },
        { "POST /v1/incidents HTTP/1.0\r\nHost: x\r\n\r\n", 400 },
        { $"GET /v1/incidents?q={new string('x', 9_000)} HTTP/1.1\r\nHost: x\r\n\r\n", 414 },
        { $"GET /v1/incidents HTTP/1.1\r\nHost: x\r\nX-Long: {new string('x', 40_000)}\r\n\r\n", 431 },
        { $"GET /v1/incidents HTTP/1.1\r\nHost: x\r\n{string.Concat(Enumerable.Range(0, 80).Select(i => $"X-{i}: y\r\n"))}\r\n", 431 },
    };

    [Theory, MemberData(nameof(Malformed))]
    public async Task What_is_no_request_is_refused_without_a_word_about_the_server(string request, int status)
    {
        await using var connection = await RawConnection.OpenAsync(api.Address);

        await connection.SendAsync(request);
        var answer = await connection.ReadToEndAsync();

        Assert.Matches($"^HTTP/1.1 {status} ", answer);
        Assert.DoesNotMatch(Revealing(), answer);
        (await api.Anonymous().ReadAsync("/health/live")).Expect(HttpStatusCode.NoContent);
    }

    [Fact]
    public async Task One_network_holds_only_so_many_connections()
    {
        await using var service = await api.StartServiceAsync("--Limits:ConnectionsPerNetwork=3", "--Proxies:0=127.0.0.1");
        var address = new Uri(service.Urls.Single());
        var greedy = Enumerable.Range(0, 3).Select(_ => api.Anonymous(address, "127.77.0.8")).ToList();
        foreach (var client in greedy) (await client.ReadAsync("/health/live")).Expect(HttpStatusCode.NoContent);

        await Assert.ThrowsAsync<HttpRequestException>(() => api.Anonymous(address, "127.77.0.8").ReadAsync("/health/live"));
        (await api.Anonymous(address, "127.77.0.9").ReadAsync("/health/live")).Expect(HttpStatusCode.NoContent);
        for (var i = 0; i < 5; i++) (await api.Anonymous(address).ReadAsync("/health/live")).Expect(HttpStatusCode.NoContent);

        greedy[0].Dispose();
        await Eventually.IsTrueAsync(async () =>
        {
            try
            {
                return (await api.Anonymous(address, "127.77.0.8").ReadAsync("/health/live")).Status == HttpStatusCode.NoContent;
            }
            catch (HttpRequestException)
            {
                return false;
            }
        });
    }

    [GeneratedRegex("Server:|Kestrel|Exception|   at |Microsoft", RegexOptions.IgnoreCase)]
    private static partial Regex Revealing();
}
