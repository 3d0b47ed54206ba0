using System.Globalization;
using IncidentApi.Features.Incidents.Query;

namespace IncidentApi.Features.Incidents.Map;

/// <summary>The addresses of the lists behind a map: the same questions, and the place.</summary>
internal sealed class MapLinks(IQueryCollection asked)
{
    /// <summary>The incidents of a cluster: all points in its box, for no other square reaches into it.</summary>
    public string To(IReadOnlyList<double> box) =>
        With(new("bbox", string.Join(',', box.Select(degrees => degrees.ToString("R", CultureInfo.InvariantCulture)))), new("placed", PlacedAttribute.Point));

    /// <summary>The incidents that are counted for a region or a country as a whole.</summary>
    public string To(string area) => With(new KeyValuePair<string, string?>("placed", area));

    private string With(params KeyValuePair<string, string?>[] place) => "/v1/incidents" + QueryString.Create(
        asked.Where(part => part.Key != "zoom" && place.All(other => other.Key != part.Key))
            .Select(part => new KeyValuePair<string, string?>(part.Key, part.Value.ToString())).Concat(place));
}
