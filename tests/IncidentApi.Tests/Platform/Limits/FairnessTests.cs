using System.Net;
using IncidentApi.Tests.Support;

namespace IncidentApi.Tests.Platform.Limits;

/// <summary>What one organisation does to the service costs another nothing.</summary>
public sealed class FairnessTests(Api api)
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task An_organisation_at_twenty_times_its_limit_leaves_another_without_an_error()
    {
        const int limit = 40;
        await using var service = await api.StartServiceAsync($"--Limits:Key:Permits={limit}", "--Limits:Key:Seconds=3600", "--Limits:AtOnce=4", "--Limits:AtOncePerOrganisation=2", "--Limits:WaitingPerOrganisation=20");
        var address = new Uri(service.Urls.Single());
        var (flooding, quiet) = (await api.NewOrganisationAsync(), await api.NewOrganisationAsync());
        var (flood, calm) = (api.With(flooding.AdminKey, address), api.With(quiet.AdminKey, address));

        var floods = Task.WhenAll(Enumerable.Range(0, 20 * limit).Select(_ => flood.ReadAsync("/v1/incidents")));
        var calls = new List<Answer>();
        for (var i = 0; i < limit; i++) calls.Add(i % 4 == 0 ? await calm.PostAsync("/v1/incidents", Given.Incident()) : await calm.ReadAsync("/v1/incidents"));

        Assert.All(calls, answer => Assert.True((int)answer.Status is 200 or 201, answer.Text));
        var answers = await floods;
        Assert.InRange(answers.Count(answer => answer.Status == HttpStatusCode.OK), 1, limit);
        Assert.All(answers.Where(answer => answer.Status != HttpStatusCode.OK), answer =>
        {
            answer.Expect(429, "too-many-requests");
            Assert.True(answer.Headers.RetryAfter!.Delta >= TimeSpan.FromSeconds(1));
        });
    }

    [Fact]
    public async Task An_organisation_whose_requests_hang_holds_its_own_share_and_no_more()
    {
        await using var service = await api.StartServiceAsync("--Limits:AtOnce=4", "--Limits:AtOncePerOrganisation=2", "--Limits:WaitingPerOrganisation=5", "--Limits:Patience=2");
        var address = new Uri(service.Urls.Single());
        var (hanging, quiet) = (await api.NewOrganisationAsync(), await api.NewOrganisationAsync());
        var (stuck, calm) = (api.With(hanging.AdminKey, address), api.With(quiet.AdminKey, address));
        await using var held = await HeadLock.OfAsync(api, hanging.Id);

        var posts = Enumerable.Range(0, 30).Select(_ => stuck.PostAsync("/v1/incidents", Given.Incident())).ToList();
        var calls = new List<Answer>();
        for (var i = 0; i < 20; i++) calls.Add(await calm.PostAsync("/v1/incidents", Given.Incident()));
        var turnedAway = await Task.WhenAll(posts.Where(post => post.IsCompleted));
        await Task.WhenAny(Task.WhenAll(posts), Task.Delay(TimeSpan.FromSeconds(4), Cancellation));
        var waiting = posts.Count(post => !post.IsCompleted);
        await held.DisposeAsync();
        var answers = await Task.WhenAll(posts);

        Assert.All(calls, answer => answer.Expect(HttpStatusCode.Created));
        Assert.Equal(2, waiting);
        Assert.Equal(2, answers.Count(answer => answer.Status == HttpStatusCode.Created));
        Assert.Equal(5, answers.Count(answer => answer is { Status: HttpStatusCode.ServiceUnavailable, Problem: "unavailable" } && answer.Headers.RetryAfter is not null));
        Assert.Equal(23, answers.Count(answer => answer is { Status: HttpStatusCode.TooManyRequests, Problem: "too-many-requests" } && answer.Headers.RetryAfter is not null));
        Assert.NotEmpty(turnedAway);
    }

    [Fact]
    public async Task Who_sends_slowly_holds_no_place()
    {
        await using var service = await api.StartServiceAsync("--Limits:AtOnce=1", "--Limits:AtOncePerOrganisation=1", "--Limits:WaitingPerOrganisation=0");
        var address = new Uri(service.Urls.Single());
        var organisation = await api.NewOrganisationAsync();
        await using var slow = await RawConnection.OpenAsync(address);
        await slow.SendAsync($"POST /v1/incidents HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer {organisation.AdminKey}\r\nContent-Type: application/json\r\nContent-Length: 1000\r\n\r\n{{");
        var client = api.With(organisation.AdminKey, address);

        for (var i = 0; i < 5; i++) (await client.ReadAsync("/v1/me")).Expect(HttpStatusCode.OK);
    }
}
