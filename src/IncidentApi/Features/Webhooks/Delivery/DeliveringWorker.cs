using System.Collections.Concurrent;
using System.Diagnostics;

namespace IncidentApi.Features.Webhooks.Delivery;

/// <summary>
/// Sends what waits, of all organisations. So many deliveries are on their way at once, of one webhook only its share, and of one organisation no more
/// than are still free: there is always a place for one more, so receivers that hang hold up nobody else. Any number of instances do it beside each other.
/// </summary>
internal sealed partial class DeliveringWorker(WebhookQueue queue, DeliveryRun run, DeliveryBell bell, WebhookSettings settings, ILogger<DeliveringWorker> logger) : BackgroundService
{
    // A busy webhook gives its place back now and then, and one whose receiver is slow after each delivery, for others to have their turn.
    private const int MostInOneGo = 50;
    private static readonly TimeSpan LongestGo = TimeSpan.FromSeconds(2);

    private static readonly TimeSpan BetweenForgetting = TimeSpan.FromMinutes(10);

    private readonly ConcurrentDictionary<Guid, int> _ofWebhooks = new();
    private readonly ConcurrentDictionary<Guid, int> _ofOrganisations = new();
    private readonly ConcurrentDictionary<Task, bool> _running = new();
    private int _turn;

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        if (!settings.Deliver) return;

        await Task.WhenAll(Rounds.RunAsync(settings.Poll, SendAsync, () => bell.Next, kind => Log.Failed(logger, kind), stoppingToken),
            Rounds.RunAsync(BetweenForgetting, queue.ForgetAsync, woken: null, kind => Log.Failed(logger, kind), stoppingToken));
        await Task.WhenAll(_running.Keys);
    }

    /// <summary>Begins as many deliveries as there is room for; never waits for one.</summary>
    private async Task<bool> SendAsync(CancellationToken cancellation)
    {
        if (_running.Count >= settings.AtOnce) return false;

        var due = await queue.FindDueAsync(cancellation);
        if (due.Count == 0) return false;

        // Each round begins with another one.
        var first = (int)((uint)Interlocked.Increment(ref _turn) % (uint)due.Count);
        for (var place = 0; place < settings.AtOncePerWebhook; place++)
        {
            foreach (var (organisation, webhook) in due.Skip(first).Concat(due.Take(first)))
            {
                var free = settings.AtOnce - _running.Count;
                if (free <= 0) return false;
                if (_ofWebhooks.GetValueOrDefault(webhook) > place || _ofOrganisations.GetValueOrDefault(organisation) >= free) continue;

                Begin(organisation, webhook, cancellation);
            }
        }

        return false;
    }

    private void Begin(Guid organisation, Guid webhook, CancellationToken cancellation)
    {
        _ofWebhooks.AddOrUpdate(webhook, 1, (_, count) => count + 1);
        _ofOrganisations.AddOrUpdate(organisation, 1, (_, count) => count + 1);
        var task = new Task<Task<bool>>(() => SendSomeAsync(organisation, webhook, cancellation), CancellationToken.None);
        var whole = task.Unwrap();
        _running[whole] = true;
        _ = whole.ContinueWith(ended =>
        {
            _ofWebhooks.AddOrUpdate(webhook, 0, (_, count) => count - 1);
            _ofOrganisations.AddOrUpdate(organisation, 0, (_, count) => count - 1);
            _ofWebhooks.TryRemove(new(webhook, 0));
            _ofOrganisations.TryRemove(new(organisation, 0));

            // Others may have waited for this place, or the rest of its own events.
            if (_running.TryRemove(ended, out _) && (ended is { IsCompletedSuccessfully: true, Result: true } || _running.Count >= settings.AtOnce - 1)) bell.Ring();
        }, CancellationToken.None, TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Default);
        task.Start(TaskScheduler.Default);
    }

    /// <summary>Whether there may be more of them.</summary>
    private async Task<bool> SendSomeAsync(Guid organisation, Guid webhook, CancellationToken cancellation)
    {
        try
        {
            var began = Stopwatch.GetTimestamp();
            var taken = await run.TakeAsync(organisation, webhook, cancellation);
            var mayGoOn = true;
            for (var left = MostInOneGo - 1; taken is not null; left--)
            {
                taken = (await run.DeliverAsync(taken, () => mayGoOn = left > 0 && Stopwatch.GetElapsedTime(began) < LongestGo && !cancellation.IsCancellationRequested, cancellation)).Next;
            }

            return !mayGoOn;
        }
        catch (OperationCanceledException) when (cancellation.IsCancellationRequested)
        {
            // What was taken has been given back.
            return false;
        }
        catch (Exception failure) when (failure is not OutOfMemoryException)
        {
            // The event comes up again when its time with this instance is over.
            Log.Failed(logger, failure.GetType().Name);
            return false;
        }
    }

    private static partial class Log
    {
        [LoggerMessage(EventId = 1, Level = LogLevel.Warning, Message = "Webhooks could not be sent, which is tried again: {Kind}")]
        public static partial void Failed(ILogger logger, string kind);
    }
}
