namespace IncidentApi.Platform.Freshness;

/// <summary>
/// One question for everybody who asks it at the same time, who all get an answer that was sought after they came: an older one might
/// not know yet of what was hidden a moment ago. However many ask, one question is on its way, and one more waits for it.
/// </summary>
internal sealed class AfterArrival<T>(Func<Task<T>> ask)
{
    private readonly Lock _lock = new();
    private TaskCompletionSource<T>? _next;
    private bool _asking;

    /// <summary>Whoever leaves ends nothing for the others.</summary>
    public Task<T> AskAsync(CancellationToken cancellation)
    {
        TaskCompletionSource<T> mine;
        lock (_lock)
        {
            mine = _next ??= new(TaskCreationOptions.RunContinuationsAsynchronously);
            if (_asking) return mine.Task.WaitAsync(cancellation);

            _asking = true;
        }

        // It goes on for those who come meanwhile, and is no part of this request.
        using (ExecutionContext.SuppressFlow()) _ = Task.Run(AskForAllAsync, CancellationToken.None);
        return mine.Task.WaitAsync(cancellation);
    }

    private async Task AskForAllAsync()
    {
        while (TakeNext() is { } waiting)
        {
            try
            {
                waiting.SetResult(await ask());
            }
            catch (Exception failure)
            {
                waiting.SetException(failure);

                // Those who waited may all have left.
                _ = waiting.Task.Exception;
            }
        }
    }

    private TaskCompletionSource<T>? TakeNext()
    {
        lock (_lock)
        {
            var next = _next;
            _next = null;
            _asking = next is not null;
            return next;
        }
    }
}
