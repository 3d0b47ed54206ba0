namespace IncidentApi.Features.Webhooks.Delivery;

/// <summary>Follows the change logs for all webhooks; any number of instances do it beside each other.</summary>
internal sealed partial class MatchingWorker(Matching matching, WebhookSettings settings, ILogger<MatchingWorker> logger) : BackgroundService
{
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        if (settings.Deliver) await Rounds.RunAsync(settings.Poll, MatchAsync, kind => Log.Failed(logger, kind), stoppingToken);
    }

    /// <summary>One piece of the log for each that is behind, so that none waits for the long way of another.</summary>
    private async Task<bool> MatchAsync(CancellationToken cancellation)
    {
        var more = false;
        foreach (var (organisation, webhook) in await matching.FindBehindAsync(cancellation))
        {
            try
            {
                more |= await matching.StepAsync(organisation, webhook, cancellation);
            }
            catch (Exception failure) when (failure is not OutOfMemoryException && !cancellation.IsCancellationRequested)
            {
                // What is wrong with one holds up no other.
                Log.Failed(logger, failure.GetType().Name);
            }
        }

        return more;
    }

    private static partial class Log
    {
        [LoggerMessage(EventId = 1, Level = LogLevel.Warning, Message = "The change log could not be followed for a webhook, which is tried again: {Kind}")]
        public static partial void Failed(ILogger logger, string kind);
    }
}
