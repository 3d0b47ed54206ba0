using System.ComponentModel.DataAnnotations;
using FluentValidation;
using IncidentApi.Features.Vocabularies;
using IncidentApi.Platform.Http;

namespace IncidentApi.Features.Incidents.Body;

/// <summary>Where it happened, as precisely as it is known, and how precisely others may learn it.</summary>
internal sealed record Location
{
    /// <summary>ISO 3166-1 alpha-2.</summary>
    /// <example>KG</example>
    [Required, Code("countries")] public string? Country { get; init; }

    /// <summary>ISO 3166-2, of the same country.</summary>
    /// <example>KG-GB</example>
    [Region] public string? Region { get; init; }

    /// <summary>Town, village or quarter.</summary>
    /// <example>Bishkek</example>
    [MaxLength(200)] public string? Locality { get; init; }

    /// <summary>What kind of place it was.</summary>
    [Code("location.setting")] public string? Setting { get; init; }

    /// <summary>WGS 84, degrees north.</summary>
    [Range(-90.0, 90.0)] public double? Latitude { get; init; }

    /// <summary>WGS 84, degrees east.</summary>
    [Range(-180.0, 180.0)] public double? Longitude { get; init; }

    /// <summary>How finely the place is known.</summary>
    [Code("location.precision")] public string? Precision { get; init; }

    /// <summary>The finest step that anybody outside the organisation may see.</summary>
    [Code("location.disclosure")] public string? Disclosure { get; init; }

    /// <summary>How the place is known.</summary>
    [MaxLength(500)] public string? Note { get; init; }
}

internal sealed class LocationRules : MemberRules<Location>
{
    public LocationRules() => RuleFor(place => place).Custom((place, context) =>
    {
        if (place is { Country: not null, Region: not null } && !place.Region.StartsWith(place.Country + "-", StringComparison.Ordinal))
        {
            context.Refuse(Problems.Contradiction, $"{place.Region} is not a region of {place.Country}.", "region", value: place.Region);
        }

        if (place.Latitude is null != place.Longitude is null)
        {
            context.Refuse(Problems.CoordinatesIncomplete, "Send both latitude and longitude.", place.Latitude is null ? "latitude" : "longitude");
        }

        if (place is { Precision: null, Latitude: not null } or { Precision: null, Longitude: not null })
        {
            context.Refuse(Problems.CoordinatesIncomplete, "Say in precision how far the coordinates can be trusted.", "precision");
        }

        var missing = place.Precision switch
        {
            "exact" when place.Latitude is null => "coordinates",
            "locality" when place.Locality is null && place.Latitude is null => "a locality",
            "region" when place.Region is null && place.Locality is null && place.Latitude is null => "a region",
            _ => null,
        };
        if (missing is not null) context.Refuse(Problems.TooPrecise, $"The precision {place.Precision} needs {missing}.", "precision", value: place.Precision);
    });
}
