using System.Net;
using System.Text.Json.Nodes;
using IncidentApi.Features.Changes;
using IncidentApi.Features.Changes.Waiting;
using IncidentApi.Features.Incidents.Query;
using IncidentApi.Platform.Security;
using IncidentApi.Tests.Support;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;

namespace IncidentApi.Tests.Features.Changes;

/// <summary>Whoever waits is woken by a write of the same instance. Here nobody else writes through it, and its watch never looks by itself.</summary>
public sealed class WakeTests(Api api)
{
    [Theory]
    [InlineData("own", "change")]
    [InlineData("shared", "change")]
    [InlineData("public", "change")]
    [InlineData("public", "withdraw")]
    [InlineData("shared", "end a partnership")]
    [InlineData("shared", "open a partnership")]
    [InlineData("own", "erase a text")]
    public async Task By_whatever_moves_the_log(string scope, string act)
    {
        var cancellation = TestContext.Current.CancellationToken;
        var (organisation, partner) = (await api.NewOrganisationAsync(), await api.NewOrganisationAsync());
        var given = (await organisation.ShareAsync(partner, new JsonObject { ["visibility"] = "public" })).Expect(HttpStatusCode.Created);
        var record = await organisation.PublishedAsync();
        await organisation.PublishedAsync(visibility: "partners");
        await using var service = await api.StartServiceAsync();
        var here = organisation with { Admin = api.With(organisation.AdminKey, new Uri(service.Urls.Single())) };
        var door = ActivatorUtilities.CreateInstance<Doors>(service.Services, new HttpContextAccessor())
            .Open(new Caller(scope == "shared" ? partner.Id : organisation.Id, Guid.Empty, "", []), scope);
        var watch = ActivatorUtilities.CreateInstance<ChangeWatch>(service.Services, new ImpatientClock());
        var end = await ChangeFeed.EndAsync(door, cancellation);

        var waiting = watch.WaitAsync(door, end, TimeSpan.FromHours(1), cancellation);
        await Task.Delay(TimeSpan.FromMilliseconds(300), cancellation);
        Assert.False(waiting.IsCompleted);
        _ = act switch
        {
            "change" => (await here.PatchAsync(record, new JsonObject { ["title"] = "Searches at two offices" })).Expect(HttpStatusCode.OK),
            "withdraw" => (await here.StepAsync(record, "withdrawn", reason: "safety")).Expect(HttpStatusCode.OK),
            "end a partnership" => (await here.Admin.SendAsync(HttpMethod.Delete, $"/v1/partnerships/{given.Id}")).Expect(HttpStatusCode.OK),
            "open a partnership" => (await here.ShareAsync(partner)).Expect(HttpStatusCode.Created),
            _ => (await here.Admin.SendAsync(HttpMethod.Post, $"/v1/incidents/{record.Id}/erasures", JsonNode.Parse("""{"pointers":["/title"],"reason":"safety"}"""), record.ETag)).Expect(HttpStatusCode.OK),
        };

        Assert.True(await waiting.WaitAsync(TimeSpan.FromSeconds(30), cancellation));
    }

    [Fact]
    public async Task A_question_that_took_an_hour_delays_the_next_one_by_no_more_than_others_do()
    {
        var cancellation = TestContext.Current.CancellationToken;
        var organisation = await api.NewOrganisationAsync();
        await using var service = await api.StartServiceAsync();
        var door = ActivatorUtilities.CreateInstance<Doors>(service.Services, new HttpContextAccessor()).Open(new Caller(organisation.Id, Guid.Empty, "", []), "own");
        var watch = ActivatorUtilities.CreateInstance<ChangeWatch>(service.Services, new SlowClock());
        var end = await ChangeFeed.EndAsync(door, cancellation);

        var waiting = watch.WaitAsync(door, end, TimeSpan.FromDays(1), cancellation);
        await Task.Delay(TimeSpan.FromMilliseconds(300), cancellation);
        (await organisation.Admin.PostAsync("/v1/incidents", Given.Incident())).Expect(HttpStatusCode.Created);

        Assert.True(await waiting.WaitAsync(TimeSpan.FromSeconds(30), cancellation));
    }

    /// <summary>Does not wait for what takes a quarter of a second or longer.</summary>
    private sealed class ImpatientClock : TimeProvider
    {
        public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period) =>
            base.CreateTimer(callback, state, dueTime >= TimeSpan.FromMilliseconds(250) ? Timeout.InfiniteTimeSpan : dueTime, period);
    }

    /// <summary>On it everything takes hours; its timers are true.</summary>
    private sealed class SlowClock : TimeProvider
    {
        private long _asked;

        public override long GetTimestamp() => Interlocked.Increment(ref _asked) * TimestampFrequency * 3_600;
    }
}
