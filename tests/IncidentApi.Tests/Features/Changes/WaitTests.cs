using System.Net;
using System.Text.Json.Nodes;
using IncidentApi.Tests.Local;
using IncidentApi.Tests.Support;

namespace IncidentApi.Tests.Features.Changes;

/// <summary>Requests that wait for news.</summary>
public sealed class WaitTests(Api api)
{
    private const string Busy = "select count(*) from pg_stat_activity where usename in ('incidents_app', 'incidents_public') and state <> 'idle' and datname = current_database()";

    [Theory]
    [InlineData("own")]
    [InlineData("shared")]
    [InlineData("public")]
    public async Task The_answer_comes_as_soon_as_something_happens_here_or_in_another_instance(string scope)
    {
        var (organisation, partner) = (await api.NewOrganisationAsync(), await api.NewOrganisationAsync());
        (await organisation.ShareAsync(partner)).Expect(HttpStatusCode.Created);
        await using var other = await api.StartServiceAsync();
        var address = new Uri(other.Urls.Single());
        var reader = scope switch { "own" => api.With(organisation.AdminKey, address), "shared" => api.With(partner.AdminKey, address), _ => api.Anonymous(address) };
        var own = (await organisation.Admin.PostAsync("/v1/incidents", Given.Incident())).Expect(HttpStatusCode.Created);
        var end = await reader.EndAsync(scope);

        var waiting = reader.ReadAsync($"/v1/changes?scope={scope}&after={end}&wait=60");
        if (scope == "own")
        {
            (await organisation.PatchAsync(own, new JsonObject { ["notes"] = "News." })).Expect(HttpStatusCode.OK);
        }
        else
        {
            await organisation.PublishedAsync();
        }

        var answer = (await waiting).Expect(HttpStatusCode.OK);
        Assert.NotEmpty(answer.Json["items"]!.AsArray());
    }

    [Fact]
    public async Task Where_nothing_happens_the_answer_is_empty_and_says_where_to_go_on()
    {
        var organisation = await api.NewOrganisationAsync();
        var end = await organisation.Admin.EndAsync();

        var answer = (await organisation.Admin.ReadAsync($"/v1/changes?after={end}&wait=1")).Expect(HttpStatusCode.OK);

        Assert.Equal((0, false), (answer.Json["items"]!.AsArray().Count, (bool)answer.Json["more"]!));
        Assert.Empty((await organisation.Admin.FollowAsync((string)answer.Json["nextCursor"]!)).Changes);
    }

    [Theory]
    [InlineData("wait=61", "wait", "0 to 60")]
    [InlineData("wait=-1", "wait", "0 to 60")]
    [InlineData("wait=1.5", "wait", "whole number")]
    [InlineData("limit=0", "limit", "1 to 200")]
    [InlineData("limit=201", "limit", "1 to 200")]
    [InlineData("include=documents", "include", null)]
    [InlineData("scope=ours", "scope", null)]
    [InlineData("after=", "after", null)]
    public async Task What_cannot_be_is_refused_with_what_can(string query, string parameter, string? words)
    {
        var answer = (await api.Anonymous().ReadAsync($"/v1/changes?{query}")).Expect(400, "invalid-parameter");

        var fault = Assert.Single(answer.Json["errors"]!.AsArray());
        Assert.Equal(parameter, (string?)fault!["parameter"]);
        if (words is not null) Assert.Contains(words, (string)fault["detail"]!, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Whoever_waits_holds_neither_a_place_nor_a_connection()
    {
        await using var installation = await Installation.StartAsync(api, "waiting", "--Limits:AtOnce=1", "--Limits:AtOncePerOrganisation=1");
        var organisation = await installation.NewOrganisationAsync();
        var end = await organisation.Admin.EndAsync();
        var waiting = Enumerable.Range(0, 15).Select(_ => organisation.Admin.ReadAsync($"/v1/changes?after={end}&wait=60")).ToList();

        // They came one after the other to the only place, and gave it back.
        await Eventually.IsTrueAsync(async () => (await organisation.Admin.ReadAsync("/v1/incidents?limit=1")).Status == HttpStatusCode.OK);
        await Eventually.IsTrueAsync(async () => (long)(await installation.SqlAsync(Busy))[0][0] == 0);
        (await organisation.Admin.PostAsync("/v1/incidents", Given.Incident())).Expect(HttpStatusCode.Created);

        var answers = await Task.WhenAll(waiting);
        Assert.All(answers, answer => Assert.Single(answer.Json["items"]!.AsArray()));
    }

    [Fact]
    public async Task Only_so_many_may_wait_of_one_key()
    {
        await using var installation = await Installation.StartAsync(api, "bounds", "--Changes:FollowersPerKey=2", "--Changes:Followers=8");
        var (one, other) = (await installation.NewOrganisationAsync(), await installation.NewOrganisationAsync());
        var (end, ends) = (await one.Admin.EndAsync(), await other.Admin.EndAsync());
        var waiting = new List<Task<Answer>> { WaitAsync(one.Admin, end), WaitAsync(one.Admin, end) };

        await Eventually.IsTrueAsync(async () => (await one.Admin.ReadAsync($"/v1/changes?after={end}&wait=1")).Problem == "too-many-requests");
        var refused = (await one.Admin.ReadAsync($"/v1/changes/stream?after={end}")).Expect(429, "too-many-requests");
        Assert.NotNull(refused.Headers.RetryAfter);
        waiting.Add(WaitAsync(other.Admin, ends));
        (await one.Admin.ReadAsync($"/v1/changes?after={end}")).Expect(HttpStatusCode.OK);

        (await one.Admin.PostAsync("/v1/incidents", Given.Incident())).Expect(HttpStatusCode.Created);
        (await other.Admin.PostAsync("/v1/incidents", Given.Incident())).Expect(HttpStatusCode.Created);
        Assert.All(await Task.WhenAll(waiting), answer => Assert.Single(answer.Expect(HttpStatusCode.OK).Json["items"]!.AsArray()));
        (await one.Admin.ReadAsync($"/v1/changes?after={await one.Admin.EndAsync()}&wait=1")).Expect(HttpStatusCode.OK);
    }

    [Fact]
    public async Task Neither_those_without_a_key_nor_one_organisation_can_take_all_places()
    {
        await using var installation = await Installation.StartAsync(api, "places", "--Changes:FollowersPerKey=2", "--Changes:Followers=4");
        var organisations = new[] { await installation.NewOrganisationAsync(), await installation.NewOrganisationAsync(), await installation.NewOrganisationAsync() };
        var streams = new List<Opened>
        {
            await Opened.StreamAsync(installation.Anonymous(from: "127.0.0.31"), "/v1/changes/stream"),
            await Opened.StreamAsync(installation.Anonymous(from: "127.0.0.32"), "/v1/changes/stream"),
        };

        (await installation.Anonymous(from: "127.0.0.33").ReadAsync("/v1/changes?after=end&wait=1")).Expect(503, "unavailable");
        streams.Add(await Opened.StreamAsync(organisations[0].Admin, "/v1/changes/stream"));
        (await organisations[0].Admin.ReadAsync("/v1/changes?after=end&wait=1")).Expect(429, "too-many-requests");
        streams.Add(await Opened.StreamAsync(organisations[1].Admin, "/v1/changes/stream"));
        Assert.NotNull((await organisations[2].Admin.ReadAsync("/v1/changes?after=end&wait=1")).Expect(503, "unavailable").Headers.RetryAfter);

        foreach (var stream in streams) await stream.DisposeAsync();
        await Eventually.IsTrueAsync(async () => (await organisations[2].Admin.ReadAsync("/v1/changes?after=end&wait=1")).Status == HttpStatusCode.OK);
    }

    [Fact]
    public async Task A_key_that_is_revoked_while_it_waits_learns_nothing_more()
    {
        var organisation = await api.NewOrganisationAsync();
        var issued = (await organisation.Admin.PostAsync($"/v1/organisations/{organisation.Id}/keys", JsonNode.Parse("""{"name":"k","role":"observer"}"""))).Expect(HttpStatusCode.Created);
        var reader = api.With((string)issued.Json["key"]!);
        var waiting = reader.ReadAsync($"/v1/changes?after={await reader.EndAsync()}&wait=60");

        (await organisation.Admin.SendAsync(HttpMethod.Delete, $"/v1/organisations/{organisation.Id}/keys/{issued.Id}")).Expect(HttpStatusCode.NoContent);
        await Task.Delay(TimeSpan.FromSeconds(1.1), TestContext.Current.CancellationToken);
        (await organisation.Admin.PostAsync("/v1/incidents", Given.Incident())).Expect(HttpStatusCode.Created);

        (await waiting).Expect(401, "invalid-key");
    }

    [Fact]
    public async Task A_service_that_stops_answers_those_who_wait()
    {
        var organisation = await api.NewOrganisationAsync();
        await using var other = await api.StartServiceAsync();
        var reader = api.With(organisation.AdminKey, new Uri(other.Urls.Single()));
        var waiting = reader.ReadAsync($"/v1/changes?after={await reader.EndAsync()}&wait=60");
        await Eventually.IsTrueAsync(async () => (long)(await api.SqlAsync("postgres", $"select count(*) from pg_stat_activity where query like '%from heads where organisation_id%'"))[0][0] > 0);

        await other.StopAsync(TestContext.Current.CancellationToken);

        Assert.Empty((await waiting).Expect(HttpStatusCode.OK).Json["items"]!.AsArray());
    }

    /// <summary>Waits for news, and first for a place among those who do.</summary>
    private static async Task<Answer> WaitAsync(HttpClient client, string after)
    {
        while (true)
        {
            var answer = await client.ReadAsync($"/v1/changes?after={after}&wait=60");
            if (answer.Status == HttpStatusCode.OK) return answer;

            await Task.Delay(10, TestContext.Current.CancellationToken);
        }
    }
}
