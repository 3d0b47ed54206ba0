using System.Diagnostics;

namespace IncidentApi.Platform.Http;

/// <summary>
/// The name of a request: its trace id (W3C Trace Context), the client's own where it sends a sound <c>traceparent</c>. It stands in every answer,
/// in every problem and in the log, so that somebody can be told of a request without being told what was in it.
/// </summary>
internal static class Tracing
{
    public const string Header = "Trace-Id";

    public static string TraceId(this HttpContext http) => Activity.Current?.TraceId.ToHexString() ?? http.TraceIdentifier;
}
