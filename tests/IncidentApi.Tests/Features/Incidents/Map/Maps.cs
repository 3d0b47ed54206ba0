using System.Globalization;
using System.Net;
using System.Text.Json.Nodes;
using IncidentApi.Tests.Support;

namespace IncidentApi.Tests.Features.Incidents.Map;

/// <summary>Maps as a client without our types reads them.</summary>
internal static class Maps
{
    public static async Task<JsonObject> MapAsync(this HttpClient client, string query)
    {
        var answer = (await client.ReadAsync($"/v1/incidents/map?{query}")).Expect(HttpStatusCode.OK);
        Assert.Equal("application/geo+json", answer.MediaType);
        Assert.Equal("FeatureCollection", (string)answer.Json["type"]!);
        Assert.All(answer.Json.Features(), feature => Assert.Equal("Feature", (string)feature["type"]!));
        return answer.Json.AsObject();
    }

    public static List<JsonNode> Features(this JsonNode map) => [.. map["features"]!.AsArray().Select(feature => feature!)];

    public static List<JsonNode> Points(this JsonNode map) => [.. map.Features().Where(feature => feature["geometry"] is not null)];

    public static List<JsonNode> Areas(this JsonNode map) => [.. map.Features().Where(feature => feature["geometry"] is null)];

    public static int Count(this JsonNode feature) => (int)feature["properties"]!["count"]!;

    public static string Precision(this JsonNode feature) => (string)feature["properties"]!["precision"]!;

    public static (double Longitude, double Latitude) Position(this JsonNode feature)
    {
        Assert.Equal("Point", (string)feature["geometry"]!["type"]!);
        var coordinates = feature["geometry"]!["coordinates"]!.AsArray();
        Assert.Equal(2, coordinates.Count);
        return ((double)coordinates[0]!, (double)coordinates[1]!);
    }

    public static double[]? Box(this JsonNode feature) => feature["properties"]!["bbox"]?.AsArray().Select(edge => (double)edge!).ToArray();

    /// <summary>The square of 64 pixels of the Mercator map at a zoom in which a position lies, by the textbook.</summary>
    public static (long Column, long Row) SquareOf(double longitude, double latitude, int zoom)
    {
        var squares = Math.Pow(2, zoom) * 4;
        var parallel = Math.Clamp(latitude, -85.0511287798066, 85.0511287798066) * Math.PI / 180;
        var x = (longitude + 180) / 360 * squares;
        var y = (1 - (Math.Log(Math.Tan(parallel) + (1 / Math.Cos(parallel))) / Math.PI)) / 2 * squares;
        return ((long)Math.Clamp(Math.Floor(x), 0, squares - 1), (long)Math.Clamp(Math.Floor(y), 0, squares - 1));
    }

    public static string Text(double degrees) => degrees.ToString("R", CultureInfo.InvariantCulture);
}
