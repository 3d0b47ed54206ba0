namespace IncidentApi.Features.Webhooks.Delivery;

/// <summary>Does something again and again until the service stops; a failure costs one round.</summary>
internal static class Rounds
{
    /// <param name="round">Answers whether there is more to do at once.</param>
    public static async Task RunAsync(TimeSpan period, Func<CancellationToken, Task<bool>> round, Action<string> failed, CancellationToken stopping)
    {
        while (!stopping.IsCancellationRequested)
        {
            var again = false;
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
            }

            if (!again) await Task.Delay(period, stopping).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }
}
