namespace IncidentApi.Features.Webhooks.Delivery;

/// <summary>Wakes a loop of this instance. It is a hint: who waits for it also looks by himself now and then.</summary>
internal class Bell
{
    private TaskCompletionSource _next = New();

    /// <summary>Ends when it rings from now on: take it before you look.</summary>
    public Task Next => Volatile.Read(ref _next).Task;

    public void Ring() => Interlocked.Exchange(ref _next, New()).SetResult();

    private static TaskCompletionSource New() => new(TaskCreationOptions.RunContinuationsAsynchronously);
}

/// <summary>Rings when there may be something to send.</summary>
internal sealed class DeliveryBell : Bell;
