using System.Diagnostics;

namespace IncidentApi.Platform.Logs;

/// <summary>
/// Keeps the words of exceptions out of traces, whoever records them: PostgreSQL's quote what was sent to it. The framework asks listeners
/// what to write before it writes the message itself; this one listens to everything and samples nothing.
/// </summary>
internal static class DiscreetTraces
{
    private static readonly Lazy<ActivityListener> Listener = new(() =>
    {
        var listener = new ActivityListener { ShouldListenTo = _ => true, ExceptionRecorder = Record };
        ActivitySource.AddActivityListener(listener);
        return listener;
    });

    /// <summary>Once for the process, however many services it runs.</summary>
    public static void Install() => _ = Listener.Value;

    private static void Record(Activity activity, Exception exception, ref TagList tags)
    {
        tags.Add("exception.message", "");
        tags.Add("exception.stacktrace", ExceptionKinds.Of(exception));
    }
}
