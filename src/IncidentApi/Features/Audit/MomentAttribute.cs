using System.Globalization;
using IncidentApi.Platform.Http;

namespace IncidentApi.Features.Audit;

/// <summary>An instant with its offset (RFC 3339).</summary>
internal sealed class MomentAttribute : TextFormAttribute
{
    public override string Expected => "an instant like 2026-05-03T10:00:00Z (RFC 3339)";

    public override (ProblemKind Kind, string Detail)? FaultOf(string text) => Read(text) is null ? (Problems.InvalidFormat, $"This takes {Expected}.") : null;

    // A plus sign in a query string that nobody escaped arrives as a space.
    public static DateTimeOffset? Read(string? text) => text is [_, _, _, _, '-', _, _, '-', _, _, 'T' or 't', ..]
        && DateTimeOffset.TryParse(text.Replace(' ', '+'), CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var instant) ? instant.ToUniversalTime() : null;
}

/// <summary>The size of a tree.</summary>
internal sealed class TreeSizeAttribute : TextFormAttribute
{
    public override string Expected => "the size of a tree: the second line of a checkpoint";

    public override string Pattern => "^[1-9][0-9]{0,17}$";

    public override (ProblemKind Kind, string Detail)? FaultOf(string text) => Read(text) is null ? (Problems.InvalidFormat, $"This takes {Expected}.") : null;

    public static long? Read(string? text) => long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var size) && size > 0 ? size : null;
}
