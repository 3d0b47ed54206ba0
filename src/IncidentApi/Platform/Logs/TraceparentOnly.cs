using System.Diagnostics;

namespace IncidentApi.Platform.Logs;

/// <summary>
/// Takes over a trace that a client began, if it names it as the standard says (W3C Trace Context), and nothing else that comes with it:
/// baggage and tracestate are free text from outside, which would stand in every trace.
/// </summary>
internal sealed class TraceparentOnly : DistributedContextPropagator
{
    private const string Field = "traceparent";

    public override IReadOnlyCollection<string> Fields { get; } = [Field];

    public override void ExtractTraceIdAndState(object? carrier, PropagatorGetterCallback? getter, out string? traceId, out string? traceState)
    {
        traceState = null;
        traceId = null;
        getter?.Invoke(carrier, Field, out traceId, out _);
        if (traceId is not null && !ActivityContext.TryParse(traceId, null, out _)) traceId = null;
    }

    public override IEnumerable<KeyValuePair<string, string?>>? ExtractBaggage(object? carrier, PropagatorGetterCallback? getter) => null;

    public override void Inject(Activity? activity, object? carrier, PropagatorSetterCallback? setter)
    {
        if (activity?.Id is { } id) setter?.Invoke(carrier, Field, id);
    }
}
