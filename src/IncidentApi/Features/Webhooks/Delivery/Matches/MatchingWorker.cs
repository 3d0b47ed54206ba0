using System.Collections.Concurrent;
using IncidentApi.Platform.Data;

namespace IncidentApi.Features.Webhooks.Delivery.Matches;

/// <summary>
/// Follows the change logs for all webhooks, as soon as this instance has written and now and then for what others wrote; any number of instances do it
/// beside each other. Organisations take turns.
/// </summary>
internal sealed partial class MatchingWorker(
    Matching matching, AwaitedWrites written, WebhookSettings settings, TimeProvider clock, ILogger<MatchingWorker> logger) : BackgroundService
{
    private const int AtOnce = 4;
    private static readonly TimeSpan Turn = TimeSpan.FromMilliseconds(100);

    // What failed waits as if nobody woke us.
    private readonly ConcurrentDictionary<Guid, DateTimeOffset> _failed = new();

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        if (!settings.Deliver) return;

        var ended = new Bell();
        var turns = new Turns((organisation, webhook) => StepAsync(organisation, webhook, stoppingToken), AtOnce, Turn, ended.Ring);
        await Rounds.RunAsync(settings.Poll, BeginAsync, () => Task.WhenAny(written.Next, ended.Next), kind => Log.Failed(logger, kind), stoppingToken);
        await turns.EndAsync();

        async Task<bool> BeginAsync(CancellationToken cancellation)
        {
            var since = clock.GetUtcNow() - settings.Poll;
            foreach (var failed in _failed.Where(failed => failed.Value <= since)) _failed.TryRemove(failed);
            turns.Begin([.. (await matching.FindBehindAsync(cancellation)).Where(one => !_failed.ContainsKey(one.Webhook))]);
            return false;
        }
    }

    private async Task<bool> StepAsync(Guid organisation, Guid webhook, CancellationToken cancellation)
    {
        try
        {
            return await matching.StepAsync(organisation, webhook, cancellation);
        }
        catch (Exception failure) when (failure is not OutOfMemoryException)
        {
            // What is wrong with one holds up no other.
            _failed[webhook] = clock.GetUtcNow();
            if (!cancellation.IsCancellationRequested) Log.Failed(logger, failure.GetType().Name);
            return false;
        }
    }

    private static partial class Log
    {
        [LoggerMessage(EventId = 1, Level = LogLevel.Warning, Message = "The change log could not be followed for a webhook, which is tried again: {Kind}")]
        public static partial void Failed(ILogger logger, string kind);
    }
}
