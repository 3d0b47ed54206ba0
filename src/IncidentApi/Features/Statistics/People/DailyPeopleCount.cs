namespace IncidentApi.Features.Statistics.People;

/// <summary>
/// Makes the tables of people once a day, at two o'clock UTC, or at the start where a day was missed. Of several instances the first does it.
/// How often it is done says nothing: a table changes only by steps that are safe to see.
/// </summary>
internal sealed partial class DailyPeopleCount(PeopleCount count, TimeProvider clock, ILogger<DailyPeopleCount> logger) : BackgroundService
{
    private static readonly TimeSpan Hour = TimeSpan.FromHours(2);

    private static readonly TimeSpan Period = TimeSpan.FromMinutes(5);

    /// <summary>The last day whose hour has come.</summary>
    internal static DateOnly DueOn(DateTimeOffset now) => DateOnly.FromDateTime(now.UtcDateTime - Hour);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Period, clock);
        do
        {
            try
            {
                await count.MakeAsync(DueOn(clock.GetUtcNow()), stoppingToken);
            }
            catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
            {
                return;
            }
            catch (Exception failure) when (failure is not OutOfMemoryException)
            {
                Log.Failed(logger, failure.GetType().Name);
            }
        }
        while (await WaitAsync(timer, stoppingToken));
    }

    private static async Task<bool> WaitAsync(PeriodicTimer timer, CancellationToken stopping)
    {
        try
        {
            return await timer.WaitForNextTickAsync(stopping);
        }
        catch (OperationCanceledException)
        {
            return false;
        }
    }

    private static partial class Log
    {
        [LoggerMessage(EventId = 1, Level = LogLevel.Warning, Message = "The yearly tables of people could not be made, which is tried again: {Kind}")]
        public static partial void Failed(ILogger logger, string kind);
    }
}
