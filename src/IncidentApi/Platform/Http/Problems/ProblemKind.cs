namespace IncidentApi.Platform.Http;

/// <param name="Code">Stable, lower-case, with hyphens: clients switch on it.</param>
/// <param name="Title">The same sentence every time; what is particular goes into the detail.</param>
/// <param name="Means">What has happened, for somebody who did not expect it.</param>
/// <param name="ToDo">What to do about it, the likeliest first.</param>
/// <param name="Sample">A problem of this kind as the API answers it.</param>
internal sealed record ProblemKind(string Code, int Status, string Title, string Means, string ToDo, Func<ProblemKind, ProblemResult> Sample)
{
    /// <summary>Relative, so that it leads to the page of the server that answered (RFC 9457 §3.1.1).</summary>
    public string Type => $"{Root}/{Code}";

    public const string Root = "/problems";

    // The example of the W3C's Trace Context.
    private const string SampleTraceId = "4bf92f3577b34da6a3ce929d0e0e4736";

    /// <summary>The sample as it stands in an answer.</summary>
    public ProblemBody Shown => Sample(this).ToBody(SampleTraceId);

    public ProblemResult With(string? detail = null, params IReadOnlyList<Fault> faults) => new(this, detail, faults);

    public ProblemResult With(string detail, TimeSpan retryAfter) => new(this, detail, []) { RetryAfter = retryAfter };

    public Fault At(string pointer, string detail, string? value = null, IReadOnlyList<string>? allowed = null, IReadOnlyList<string>? near = null) =>
        new(this, detail) { Pointer = pointer, Value = Shortened(value), Allowed = allowed, Near = near is { Count: > 0 } ? near : null };

    public Fault AtParameter(string parameter, string detail, string? value = null, IReadOnlyList<string>? allowed = null, IReadOnlyList<string>? near = null) =>
        new(this, detail) { Parameter = parameter, Value = Shortened(value), Allowed = allowed, Near = near is { Count: > 0 } ? near : null };

    public Fault AtHeader(string header, string detail) => new(this, detail) { Header = header };

    private static string? Shortened(string? value) => value is { Length: > 100 } ? value[..100] + "…" : value;
}
