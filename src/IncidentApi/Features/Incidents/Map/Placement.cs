using IncidentApi.Features.Incidents.Body;

namespace IncidentApi.Features.Incidents.Map;

/// <summary>
/// How finely a map can place a record, in one word: <c>exact</c> or <c>locality</c> for a point of its own; else the code of the region
/// or the country that is all that is known, or shown; nothing where not even that is. Coordinates by themselves do not make a point:
/// what is shown at the centre of its region has some too.
/// </summary>
internal static class Placement
{
    public const string Exact = "exact";
    public const string Locality = "locality";

    /// <summary>The words for a point.</summary>
    public static readonly string[] Points = [Exact, Locality];

    public static string? Of(Location? place) => place switch
    {
        null => null,
        { Precision: Exact or Locality, Latitude: not null, Longitude: not null } => place.Precision,
        { Precision: not "country", Region: { } region } => region,
        _ => place.Country,
    };

    /// <summary>The precision that a word stands for; <c>none</c> for no word.</summary>
    public static string PrecisionOf(string? placed) => placed switch
    {
        null => "none",
        Exact or Locality => placed,
        _ => placed.Contains('-', StringComparison.Ordinal) ? "region" : "country",
    };
}
