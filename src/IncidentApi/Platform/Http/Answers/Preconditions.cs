using System.Globalization;

namespace IncidentApi.Platform.Http;

/// <summary>A record's version on the wire: a strong ETag out, If-Match and If-None-Match back in (RFC 9110 §13.1).</summary>
internal static class Preconditions
{
    public static string ToETag(int version) => string.Create(CultureInfo.InvariantCulture, $"\"{version}\"");

    /// <summary>Whether the reader already holds this version.</summary>
    public static bool Holds(this HttpRequest request, int version) => request.HoldsAny() || request.Holds(ToETag(version));

    /// <summary>Whether the reader already holds this very answer, by weak comparison (RFC 9110 §13.1.2).</summary>
    public static bool Holds(this HttpRequest request, string etag)
    {
        var opaque = etag.StartsWith("W/", StringComparison.Ordinal) ? etag.AsSpan(2) : etag;
        if (request.Headers.IfNoneMatch.Count == 0) return false;

        foreach (var held in request.GetTypedHeaders().IfNoneMatch) if (held.Tag.AsSpan().SequenceEqual(opaque)) return true;
        return false;
    }

    /// <summary>Whether any version that the reader may hold will do for him (<c>If-None-Match: *</c>).</summary>
    public static bool HoldsAny(this HttpRequest request) => request.Headers.IfNoneMatch.Count > 0 && request.GetTypedHeaders().IfNoneMatch.Any(tag => tag.Tag == "*");

    /// <summary>What a change expects: null says nothing, <see cref="Expectation.Any"/> is <c>*</c>.</summary>
    public static Expectation? ReadIfMatch(this HttpRequest request)
    {
        if (request.Headers.IfMatch.Count == 0) return null;

        var tags = request.GetTypedHeaders().IfMatch;
        if (tags.Count == 0) throw Malformed("If-Match", "Send the ETag as you got it, quotes included.");

        // A weak tag never matches here (RFC 9110 §13.1.1).
        return tags.Any(tag => tag.Tag == "*") ? Expectation.Any : new Expectation([.. tags.Where(tag => !tag.IsWeak).Select(tag => tag.Tag.Value!)]);
    }

    /// <summary>Whether a PUT must create (<c>If-None-Match: *</c>).</summary>
    public static bool MustBeNew(this HttpRequest request) => request.Headers.IfNoneMatch == "*";

    /// <summary>The client's name for this very request, so that a repeat is told from another one.</summary>
    public static string? ReadIdempotencyKey(this HttpRequest request)
    {
        var values = request.Headers["Idempotency-Key"];
        if (values.Count == 0) return null;

        var key = values.Count == 1 ? values[0]!.Trim('"') : "";
        return key.Length is > 0 and <= 255 && key.All(c => c is >= ' ' and <= '~') ? key
            : throw Malformed("Idempotency-Key", "Send one key of 1 to 255 printable ASCII characters.");
    }

    /// <summary>Whether the caller wants no document back (<c>Prefer: return=minimal</c>, RFC 7240).</summary>
    public static bool WantsMinimal(this HttpRequest request) => request.Headers["Prefer"]
        .Any(value => value!.Split(',', StringSplitOptions.TrimEntries).Contains("return=minimal", StringComparer.OrdinalIgnoreCase));

    private static ProblemException Malformed(string header, string detail) =>
        new(Problems.InvalidHeader.With(detail, Problems.InvalidHeader.AtHeader(header, detail)));
}

/// <summary>The versions that a change was made for.</summary>
internal sealed record Expectation(IReadOnlyList<string> Tags)
{
    public static readonly Expectation Any = new([]);

    public bool Meets(int version) => ReferenceEquals(this, Any) || Tags.Contains(Preconditions.ToETag(version), StringComparer.Ordinal);
}
