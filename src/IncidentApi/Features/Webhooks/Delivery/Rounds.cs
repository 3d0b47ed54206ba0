using System.Diagnostics;

namespace IncidentApi.Features.Webhooks.Delivery;

/// <summary>Does something again and again until the service stops; a failure costs one round.</summary>
internal static class Rounds
{
    private static readonly TimeSpan Rest = TimeSpan.FromMilliseconds(25);

    /// <param name="period">How long it waits for the next round.</param>
    /// <param name="round">Answers whether there is more to do at once.</param>
    /// <param name="woken">Ends when something may be to do before that time: asked before each round. However often, a round is followed by three times as long a rest.</param>
    /// <param name="failed">Is told what kind of failure there was.</param>
    /// <param name="stopping">Ends it.</param>
    public static async Task RunAsync(TimeSpan period, Func<CancellationToken, Task<bool>> round, Func<Task>? woken, Action<string> failed, CancellationToken stopping)
    {
        while (!stopping.IsCancellationRequested)
        {
            var (again, hasFailed, began, waking) = (false, false, Stopwatch.GetTimestamp(), woken?.Invoke());
            try
            {
                again = await round(stopping);
            }
            catch (OperationCanceledException) when (stopping.IsCancellationRequested)
            {
                return;
            }
            catch (Exception failure) when (failure is not OutOfMemoryException)
            {
                failed(failure.GetType().Name);
                hasFailed = true;
            }

            if (again) continue;
            if (waking is null || hasFailed)
            {
                await Task.Delay(period, stopping).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
                continue;
            }

            var rest = Stopwatch.GetElapsedTime(began) * 3;
            await Task.Delay(rest > Rest ? rest : Rest, stopping).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            await waking.WaitAsync(period, stopping).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }
}
