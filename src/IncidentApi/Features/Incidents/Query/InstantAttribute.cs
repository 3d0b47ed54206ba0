using System.Globalization;
using IncidentApi.Platform.Http;

namespace IncidentApi.Features.Incidents.Query;

/// <summary>An instant with its offset (RFC 3339), or a day, which means its last moment in UTC.</summary>
internal sealed class InstantAttribute : TextFormAttribute
{
    public override string Expected => "an instant like 2026-05-03T10:00:00Z (RFC 3339), or a day";

    public override (ProblemKind Kind, string Detail)? FaultOf(string text) => Read(text) is null ? (Problems.InvalidFormat, $"This takes {Expected}.") : null;

    public static DateTimeOffset? Read(string? text)
    {
        // A plus sign in a query string that nobody escaped arrives as a space.
        if (text is [_, _, _, _, '-', _, _, '-', _, _, 'T' or 't', ..]
            && DateTimeOffset.TryParse(text.Replace(' ', '+'), CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var instant)) return instant.ToUniversalTime();

        return DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day) && day.Year >= 1000
            ? new DateTimeOffset(day, new TimeOnly(23, 59, 59, 999, 999), TimeSpan.Zero)
            : null;
    }
}
