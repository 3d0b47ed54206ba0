using System.Collections.Concurrent;
using System.Net;
using IncidentApi.Features.Webhooks.Delivery.Matches;
using IncidentApi.Tests.Features.Incidents.Freshness;
using IncidentApi.Tests.Local;
using IncidentApi.Tests.Support;

namespace IncidentApi.Tests.Features.Webhooks;

/// <summary>Organisations take turns at the change logs, and nobody waits for the next look where he wrote himself.</summary>
public sealed class TurnTests(Api api)
{
    [Fact]
    public async Task However_much_some_have_to_do_all_get_their_turns_alike()
    {
        var organisations = Enumerable.Range(0, 7).Select(i => new Guid(i + 1, 0, 0, new byte[8])).ToList();
        var todo = organisations.SelectMany((organisation, i) => Enumerable.Range(0, (i * 5) + 1).Select(_ => (organisation, Guid.CreateVersion7()))).ToList();
        var pieces = new ConcurrentQueue<(Guid Organisation, Guid Webhook)>();
        var turns = new Turns((organisation, webhook) =>
        {
            pieces.Enqueue((organisation, webhook));
            return Task.FromResult(true);
        }, atOnce: 3, TimeSpan.Zero, ended: () => { });

        // A round begins when the turns of the one before are over.
        for (var round = 0; round < 70; round++)
        {
            turns.Begin(todo);
            await turns.EndAsync();
        }

        // Two hundred and ten turns of a piece each; and of one organisation's webhooks each gets its piece before another one gets a second.
        Assert.All(organisations, organisation => Assert.Equal(30, pieces.Count(piece => piece.Organisation == organisation)));
        Assert.All(organisations, organisation =>
        {
            var each = todo.Where(one => one.organisation == organisation).Select(one => pieces.Count(piece => piece.Webhook == one.Item2)).ToList();
            Assert.True(each.Max() - each.Min() <= 1, string.Join(' ', each));
        });
    }

    [Fact]
    public async Task One_whose_piece_takes_long_has_one_place_and_is_not_begun_twice()
    {
        var (slow, quick) = (Guid.CreateVersion7(), Guid.CreateVersion7());
        var (begun, done) = (0, 0);
        var held = new TaskCompletionSource();
        var turns = new Turns(async (organisation, _) =>
        {
            if (organisation == quick)
            {
                Interlocked.Increment(ref done);
                return false;
            }

            Interlocked.Increment(ref begun);
            await held.Task;
            return false;
        }, atOnce: 2, TimeSpan.FromHours(1), ended: () => { });

        for (var round = 1; round <= 5; round++)
        {
            turns.Begin([(slow, slow), (slow, quick), (quick, quick)]);
            await Eventually.IsTrueAsync(() => Volatile.Read(ref done) >= round);
        }

        Assert.Equal(1, Volatile.Read(ref begun));
        held.SetResult();
        await turns.EndAsync();
    }

    [Fact]
    public async Task An_organisation_whose_log_cannot_be_followed_just_now_holds_up_no_other()
    {
        await using var service = await QuietService.StartAsync(api, WebhookService.Impatient);
        await using var receiver = await Receiver.StartAsync();
        var (stuck, other) = (await service.NewOrganisationAsync(), await service.NewOrganisationAsync());
        var (first, second) = (await stuck.Admin.HookAsync(receiver.Url), await other.Admin.HookAsync(receiver.Url));

        await using (await HeadLock.OnAsync(api, $"webhooks where id = '{first.Id}'", service.Database))
        {
            (await stuck.Admin.PostAsync("/v1/incidents", Given.Incident())).Expect(HttpStatusCode.Created);
            await Eventually.IsTrueAsync(async () => (await service.SqlAsync("select 1 from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'")).Count > 0);
            (await other.Admin.PostAsync("/v1/incidents", Given.Incident())).Expect(HttpStatusCode.Created);
            await other.Admin.UntilAsync(second, "delivered", 1);
            Assert.Single(receiver.Taken);
        }

        await stuck.Admin.UntilAsync(first, "delivered", 1);
    }

    [Fact]
    public async Task What_this_instance_wrote_is_sent_without_waiting_for_the_next_look()
    {
        await using var service = await QuietService.StartAsync(api, [.. WebhookService.Impatient, "--Webhooks:PollSeconds=3600"]);
        await using var receiver = await Receiver.StartAsync();
        var organisation = await service.NewOrganisationAsync();
        var hook = await organisation.Admin.HookAsync(receiver.Url);

        for (var i = 1; i <= 3; i++)
        {
            (await organisation.Admin.PostAsync("/v1/incidents", Given.Incident())).Expect(HttpStatusCode.Created);
            await organisation.Admin.UntilAsync(hook, "delivered", i);
        }

        // More than one go of a webhook takes.
        await Task.WhenAll(Enumerable.Range(0, 240).Select(async _ => (await organisation.Admin.PostAsync("/v1/incidents", Given.Incident())).Expect(HttpStatusCode.Created)));
        await Eventually.IsTrueAsync(() => receiver.Taken.Select(one => one.Id).Distinct().Count() == 243);
    }
}
