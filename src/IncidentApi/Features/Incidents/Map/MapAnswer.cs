using System.ComponentModel.DataAnnotations;
using System.Text.Json.Serialization;
using IncidentApi.Features.Incidents.Body;
using IncidentApi.Features.Incidents.Query;
using IncidentApi.Features.Vocabularies;
using IncidentApi.Platform.Http;

namespace IncidentApi.Features.Incidents.Map;

/// <summary>
/// Incidents on a map, as GeoJSON (RFC 7946). What has a point is a point, or part of a cluster; what is known, or shown, no more finely
/// than a region or a country is one feature for each of them, without a geometry: a marker on its centre would point at somebody's town.
/// </summary>
/// <param name="Type">FeatureCollection.</param>
/// <param name="Features">Points and clusters from north to south, then countries and regions. The counts add up to <c>count</c>, less <c>counts.none</c>.</param>
/// <param name="Scope">Whose incidents: own, shared or public.</param>
/// <param name="Zoom">The zoom whose grid put the points together: the one that was asked for, or a lower one, where more than 2,000 points and clusters might come of it.</param>
/// <param name="Count">How many incidents the filter finds: what the list counts exactly.</param>
/// <param name="Counts">The same by how finely they are placed.</param>
/// <param name="LeftOut">With <c>bbox</c> or <c>near</c>: how many more match everything else, and are left out because they have no point that could be compared.</param>
internal sealed record MapAnswer(
    [property: OneOf("FeatureCollection")] string Type, IReadOnlyList<MapFeature> Features,
    [property: IncidentScope] string Scope, int Zoom, long Count, PlacedCounts Counts, AreaCounts? LeftOut)
{
    /// <summary>What may be amiss with the question, where nothing lies in <c>bbox</c> and something does in the box that has its longitudes and latitudes exchanged.</summary>
    public string? Hint { get; init; }
}

/// <summary>How many incidents are placed how finely.</summary>
/// <param name="Exact">At a point of their own, within about 100 m.</param>
/// <param name="Locality">At a point that stands for a whole town or village.</param>
/// <param name="Region">In a region as a whole.</param>
/// <param name="Country">In a country as a whole.</param>
/// <param name="None">Nowhere: the place is hidden.</param>
internal sealed record PlacedCounts(long Exact, long Locality, long Region, long Country, long None);

/// <summary>How many incidents have no point.</summary>
/// <param name="Region">In a region as a whole.</param>
/// <param name="Country">In a country as a whole.</param>
/// <param name="None">Nowhere: the place is hidden.</param>
internal sealed record AreaCounts(long Region, long Country, long None);

/// <summary>One incident, several that lie close together, or all of a region or a country whose place is not known more finely.</summary>
/// <param name="Type">Feature.</param>
/// <param name="Id">The incident's id, where it is one with a point.</param>
/// <param name="Geometry">The place; of several incidents the mean of their points; null for a region or a country.</param>
/// <param name="Properties">What is there.</param>
internal sealed record MapFeature(
    [property: OneOf("Feature")] string Type, Guid? Id, [property: JsonIgnore(Condition = JsonIgnoreCondition.Never)] MapPoint? Geometry, MapProperties Properties);

/// <summary>A position.</summary>
/// <param name="Type">Point.</param>
/// <param name="Coordinates">Longitude and latitude in degrees (WGS 84), in this order.</param>
internal sealed record MapPoint([property: OneOf("Point")] string Type, IReadOnlyList<double> Coordinates);

/// <summary>What stands at a place of the map.</summary>
internal sealed record MapProperties
{
    /// <summary>How many incidents.</summary>
    public long Count { get; init; }

    /// <summary>How finely the place is known, or shown; of several the coarsest.</summary>
    [Required, Code("location.precision")] public string? Precision { get; init; }

    /// <summary>The code of the region or the country, where there is no point.</summary>
    public string? Place { get; init; }

    /// <summary>Longitude and latitude of the middle of the region, for a label and for nothing else; absent where we know none.</summary>
    public IReadOnlyList<double>? Centre { get; init; }

    /// <summary>West, south, east and north of the members of a cluster.</summary>
    public IReadOnlyList<double>? Bbox { get; init; }

    /// <summary>The list of exactly these incidents, where they are several or have no point.</summary>
    public string? Incidents { get; init; }

    /// <summary>The id of the one incident.</summary>
    public Guid? Incident { get; init; }

    /// <summary>Its short name.</summary>
    public string? Reference { get; init; }

    /// <summary>Event, pattern or measure.</summary>
    [Code("incident.kind")] public string? Kind { get; init; }

    /// <summary>One line that names it.</summary>
    public string? Title { get; init; }

    /// <summary>The language of the title.</summary>
    public string? Language { get; init; }

    /// <summary>Where it stands in its workflow.</summary>
    [Code("incident.status")] public string? Status { get; init; }

    /// <summary>How far it is verified.</summary>
    [Code("incident.verification")] public string? Verification { get; init; }

    /// <summary>When it happened.</summary>
    public Occurrence? Occurred { get; init; }

    /// <summary>The types of its acts, each once.</summary>
    [Code("violations.type")] public IReadOnlyList<string>? ViolationTypes { get; init; }

    public MapProperties Showing(IncidentBrief brief) => this with
    {
        Incident = brief.Id,
        Reference = brief.Reference,
        Kind = brief.Kind,
        Title = brief.Title,
        Language = brief.Language,
        Status = brief.Status,
        Verification = brief.Verification,
        Occurred = brief.Occurred,
        ViolationTypes = brief.ViolationTypes,
    };
}
