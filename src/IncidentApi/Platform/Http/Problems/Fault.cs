using System.Text.Json.Serialization;

namespace IncidentApi.Platform.Http;

/// <summary>One thing that is wrong with a request, and where.</summary>
/// <param name="Detail">What is wrong, in words.</param>
internal sealed record Fault([property: JsonIgnore] ProblemKind Kind, string Detail)
{
    /// <summary>The kind of this fault; the problem itself bears the kind of its first one.</summary>
    public string Type => Kind.Type;

    /// <summary>Where in the body: a JSON Pointer (RFC 6901).</summary>
    public string? Pointer { get; init; }

    /// <summary>Which query parameter.</summary>
    public string? Parameter { get; init; }

    /// <summary>Which request header.</summary>
    public string? Header { get; init; }

    /// <summary>What stood there, cut after 100 characters.</summary>
    public string? Value { get; init; }

    /// <summary>All values that may stand there.</summary>
    public IReadOnlyList<string>? Allowed { get; init; }

    /// <summary>The allowed values that look most like the one sent.</summary>
    public IReadOnlyList<string>? Near { get; init; }
}

/// <summary>Ends a request with a problem from a place that cannot return one, such as the reading of its body.</summary>
internal sealed class ProblemException(ProblemResult problem) : Exception(problem.Kind.Title)
{
    public ProblemResult Problem { get; } = problem;
}
