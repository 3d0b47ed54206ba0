namespace IncidentApi.Platform.Data;

/// <summary>
/// Wakes those of this instance who wait for what others write, once a write that says so (<see cref="Sql.Awaited"/>) is committed here. It is a hint and
/// says nothing of what was written, nor of other instances: whoever waits also looks by himself now and then, so one that is missed costs only time.
/// </summary>
internal sealed class AwaitedWrites
{
    private TaskCompletionSource _next = New();

    /// <summary>Ends at the first such commit from now on: take it before you look.</summary>
    public Task Next => Volatile.Read(ref _next).Task;

    public void Committed() => Interlocked.Exchange(ref _next, New()).SetResult();

    private static TaskCompletionSource New() => new(TaskCreationOptions.RunContinuationsAsynchronously);
}
