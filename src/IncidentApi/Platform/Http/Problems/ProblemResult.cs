using System.Globalization;
using System.Text.Json;

namespace IncidentApi.Platform.Http;

/// <summary>An error as RFC 9457 has it, with one entry for each fault and the trace id to quote to whoever runs the server.</summary>
internal sealed class ProblemResult(ProblemKind kind, string? detail, IReadOnlyList<Fault> faults) : IResult
{
    public const string MediaType = "application/problem+json";

    public ProblemKind Kind => kind;

    /// <summary>Members beside the standard ones, such as the id of the record in the way.</summary>
    public IReadOnlyDictionary<string, object>? More { get; init; }

    /// <summary>When to try again, where that is to be said.</summary>
    public TimeSpan RetryAfter { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>The scope that is missing, where one is.</summary>
    public string? Scope { get; init; }

    /// <summary>The problem of several faults: unreadable outranks unruly, and the first of its rank names the kind.</summary>
    public static ProblemResult Of(IReadOnlyList<Fault> faults)
    {
        var first = faults.MinBy(fault => fault.Kind.Status)!;
        return new ProblemResult(first.Kind, faults.Count == 1 ? first.Detail : $"{first.Detail} ({faults.Count} faults in all.)", faults);
    }

    public async Task ExecuteAsync(HttpContext httpContext)
    {
        httpContext.Response.StatusCode = kind.Status;
        httpContext.Response.ContentType = MediaType;
        httpContext.Response.Headers.CacheControl = "no-store";
        switch (kind.Status)
        {
            case StatusCodes.Status401Unauthorized or StatusCodes.Status403Forbidden when Challenge(httpContext.Request) is { } challenge:
                httpContext.Response.Headers.WWWAuthenticate = challenge;
                break;
            case StatusCodes.Status415UnsupportedMediaType when HttpMethods.IsPatch(httpContext.Request.Method):
                httpContext.Response.Headers["Accept-Patch"] = MergePatch.MediaType;
                break;
            case StatusCodes.Status429TooManyRequests or StatusCodes.Status503ServiceUnavailable:
                httpContext.Response.Headers.RetryAfter = Math.Max(1, Math.Ceiling(RetryAfter.TotalSeconds)).ToString(CultureInfo.InvariantCulture);
                break;
            default: break;
        }

        await JsonSerializer.SerializeAsync(httpContext.Response.Body, ToBody(httpContext), Json.Answers, httpContext.RequestAborted);
    }

    /// <summary>What is wrong with what was shown, in the words of RFC 6750 §3: none where nothing was shown.</summary>
    private string? Challenge(HttpRequest request) => kind switch
    {
        { Status: StatusCodes.Status401Unauthorized } => request.Headers.Authorization.Count == 0 ? "Bearer" : "Bearer error=\"invalid_token\"",
        _ when kind == Problems.UnmappedToken || kind == Problems.MissingScope => Scope is null ? "Bearer error=\"insufficient_scope\"" : $"Bearer error=\"insufficient_scope\", scope=\"{Scope}\"",
        _ => null,
    };

    public ProblemBody ToBody(HttpContext http) => ToBody(http.TraceId());

    public ProblemBody ToBody(string traceId) => new(kind.Type, kind.Title, kind.Status, detail, traceId, faults.Count == 0 ? null : faults)
    {
        More = More?.ToDictionary(),
    };
}

/// <summary>What went wrong, in words for people and a type for programs (RFC 9457).</summary>
/// <param name="Type">Stable for each kind of problem: switch on it.</param>
/// <param name="Title">The kind of problem in one sentence.</param>
/// <param name="Status">The HTTP status.</param>
/// <param name="Detail">What is particular about this one.</param>
/// <param name="TraceId">Names this request in the server's log, as the header Trace-Id does.</param>
/// <param name="Errors">Every fault of the request, with its place.</param>
[SchemaName("Problem")]
internal sealed record ProblemBody(string Type, string Title, int Status, string? Detail, string? TraceId, IReadOnlyList<Fault>? Errors)
{
    [System.Text.Json.Serialization.JsonExtensionData]
    public Dictionary<string, object>? More { get; init; }
}
