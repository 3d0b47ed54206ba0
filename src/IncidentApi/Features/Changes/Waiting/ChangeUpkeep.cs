using IncidentApi.Platform.Data;

namespace IncidentApi.Features.Changes.Waiting;

/// <summary>
/// What no writer does for the change logs: partners are told of partnerships whose last day is over, and entries that are past their time go. Of
/// several instances any may do it, also twice.
/// </summary>
internal sealed partial class ChangeUpkeep(Store store, AwaitedWrites awaited, ChangeSettings settings, TimeProvider clock, ILogger<ChangeUpkeep> logger) : BackgroundService
{
    private static readonly TimeSpan Period = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan BetweenPrunings = TimeSpan.FromHours(6);

    private DateTimeOffset _prunedAt = DateTimeOffset.MinValue;

    /// <summary>Tells of every partnership whose last day is over and of which nobody was told.</summary>
    public async Task NoteLapsedAsync(CancellationToken cancellation)
    {
        while ((await store.ReadAsync(Scope.Nobody, $"select note_lapsed_partnership()", row => row.GetBoolean(0), cancellation)).Single())
        {
            awaited.Ring();
        }
    }

    /// <summary>Forgets what is past its time, however long that takes, unless another instance does.</summary>
    public Task PruneAsync(CancellationToken cancellation) => store.WriteAsync(Scope.Nobody,
    [
        $"select set_config('statement_timeout', '0', true)",
        $"select case when pg_try_advisory_xact_lock(7310563) then prune_changes({settings.KeptDays}) end",
    ], cancellation);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Period, clock);
        try
        {
            do
            {
                await DoAsync(stoppingToken);
            }
            while (await timer.WaitForNextTickAsync(stoppingToken));
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // The service ends.
        }
    }

    private async Task DoAsync(CancellationToken stopping)
    {
        try
        {
            await NoteLapsedAsync(stopping);
            if (clock.GetUtcNow() - _prunedAt < BetweenPrunings) return;

            await PruneAsync(stopping);
            _prunedAt = clock.GetUtcNow();
        }
        catch (Exception failure) when (!stopping.IsCancellationRequested && failure is not OutOfMemoryException)
        {
            Log.Failed(logger, failure.GetType().Name);
        }
    }

    private static partial class Log
    {
        [LoggerMessage(EventId = 1, Level = LogLevel.Warning, Message = "The upkeep of the change logs failed, which is tried again: {Kind}")]
        public static partial void Failed(ILogger logger, string kind);
    }
}
