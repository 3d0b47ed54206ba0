using IncidentApi.Platform.Http;

namespace IncidentApi.Features.Vocabularies.Gazetteer;

/// <summary>A region or a town as the API shows it.</summary>
/// <param name="Code">An ISO 3166-2 code for a region; a code of our own for a town.</param>
/// <param name="Kind">region or town.</param>
/// <param name="Type">What it is called where it lies: oblast, city, capital and the like.</param>
/// <param name="Country">ISO 3166-1 alpha-2.</param>
/// <param name="Region">ISO 3166-2: where a town lies; a region's own code.</param>
/// <param name="Labels">Its name in every language that we know, by language tag.</param>
/// <param name="AlternativeNames">Other names and spellings under which people look for it.</param>
/// <param name="Latitude">WGS 84, degrees north, of the point that stands for the whole.</param>
/// <param name="Longitude">WGS 84, degrees east, of the point that stands for the whole.</param>
[SchemaName("Place")]
internal sealed record ListedPlace(
    string Code, [property: OneOf("region", "town", Called = "PlaceKind", Note = "A region of a country, or a town.")] string Kind, string Type, string Country, string Region, IReadOnlyDictionary<string, string> Labels,
    IReadOnlyList<string> AlternativeNames, double Latitude, double Longitude)
{
    public static ListedPlace Of(NamedPlace place) => new(place.Term.Code, place.Kind, place.Term.Text("type")!, place.Country,
        place.Region, place.Term.Labels.ByLanguage, place.Term.AlternativeNames, place.Latitude, place.Longitude);
}
