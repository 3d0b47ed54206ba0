using System.Net;
using IncidentApi.Tests.Contract;
using IncidentApi.Tests.Local;
using IncidentApi.Tests.Support;
using Microsoft.AspNetCore.Builder;
using Microsoft.EntityFrameworkCore;
using Npgsql;

namespace IncidentApi.Tests.Platform.Http;

/// <summary>What a client sees when the database does not answer, and when we fail.</summary>
public sealed class TroubleTests(Api api)
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_statement_that_takes_too_long_is_given_up_and_may_be_tried_again()
    {
        await using var service = await api.StartServiceAsync($"--ConnectionStrings:Incidents={api.ConnectionString("incidents_app")};Options=-c statement_timeout=300");
        var organisation = await api.NewOrganisationAsync();
        var client = api.With(organisation.AdminKey, new Uri(service.Urls.Single()));
        await using var held = await HeadLock.OfAsync(api, organisation.Id);

        var refused = (await client.PostAsync("/v1/incidents", Given.Incident())).Expect(503, "unavailable");

        Assert.Equal(TimeSpan.FromSeconds(5), refused.Headers.RetryAfter!.Delta);
        await held.DisposeAsync();
        (await client.PostAsync("/v1/incidents", Given.Incident())).Expect(HttpStatusCode.Created);
    }

    [Fact]
    public async Task When_no_connection_is_left_a_request_is_told_to_come_again()
    {
        await using var service = await api.StartServiceAsync($"--ConnectionStrings:Incidents={api.ConnectionString("incidents_app")};Maximum Pool Size=2;Timeout=1", "--Limits:AtOnce=9", "--Limits:AtOncePerOrganisation=9");
        var organisation = await api.NewOrganisationAsync();
        var client = api.With(organisation.AdminKey, new Uri(service.Urls.Single()));
        (await client.ReadAsync("/v1/me")).Expect(HttpStatusCode.OK);
        await using var held = await HeadLock.OfAsync(api, organisation.Id);
        var waiting = Enumerable.Range(0, 2).Select(_ => client.PostAsync("/v1/incidents", Given.Incident())).ToList();
        await Eventually.IsTrueAsync(async () => await held.WaitersAsync(api) == 2);

        var refused = await client.ReadAsync("/v1/incidents");

        refused.Expect(503, "unavailable");
        Assert.NotNull(refused.Headers.RetryAfter);
        await held.DisposeAsync();
        foreach (var post in waiting) (await post).Expect(HttpStatusCode.Created);
    }

    [Fact]
    public async Task Who_leaves_takes_his_query_with_him()
    {
        var organisation = await api.NewOrganisationAsync();
        await using var held = await HeadLock.OfAsync(api, organisation.Id);
        using var leaving = CancellationTokenSource.CreateLinkedTokenSource(Cancellation);
        using var body = new StringContent(Given.Incident().ToJsonString(), System.Text.Encoding.UTF8, "application/json");
        var request = organisation.Admin.PostAsync(new Uri("/v1/incidents", UriKind.Relative), body, leaving.Token);
        await Eventually.IsTrueAsync(async () => await held.WaitersAsync(api) == 1);

        await leaving.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => request);
        await Eventually.IsTrueAsync(async () => await held.WaitersAsync(api) == 0);
        await held.DisposeAsync();
        Assert.Equal(0L, (await api.SqlAsync("postgres", $"select count(*) from incidents where organisation_id = '{organisation.Id}'"))[0][0]);
    }

    public static TheoryData<string> Failures => [.. Thrown.Keys];

    [Theory, MemberData(nameof(Failures))]
    public async Task However_we_fail_no_route_tells_how(string failure)
    {
        // After everything that reads a request, in the place of every handler.
        await using var service = await api.StartServiceAsync(app => app.Use((http, next) => http.Request.Path.StartsWithSegments("/health") ? next(http) : throw Thrown[failure]()));
        var client = api.With((await api.NewOrganisationAsync()).AdminKey, new Uri(service.Urls.Single()));
        var contract = await ServedContract.OfAsync(api);
        var seen = 0;

        foreach (var (method, path, _) in contract.Operations)
        {
            var answer = await client.SendAsync(new HttpMethod(method), Filled(path), method is "POST" or "PUT" or "PATCH" ? Given.Incident() : null);
            if ((int)answer.Status == 403) continue;

            seen++;
            Assert.True(failure.StartsWith("passing", StringComparison.Ordinal) ? answer.Problem == "unavailable" : answer.Problem == "unexpected", $"{method} {path}: {answer.Text}");
            Assert.Equal(["status", "title", "traceId", "type"], answer.Json.AsObject().Select(member => member.Key).Order());
            Assert.DoesNotContain("canary", answer.Text + answer.Headers, StringComparison.OrdinalIgnoreCase);
            Assert.Equal("nosniff", answer.Headers.GetValues("X-Content-Type-Options").Single());
            Assert.Equal("no-store", answer.Headers.CacheControl!.ToString());
            Assert.True(answer.Headers.Contains("RateLimit"));
        }

        Assert.True(seen >= 20, $"Only {seen} routes failed.");
    }

    private static readonly Dictionary<string, Func<Exception>> Thrown = new()
    {
        ["bug"] = () => new InvalidOperationException("canary in /srv/canary/Secret.cs"),
        ["bug in bug"] = () => new AggregateException(new UnauthorizedAccessException("/canary")),
        ["database"] = () => new PostgresException("canary", "ERROR", "ERROR", PostgresErrorCodes.SyntaxError, internalQuery: "select canary"),
        ["database in EF"] = () => new DbUpdateException("canary", new PostgresException("canary", "ERROR", "ERROR", PostgresErrorCodes.CheckViolation, detail: "canary")),
        ["passing: time"] = () => new PostgresException("canary", "ERROR", "ERROR", PostgresErrorCodes.QueryCanceled),
        ["passing: disk"] = () => new PostgresException("canary", "ERROR", "ERROR", PostgresErrorCodes.DiskFull),
        ["passing: shutdown"] = () => new PostgresException("canary", "FATAL", "FATAL", PostgresErrorCodes.AdminShutdown),
        ["passing: deadlock in EF"] = () => new DbUpdateException("canary", new PostgresException("canary", "ERROR", "ERROR", PostgresErrorCodes.DeadlockDetected)),
        ["passing: connection in EF"] = () => new InvalidOperationException("canary", new NpgsqlException("canary", new TimeoutException("canary"))),
    };

    private static string Filled(string path) => path.Replace("{name}", "violations.type", StringComparison.Ordinal)
        .Replace("{id}", Guid.CreateVersion7().ToString(), StringComparison.Ordinal).Replace("{keyId}", Guid.CreateVersion7().ToString(), StringComparison.Ordinal);
}
