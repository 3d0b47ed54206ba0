namespace IncidentApi.Platform.Data;

/// <summary>Wakes those of this instance who wait for something. It is a hint: who waits also looks by himself now and then, so one that is missed costs only time.</summary>
internal class Bell
{
    private TaskCompletionSource _next = New();

    /// <summary>Ends when it rings from now on: take it before you look.</summary>
    public Task Next => Volatile.Read(ref _next).Task;

    public void Ring() => Interlocked.Exchange(ref _next, New()).SetResult();

    private static TaskCompletionSource New() => new(TaskCreationOptions.RunContinuationsAsynchronously);
}

/// <summary>Rings once a write that says so (<see cref="Sql.Awaited"/>) is committed here. It says nothing of what was written, nor of other instances.</summary>
internal sealed class AwaitedWrites : Bell;
