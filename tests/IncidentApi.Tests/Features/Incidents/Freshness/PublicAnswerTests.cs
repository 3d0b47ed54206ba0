using System.Net;
using System.Text.Json.Nodes;
using IncidentApi.Platform.Audit;
using IncidentApi.Tests.Support;
using Microsoft.Extensions.DependencyInjection;

namespace IncidentApi.Tests.Features.Incidents.Freshness;

/// <summary>Public answers are made once for everybody, and are gone from memory as soon as anything public changes.</summary>
public sealed class PublicAnswerTests(Api api)
{
    [Theory]
    [InlineData("/v1/incidents")]
    [InlineData("/v1/incidents?country=KG&count=exact&sort=reference")]
    [InlineData("/v1/incidents/ID")]
    [InlineData("/v1/incidents/ID/related")]
    public async Task A_thousand_dashboards_cost_one_look_at_the_records(string path)
    {
        await using var quiet = await QuietService.StartAsync(api);
        var organisation = await quiet.NewOrganisationAsync();
        await organisation.PublishedAsync();
        path = path.Replace("ID", (string)(await quiet.Anonymous.ReadAsync("/v1/incidents?limit=1")).Json["items"]![0]!["id"]!, StringComparison.Ordinal);
        using var sent = new SentQueries(quiet.Database);
        var client = quiet.Anonymous;

        var answers = await Task.WhenAll(Enumerable.Range(0, 1_000).Select(_ => client.ReadAsync(path)));

        Assert.All(answers, answer => Assert.Equal((HttpStatusCode.OK, answers[0].Text, answers[0].Headers.ETag), (answer.Status, answer.Text, answer.Headers.ETag)));
        Assert.InRange(sent.Of("public_incidents"), 1, path.EndsWith("related", StringComparison.Ordinal) ? 3 : 1);

        // Those that came while one was on its way shared the next; how many came together depends on the machine.
        Assert.InRange(sent.Of("public_heads"), 1, 500);
    }

    [Fact]
    public async Task Only_a_change_of_what_is_public_makes_answers_anew()
    {
        await using var quiet = await QuietService.StartAsync(api);
        var organisation = await quiet.NewOrganisationAsync();
        var own = await organisation.PublishedAsync();
        (await quiet.Anonymous.ReadAsync("/v1/incidents")).Expect(HttpStatusCode.OK);
        using var sent = new SentQueries(quiet.Database);

        var noted = (await organisation.PatchAsync(own, new JsonObject { ["notes"] = "Only for us." })).Expect(HttpStatusCode.OK);
        (await organisation.Admin.PostAsync("/v1/incidents", Given.Incident("A draft"))).Expect(HttpStatusCode.Created);
        (await quiet.Anonymous.ReadAsync("/v1/incidents")).Expect(HttpStatusCode.OK);
        Assert.Equal(0, Reads());

        (await organisation.PatchAsync(noted, new JsonObject { ["title"] = "Everybody sees this" })).Expect(HttpStatusCode.OK);
        Assert.Contains("Everybody sees this", (await quiet.Anonymous.ReadAsync("/v1/incidents")).Text, StringComparison.Ordinal);
        Assert.Equal(1, Reads());

        int Reads() => sent.Texts.Count(text => text.StartsWith("select set_config", StringComparison.Ordinal) && text.Contains("select brief", StringComparison.Ordinal));
    }

    [Fact]
    public async Task What_was_withdrawn_is_in_no_answer_to_a_request_that_comes_afterwards()
    {
        await using var quiet = await QuietService.StartAsync(api);
        await using var beside = await quiet.BesideAsync();
        var organisation = await quiet.NewOrganisationAsync();
        var own = await organisation.PublishedAsync(Given.Incident("To be withdrawn"));
        var id = (string)(await quiet.Anonymous.ReadAsync("/v1/incidents")).Json["items"]![0]!["id"]!;
        using var stop = new CancellationTokenSource();

        // Others ask all the time, so that answers are being made and positions read at every moment.
        var crowd = Enumerable.Range(0, 8).Select(i => Task.Run(async () =>
        {
            var client = i % 2 == 0 ? quiet.Anonymous : beside.Anonymous;
            while (!stop.IsCancellationRequested) await client.ReadAsync("/v1/incidents");
        })).ToList();
        for (var round = 0; round < 25; round++)
        {
            var hidden = (await organisation.StepAsync(own, "published", "organisation")).Expect(HttpStatusCode.OK);
            foreach (var service in new[] { quiet, beside })
            {
                Assert.DoesNotContain("To be withdrawn", (await service.Anonymous.ReadAsync("/v1/incidents")).Expect(HttpStatusCode.OK).Text, StringComparison.Ordinal);
                (await service.Anonymous.ReadAsync($"/v1/incidents/{id}")).Expect(404, "not-found");
            }

            own = (await organisation.StepAsync(hidden, "published", "public")).Expect(HttpStatusCode.OK);
            foreach (var service in new[] { beside, quiet })
            {
                Assert.Contains("To be withdrawn", (await service.Anonymous.ReadAsync("/v1/incidents")).Expect(HttpStatusCode.OK).Text, StringComparison.Ordinal);
                (await service.Anonymous.ReadAsync($"/v1/incidents/{id}")).Expect(HttpStatusCode.OK);
            }
        }

        await stop.CancelAsync();
        await Task.WhenAll(crowd);
    }

    [Fact]
    public async Task With_a_key_the_public_list_is_the_same_and_a_search_is_counted_whether_it_was_made_or_kept()
    {
        await using var quiet = await QuietService.StartAsync(api);
        var organisation = await quiet.NewOrganisationAsync();
        await organisation.PublishedAsync(Given.Incident("Quillfeather"));
        const string path = "/v1/incidents?q=quillfeather&scope=public";
        var anonymous = (await quiet.Anonymous.ReadAsync(path)).Expect(HttpStatusCode.OK);
        using var sent = new SentQueries(quiet.Database);

        var kept = (await organisation.Admin.ReadAsync(path)).Expect(HttpStatusCode.OK);
        var held = await organisation.Admin.ReadAsync(path, ("If-None-Match", TagTests.Tag(kept)));
        var own = (await organisation.Admin.ReadAsync("/v1/incidents?q=quillfeather")).Expect(HttpStatusCode.OK);
        var heldOwn = await organisation.Admin.ReadAsync("/v1/incidents?q=quillfeather", ("If-None-Match", TagTests.Tag(own)));

        Assert.Equal((anonymous.Text, TagTests.Tag(anonymous), 0), (kept.Text, TagTests.Tag(kept), sent.Of("public_incidents")));
        Assert.Equal((HttpStatusCode.NotModified, HttpStatusCode.NotModified), (held.Status, heldOwn.Status));
        await quiet.Services.GetRequiredService<AuditTally>().WriteAsync(all: true, TestContext.Current.CancellationToken);
        var searches = await quiet.SqlAsync($"select coalesce(sum(number), 0)::bigint from audit_entries where organisation_id = '{organisation.Id}' and act = 'searched'");
        Assert.Equal(4L, searches[0][0]);
    }

    [Fact]
    public async Task The_next_page_of_whoever_said_the_scope_is_of_that_scope()
    {
        await using var quiet = await QuietService.StartAsync(api);
        var organisation = await quiet.NewOrganisationAsync();
        for (var i = 0; i < 2; i++) await organisation.PublishedAsync(Given.Incident($"Search {i}"));
        (await quiet.Anonymous.ReadAsync("/v1/incidents?limit=1")).Expect(HttpStatusCode.OK);

        var page = (await organisation.Admin.ReadAsync("/v1/incidents?limit=1&scope=public")).Expect(HttpStatusCode.OK);
        var next = (await organisation.Admin.ReadAsync(page.Headers.GetValues("Link").Single().Split('<', '>')[1])).Expect(HttpStatusCode.OK);

        Assert.Equal((1, null), (next.Json["items"]!.AsArray().Count, (string?)next.Json["nextCursor"]));
        Assert.Equal("public", (string)next.Json["items"]![0]!["visibility"]!);
        Assert.NotEqual(page.Json["items"]!.ToJsonString(), next.Json["items"]!.ToJsonString());
        Assert.Equal("public, no-cache", next.Headers.CacheControl!.ToString());
    }

    [Fact]
    public async Task What_is_answered_from_memory_counts_for_the_rate_all_the_same()
    {
        await using var quiet = await QuietService.StartAsync(api, "--Limits:Network:Permits=10", "--Limits:Network:Seconds=3600");

        var answers = new List<Answer>();
        for (var i = 0; i < 12; i++) answers.Add(await quiet.Anonymous.ReadAsync("/v1/incidents"));

        Assert.All(answers[..10], answer => answer.Expect(HttpStatusCode.OK));
        Assert.All(answers[10..], answer => answer.Expect(429, "too-many-requests"));
        Assert.NotEqual(answers[0].Headers.GetValues("RateLimit").Single(), answers[9].Headers.GetValues("RateLimit").Single());
    }

    [Fact]
    public async Task Without_memory_everything_is_the_same_but_made_each_time()
    {
        await using var quiet = await QuietService.StartAsync(api);
        await using var without = await quiet.BesideAsync("--Freshness:Megabytes=0");
        var organisation = await quiet.NewOrganisationAsync();
        await organisation.PublishedAsync();
        var kept = (await quiet.Anonymous.ReadAsync("/v1/incidents")).Expect(HttpStatusCode.OK);
        using var sent = new SentQueries(quiet.Database);

        var (first, second) = (await without.Anonymous.ReadAsync("/v1/incidents"), await without.Anonymous.ReadAsync("/v1/incidents"));
        var held = await without.Anonymous.ReadAsync("/v1/incidents", ("If-None-Match", TagTests.Tag(kept)));

        Assert.All([first, second], answer => Assert.Equal((kept.Text, TagTests.Tag(kept), "public, no-cache"), (answer.Text, TagTests.Tag(answer), answer.Headers.CacheControl!.ToString())));
        Assert.Equal((HttpStatusCode.NotModified, 2), (held.Status, sent.Of("public_incidents")));
    }
}
