using IncidentApi.Features.Incidents.Body;
using IncidentApi.Features.Incidents.Validation;
using IncidentApi.Features.Vocabularies.Gazetteer;
using IncidentApi.Features.Vocabularies.Names;

namespace IncidentApi.Features.Incidents.Disclosure;

/// <summary>
/// Puts a place at the step to which it may be shown. The point is that of the settlement or the region, looked up by name:
/// never the sender's own, which may be somebody's door.
/// </summary>
internal static class RedactedPlace
{
    // Finest first.
    private static readonly string[] Steps = ["exact", "locality", "region", "country", "hidden"];

    public static Location? Of(Location? own, IEnumerable<string> types, string pointer, Veil veil)
    {
        if (own is null) return null;

        veil.Remove($"{pointer}/note", own.Note, RemovalReason.Internal);
        var step = StepOf(own, types);
        if (step == "exact")
        {
            return new Location
            {
                Country = own.Country,
                Region = own.Region,
                Locality = veil.Text($"{pointer}/locality", own.Locality),
                Setting = own.Setting,
                Latitude = own.Latitude,
                Longitude = own.Longitude,
                Precision = own.Precision,
            };
        }

        veil.Remove($"{pointer}/latitude", own.Latitude, RemovalReason.Place);
        veil.Remove($"{pointer}/longitude", own.Longitude, RemovalReason.Place);
        if (step != "locality") veil.Remove($"{pointer}/locality", own.Locality, RemovalReason.Place);
        if (step is "country" or "hidden")
        {
            veil.Remove($"{pointer}/region", own.Region, RemovalReason.Place);
            veil.Remove($"{pointer}/setting", own.Setting, RemovalReason.Place);
        }

        if (step == "hidden") veil.Remove(pointer, own.Country, RemovalReason.Place);
        return step switch
        {
            "locality" when own.Locality is not null => At(own, "locality", veil.Text($"{pointer}/locality", own.Locality)),
            "locality" or "region" when own.Region is not null => At(own, "region", null),
            "locality" or "region" => new Location { Country = own.Country, Setting = own.Setting, Precision = "country" },
            "country" => new Location { Country = own.Country, Precision = "country" },
            _ => null,
        };
    }

    /// <summary>Whether the step lets others know the settlement.</summary>
    public static bool ShowsLocality(Location? own, IEnumerable<string> types) => own is not null && StepOf(own, types) is "exact" or "locality";

    /// <summary>Whether a place may be shown more finely than another one, or than acts of these types are shown unless somebody says so.</summary>
    public static bool IsFiner(Location place, IEnumerable<string> types, Location? than, IEnumerable<string> typesThen) =>
        Array.IndexOf(Steps, StepOf(place, types)) < Array.IndexOf(Steps, than is null ? IncidentDefaults.DisclosureOf(typesThen) : StepOf(than, typesThen));

    private static string StepOf(Location own, IEnumerable<string> types) => own.Disclosure ?? IncidentDefaults.DisclosureOf(types);

    private static Location At(Location own, string step, string? locality)
    {
        var precision = Array.IndexOf(Steps, own.Precision) > Array.IndexOf(Steps, step) ? own.Precision : step;
        var centre = precision switch { "locality" => Town(own), "region" when own.Region is not null => Places.At(own.Region), _ => null };
        return new Location
        {
            Country = own.Country,
            Region = own.Region,
            Locality = locality,
            Setting = own.Setting,
            Latitude = centre?.Latitude,
            Longitude = centre?.Longitude,
            Precision = precision,
        };
    }

    /// <summary>The settlement that surely is meant: a likely one would put the marker on somebody else's town.</summary>
    private static NamedPlace? Town(Location own)
    {
        var name = Spelling.Fold(own.Locality!);
        var towns = Places.All.Where(place => place.Kind == "town" && place.Country == own.Country && (own.Region is null || place.Region == own.Region)
            && place.Term.Names.Any(known => Spelling.Fold(known) == name)).Take(2).ToList();
        return towns is [var town] ? town : null;
    }
}
