using System.Collections.Concurrent;
using IncidentApi.Platform.Data;
using IncidentApi.Platform.Security;

namespace IncidentApi.Platform.Audit;

/// <summary>
/// Counts what happens too often for an entry each: refused requests and searches, by key and minute. So a flood of requests is one entry a
/// minute and key. What a crash loses is the minute that it ended in.
/// </summary>
internal sealed class AuditTally(Store store, TimeProvider clock)
{
    private readonly ConcurrentDictionary<Tallied, long> _counts = new();

    /// <summary>Counts one; who is nobody's key has no log.</summary>
    public void Count(Caller? caller, string act)
    {
        if (caller is not null) Count(caller.OrganisationId, caller.KeyId, act);
    }

    public void Count(Guid organisation, Guid key, string act)
    {
        if (organisation == Guid.Empty || key == Guid.Empty) return;

        var now = clock.GetUtcNow();
        _counts.AddOrUpdate(new Tallied(organisation, key, act, now.AddTicks(-(now.Ticks % TimeSpan.TicksPerMinute))), 1, (_, count) => count + 1);
    }

    /// <summary>Writes the minutes that are over, or all; what cannot be written is kept for the next time.</summary>
    public async Task WriteAsync(bool all, CancellationToken cancellation)
    {
        // A request that began in the last moment of a minute may still be on its way here.
        var over = clock.GetUtcNow() - TimeSpan.FromSeconds(62);
        foreach (var organisation in _counts.Keys.Where(tallied => all || tallied.Minute <= over).GroupBy(tallied => tallied.Organisation))
        {
            var taken = new List<(Tallied What, long Count)>();
            foreach (var tallied in organisation.OrderBy(tallied => tallied.Minute)) if (_counts.TryRemove(tallied, out var count)) taken.Add((tallied, count));
            try
            {
                await store.WriteAsync(Scope.Of(organisation.Key), [.. taken.Select(one => AuditLog.RecordCount(one.What.Key, one.What.Act, one.Count, one.What.Minute))], cancellation);
            }
            catch
            {
                foreach (var (what, count) in taken) _counts.AddOrUpdate(what, count, (_, more) => more + count);
                throw;
            }
        }
    }

    private readonly record struct Tallied(Guid Organisation, Guid Key, string Act, DateTimeOffset Minute);
}

/// <summary>Writes the tally every few seconds, and the rest of it when the service stops.</summary>
internal sealed partial class TallyWriter(AuditTally tally, ILogger<TallyWriter> logger) : BackgroundService
{
    private static readonly TimeSpan Period = TimeSpan.FromSeconds(5);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Period);
        try
        {
            while (await timer.WaitForNextTickAsync(stoppingToken)) await WriteAsync(all: false, stoppingToken);
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // The service stops, or never came to serve.
        }
    }

    public override async Task StopAsync(CancellationToken cancellationToken)
    {
        await base.StopAsync(cancellationToken);
        await WriteAsync(all: true, cancellationToken);
    }

    private async Task WriteAsync(bool all, CancellationToken cancellation)
    {
        try
        {
            await tally.WriteAsync(all, cancellation);
        }
        catch (Exception failure) when (failure is Npgsql.NpgsqlException or TimeoutException)
        {
            Log.Failed(logger, failure.GetType().Name);
        }
    }

    private static partial class Log
    {
        [LoggerMessage(EventId = 1, Level = LogLevel.Warning, Message = "Counts of refusals and searches could not be written to the audit log, which is tried again: {Kind}")]
        public static partial void Failed(ILogger logger, string kind);
    }
}
