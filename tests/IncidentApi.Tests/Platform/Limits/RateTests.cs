using System.Diagnostics.Metrics;
using System.Globalization;
using System.Net;
using System.Text.Json.Nodes;
using IncidentApi.Platform.Security;
using IncidentApi.Tests.Support;

namespace IncidentApi.Tests.Platform.Limits;

/// <summary>How much one key, or one network without a key, may ask for.</summary>
public sealed class RateTests(Api api)
{
    private static readonly string[] OfAnHour = ["--Limits:Key:Seconds=3600", "--Limits:Network:Seconds=3600", "--Limits:UnknownKeys:Seconds=3600"];

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Every_answer_says_what_is_left_and_refusals_when_to_come_again()
    {
        await using var service = await api.StartServiceAsync([.. OfAnHour, "--Limits:Key:Permits=3"]);
        var organisation = await api.NewOrganisationAsync();
        var client = api.With(organisation.AdminKey, new Uri(service.Urls.Single()));

        var found = (await client.ReadAsync("/v1/me")).Expect(HttpStatusCode.OK);
        var missing = (await client.ReadAsync($"/v1/incidents/{Guid.CreateVersion7()}")).Expect(404, "not-found");
        var wrong = (await client.ReadAsync("/v1/incidents?limit=0")).Expect(400, "invalid-parameter");
        var refused = (await client.ReadAsync("/v1/me")).Expect(429, "too-many-requests");

        Assert.All([found, missing, wrong, refused], answer => Assert.Equal("\"key\";q=3;w=3600", Field(answer, "RateLimit-Policy")));
        Assert.Equal(["\"key\";r=2;t=1200", "\"key\";r=1;t=2400", "\"key\";r=0;t=3600", "\"key\";r=0;t=3600"],
            new[] { found, missing, wrong, refused }.Select(answer => Field(answer, "RateLimit")));
        Assert.InRange(int.Parse(Field(refused, "Retry-After"), CultureInfo.InvariantCulture), 1, 1200);
        Assert.False((await client.ReadAsync("/health/ready")).Expect(HttpStatusCode.OK).Headers.Contains("RateLimit"));
    }

    [Fact]
    public async Task Whoever_comes_again_when_told_is_served()
    {
        await using var service = await api.StartServiceAsync("--Limits:Key:Permits=2", "--Limits:Key:Seconds=2");
        var organisation = await api.NewOrganisationAsync();
        var client = api.With(organisation.AdminKey, new Uri(service.Urls.Single()));
        var refused = await UntilRefusedAsync(client);

        await Task.Delay(TimeSpan.FromSeconds(int.Parse(Field(refused, "Retry-After"), CultureInfo.InvariantCulture) + 0.2), Cancellation);

        (await client.ReadAsync("/v1/me")).Expect(HttpStatusCode.OK);
    }

    [Theory]
    [InlineData("GET", "/v1/incidents", 1)]
    [InlineData("GET", "/v1/incidents?q=lawyer", 5)]
    [InlineData("GET", "/v1/incidents?q=lawyer&count=exact", 9)]
    [InlineData("GET", "/v1/changes?limit=200", 1)]
    [InlineData("GET", "/v1/changes?include=document", 5)]
    [InlineData("POST", "/v1/incidents/batch", 50)]
    public async Task What_costs_more_takes_more(string method, string path, int cost)
    {
        await using var service = await api.StartServiceAsync([.. OfAnHour, "--Limits:Key:Permits=100"]);
        var organisation = await api.NewOrganisationAsync();
        var client = api.With(organisation.AdminKey, new Uri(service.Urls.Single()));

        var answer = await client.SendAsync(new HttpMethod(method), path, method == "POST" ? new JsonObject { ["items"] = new JsonArray(Given.Incident()) } : null);

        Assert.Equal(HttpStatusCode.OK, answer.Status);
        Assert.StartsWith($"\"key\";r={100 - cost};", Field(answer, "RateLimit"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_costs_more_than_there_can_be_costs_all_there_is()
    {
        await using var service = await api.StartServiceAsync([.. OfAnHour, "--Limits:Key:Permits=10"]);
        var organisation = await api.NewOrganisationAsync();

        var answer = await api.With(organisation.AdminKey, new Uri(service.Urls.Single())).PostAsync("/v1/incidents/batch", new JsonObject { ["items"] = new JsonArray(Given.Incident()) });

        answer.Expect(HttpStatusCode.OK);
        Assert.Equal("\"key\";r=0;t=3600", Field(answer, "RateLimit"));
    }

    [Fact]
    public async Task Each_key_and_each_network_has_its_own()
    {
        await using var service = await api.StartServiceAsync([.. OfAnHour, "--Limits:Key:Permits=2", "--Limits:Network:Permits=2"]);
        var address = new Uri(service.Urls.Single());
        var (one, other) = (await api.NewOrganisationAsync(), await api.NewOrganisationAsync());

        await UntilRefusedAsync(api.With(one.AdminKey, address));
        (await api.With(other.AdminKey, address).ReadAsync("/v1/me")).Expect(HttpStatusCode.OK);

        await UntilRefusedAsync(api.Anonymous(address, "127.77.0.1"), "/v1/incidents");
        (await api.Anonymous(address, "127.77.0.2").ReadAsync("/v1/incidents")).Expect(HttpStatusCode.OK);
        (await api.With(other.AdminKey, address, "127.77.0.1").ReadAsync("/v1/me")).Expect(HttpStatusCode.OK);
    }

    [Fact]
    public async Task Behind_a_named_proxy_each_forwarded_network_has_its_own()
    {
        await using var service = await api.StartServiceAsync([.. OfAnHour, "--Proxies:0=127.0.0.1", "--Limits:Network:Permits=2"]);
        var client = api.Anonymous(new Uri(service.Urls.Single()));

        await UntilRefusedAsync(client, "/v1/incidents", ("X-Forwarded-For", "2001:db8:1:2::1"));
        var neighbour = await client.ReadAsync("/v1/incidents", ("X-Forwarded-For", "2001:db8:1:2:ffff::9"));
        var stranger = await client.ReadAsync("/v1/incidents", ("X-Forwarded-For", "2001:db8:1:3::1"));
        var pretender = await api.Anonymous(new Uri(service.Urls.Single()), "127.77.0.3").ReadAsync("/v1/incidents", ("X-Forwarded-For", "2001:db8:1:2::1"));

        neighbour.Expect(429, "too-many-requests");
        stranger.Expect(HttpStatusCode.OK);
        pretender.Expect(HttpStatusCode.OK);
    }

    [Fact]
    public async Task A_flood_of_wrong_keys_reaches_neither_the_database_nor_the_neighbours()
    {
        await using var service = await api.StartServiceAsync([.. OfAnHour, "--Limits:UnknownKeys:Permits=5", $"--ConnectionStrings:Incidents={api.ConnectionString("incidents_app")};Maximum Pool Size=7"]);
        var address = new Uri(service.Urls.Single());
        var organisation = await api.NewOrganisationAsync();
        var neighbour = api.With(organisation.AdminKey, address, "127.77.0.4");
        (await neighbour.ReadAsync("/v1/me")).Expect(HttpStatusCode.OK);
        using var queries = new QueryCount("Maximum Pool Size=7");

        var answers = await Task.WhenAll(Enumerable.Range(0, 60).Select(_ => api.With(KeyText.Create(KeyKind.Organisation), address, "127.77.0.4").ReadAsync("/v1/me")));

        // The neighbour's first use took one of five.
        Assert.Equal(4, answers.Count(answer => answer.Status == HttpStatusCode.Unauthorized));
        Assert.Equal(56, answers.Count(answer => answer is { Status: HttpStatusCode.TooManyRequests, Problem: "too-many-requests" } && answer.Headers.RetryAfter is not null));
        Assert.InRange(queries.Count, 1, 12);
        await Task.Delay(TimeSpan.FromSeconds(1.1), Cancellation);
        (await neighbour.ReadAsync("/v1/me")).Expect(HttpStatusCode.OK);
        (await api.With((await api.NewOrganisationAsync()).AdminKey, address, "127.77.0.5").ReadAsync("/v1/me")).Expect(HttpStatusCode.OK);
    }

    [Theory]
    [InlineData("--Limits:Key:Permits=0", "Limits:Key")]
    [InlineData("--Limits:Patience=900", "Limits")]
    public void A_limit_that_is_none_keeps_the_service_from_starting(string setting, string section)
    {
        var refusal = Assert.Throws<InvalidOperationException>(() => Service.Create([$"--Secrets:File={api.SecretFile}", setting]));

        Assert.StartsWith(section + ":", refusal.Message, StringComparison.Ordinal);
    }

    private static string Field(Answer answer, string name) => answer.Headers.GetValues(name).Single();

    private static async Task<Answer> UntilRefusedAsync(HttpClient client, string path = "/v1/me", params (string, string)[] headers)
    {
        for (var i = 0; i < 20; i++)
        {
            if (await client.ReadAsync(path, headers) is { Status: HttpStatusCode.TooManyRequests } refused) return refused;
        }

        throw new InvalidOperationException("Nothing was refused.");
    }

    /// <summary>Counts what the driver sends through the pool whose connection string says this.</summary>
    private sealed class QueryCount : IDisposable
    {
        private readonly MeterListener _listener = new();
        private int _count;

        public QueryCount(string pool)
        {
            _listener.InstrumentPublished = (instrument, listener) =>
            {
                if (instrument.Name == "db.client.operation.duration") listener.EnableMeasurementEvents(instrument);
            };
            _listener.SetMeasurementEventCallback<double>((_, _, tags, _) =>
            {
                foreach (var tag in tags)
                {
                    if (tag.Value is string text && text.Contains(pool, StringComparison.Ordinal)) Interlocked.Increment(ref _count);
                }
            });
            _listener.Start();
        }

        public int Count => _count;

        public void Dispose() => _listener.Dispose();
    }
}
