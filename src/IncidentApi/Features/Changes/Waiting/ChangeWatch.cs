using IncidentApi.Features.Incidents.Query;
using IncidentApi.Platform.Data;
using Npgsql;

namespace IncidentApi.Features.Changes.Waiting;

/// <summary>
/// Sees for everybody who waits whether a log has moved: one question for all watched logs, a few times in a second and only while somebody waits, and as
/// soon as this instance itself has written. However many wait, it takes one connection for a moment.
/// PostgreSQL's own NOTIFY would make all writers commit one after the other.
/// </summary>
internal sealed partial class ChangeWatch(
    Store store, PublicStore publicStore, AwaitedWrites written, TimeProvider clock, IHostApplicationLifetime lifetime, ILogger<ChangeWatch> logger)
{
    private const int MostAtOnce = 200;
    private static readonly TimeSpan Period = TimeSpan.FromMilliseconds(250);
    private static readonly (TimeSpan Shortest, TimeSpan Longest) Rest = (TimeSpan.FromMilliseconds(10), TimeSpan.FromMilliseconds(200));
    private static readonly TimeSpan AfterFailure = TimeSpan.FromSeconds(1);

    private readonly Lock _lock = new();
    private readonly Dictionary<(string, string), Watched> _watched = [];
    private bool _watching;

    /// <summary>Waits until the log behind a door has an entry behind this position, or so long; whether it has.</summary>
    public async Task<bool> WaitAsync(Door door, long after, TimeSpan atMost, CancellationToken cancellation)
    {
        using var ending = CancellationTokenSource.CreateLinkedTokenSource(cancellation, lifetime.ApplicationStopping);
        using var over = new CancellationTokenSource(atMost, clock);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(ending.Token, over.Token);
        var watched = Enter(door);
        try
        {
            while (watched.MovedBeyond(after) is { } moving) await moving.WaitAsync(either.Token);
            return true;
        }
        catch (OperationCanceledException) when (!cancellation.IsCancellationRequested)
        {
            return false;
        }
        finally
        {
            Leave(door, watched);
        }
    }

    private Watched Enter(Door door)
    {
        lock (_lock)
        {
            if (!_watched.TryGetValue((door.Name, door.Reader), out var watched)) _watched[(door.Name, door.Reader)] = watched = new Watched(door);
            watched.Watchers++;
            if (!_watching)
            {
                _watching = true;

                // It goes on for those who come later, and is no part of this request.
                using (ExecutionContext.SuppressFlow()) _ = Task.Run(WatchAsync, CancellationToken.None);
            }

            return watched;
        }
    }

    private void Leave(Door door, Watched watched)
    {
        lock (_lock)
        {
            if (--watched.Watchers == 0) _watched.Remove((door.Name, door.Reader));
        }
    }

    private async Task WatchAsync()
    {
        while (!lifetime.ApplicationStopping.IsCancellationRequested)
        {
            List<Watched> all;
            lock (_lock)
            {
                all = [.. _watched.Values];
                if (all.Count == 0)
                {
                    _watching = false;
                    return;
                }
            }

            var (woken, began) = (written.Next, clock.GetTimestamp());
            try
            {
                foreach (var some in all.Where(watched => !watched.Door.IsPublic).Chunk(MostAtOnce)) await AskAsync(store, some);
                foreach (var one in all.Where(watched => watched.Door.IsPublic)) await AskAsync(publicStore, [one]);
            }
            catch (Exception failure) when (failure is NpgsqlException or TimeoutException or InvalidOperationException or ObjectDisposedException)
            {
                // Those who wait go on waiting: it may come back before they tire.
                Log.Failed(logger, failure.GetType().Name);
                await Task.Delay(AfterFailure, clock, CancellationToken.None);
            }

            // However much is written, it rests three times as long as it asked; but one question that hung delays nobody for long.
            var rest = Math.Clamp(clock.GetElapsedTime(began).Ticks * 3, Rest.Shortest.Ticks, Rest.Longest.Ticks);
            await Task.Delay(TimeSpan.FromTicks(rest), clock, CancellationToken.None);
            await Task.WhenAny(woken, Task.Delay(Period, clock, CancellationToken.None));
        }
    }

    /// <summary>Each question speaks for the reader of its log.</summary>
    private static Task AskAsync(Store store, IReadOnlyList<Watched> some) => store.ReadAllAsync(Scope.Nobody,
        [.. some.SelectMany(watched => new (Sql, Func<NpgsqlDataReader, Task>)[]
        {
            (watched.Door.Scope.Statement, _ => Task.CompletedTask),
            (ChangeLogs.End(watched.Door), async rows => watched.StandsAt(await rows.ReadAsync() ? rows.GetInt64(0) : 0)),
        })], CancellationToken.None);

    private sealed class Watched(Door door)
    {
        private readonly Lock _lock = new();
        private TaskCompletionSource _moving = New();
        private long _end = -1;

        public Door Door => door;

        public int Watchers { get; set; }

        /// <summary>Null when the log stands behind this position; else what ends when it moves.</summary>
        public Task? MovedBeyond(long position)
        {
            lock (_lock) return _end > position ? null : _moving.Task;
        }

        public void StandsAt(long end)
        {
            TaskCompletionSource moved;
            lock (_lock)
            {
                if (end == _end) return;

                _end = end;
                (moved, _moving) = (_moving, New());
            }

            moved.SetResult();
        }

        private static TaskCompletionSource New() => new(TaskCreationOptions.RunContinuationsAsynchronously);
    }

    private static partial class Log
    {
        [LoggerMessage(EventId = 1, Level = LogLevel.Warning, Message = "Whether change logs have moved could not be seen, which is tried again: {Kind}")]
        public static partial void Failed(ILogger logger, string kind);
    }
}
