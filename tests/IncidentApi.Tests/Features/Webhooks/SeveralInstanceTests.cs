using System.Collections.Concurrent;
using System.Net;
using System.Text.Json.Nodes;
using IncidentApi.Tests.Features.Incidents.Freshness;
using IncidentApi.Tests.Local;
using IncidentApi.Tests.Seizure;
using IncidentApi.Tests.Support;

namespace IncidentApi.Tests.Features.Webhooks;

/// <summary>Several instances share the work; one of them is killed in the middle of it.</summary>
public sealed class SeveralInstanceTests(Api api, WebhookService webhooks) : IClassFixture<WebhookService>
{
    private const int Records = 20;
    private const int Versions = 3;

    [Fact]
    public async Task A_kill_loses_nothing_and_what_comes_twice_has_the_same_id()
    {
        using var folder = new TemporaryFolder();
        var organisation = await webhooks.Service.NewOrganisationAsync();
        var (held, killed) = (new ConcurrentDictionary<string, bool>(), new TaskCompletionSource());

        // From the tenth message on each event is held once, until the kill.
        var count = 0;
        await using var receiver = await Receiver.StartAsync(async (one, http) =>
        {
            if (Interlocked.Increment(ref count) > 10 && !killed.Task.IsCompleted && held.Count < 8 && held.TryAdd(one.Id, true)) await killed.Task.WaitAsync(TimeSpan.FromSeconds(30), http.RequestAborted);
            return 200;
        });
        var hook = await organisation.Admin.HookAsync(receiver.Url);
        await using var other = await ApiHost.StartAsync(folder["own"], folder["log"],
        [
            $"--ConnectionStrings:Incidents={api.ConnectionString("incidents_app", webhooks.Service.Database)}", $"--ConnectionStrings:Public={api.ConnectionString("incidents_public", webhooks.Service.Database)}",
            $"--Secrets:File={api.SecretFile}", $"--Vault:MasterKeyFile={api.MasterKeyFile}", "--Webhooks:AllowHttp=true", "--Webhooks:AllowedNetworks:0=127.0.0.0/8", "--Webhooks:Ports:0=1-65535",
            .. WebhookService.Impatient,
        ]);

        await Task.WhenAll(Enumerable.Range(0, Records).Select(async i =>
        {
            var record = (await organisation.Admin.PostAsync("/v1/incidents", Given.Incident($"Search {i}"))).Expect(HttpStatusCode.Created);
            for (var version = 1; version < Versions; version++) record = (await organisation.PatchAsync(record, new JsonObject { ["summary"] = $"change {version}" })).Expect(HttpStatusCode.OK);
        }));
        await Eventually.IsTrueAsync(() => held.Count >= 5);
        other.Kill();
        killed.SetResult();
        await organisation.Admin.UntilAsync(hook, "delivered", Records * Versions);

        var firsts = receiver.All.DistinctBy(one => one.Id).ToList();
        TestContext.Current.TestOutputHelper!.WriteLine("{0} events, {1} messages, {2} of them again, {3} on their way at the kill.", firsts.Count, receiver.All.Count, receiver.All.Count - firsts.Count, held.Count);
        Assert.Equal(Records * Versions, firsts.Count);
        Assert.Equal(Records * Versions, firsts.Select(one => (one.Incident, one.Version)).Distinct().Count());
        Assert.All(firsts.GroupBy(one => one.Incident), record => Assert.Equal(Enumerable.Range(1, Versions), record.Select(one => one.Version)));
        Assert.All(receiver.All.GroupBy(one => one.Id), messages => Assert.Single(messages.Select(one => one.Text).Distinct()));
        Assert.Equal(Records * Versions, (await organisation.Admin.DeliveriesAsync(hook)).Count);
    }

    [Fact]
    public async Task Receivers_that_hang_of_some_organisations_hold_up_no_other_one()
    {
        await using var service = await QuietService.StartAsync(api, [.. WebhookService.Impatient, "--Webhooks:AtOnce=4", "--Webhooks:AttemptSeconds=60", "--Webhooks:LeaseSeconds=120"]);
        var (released, hang) = (new TaskCompletionSource(), 0);
        await using var hanging = await Receiver.StartAsync(async (_, http) =>
        {
            Interlocked.Increment(ref hang);
            await released.Task.WaitAsync(http.RequestAborted);
            return 200;
        });
        await using var quick = await Receiver.StartAsync();
        foreach (var slow in new[] { await service.NewOrganisationAsync(), await service.NewOrganisationAsync() })
        {
            for (var i = 0; i < 2; i++) await slow.Admin.HookAsync(hanging.Url);
            for (var i = 0; i < 4; i++) (await slow.Admin.PostAsync("/v1/incidents", Given.Incident())).Expect(HttpStatusCode.Created);
        }

        await Eventually.IsTrueAsync(() => Volatile.Read(ref hang) == 3);
        var other = await service.NewOrganisationAsync();
        var hook = await other.Admin.HookAsync(quick.Url);
        (await other.Admin.PostAsync("/v1/incidents", Given.Incident())).Expect(HttpStatusCode.Created);
        await other.Admin.UntilAsync(hook, "delivered", 1);
        Assert.Equal(3, Volatile.Read(ref hang));
        released.SetResult();
    }
}
