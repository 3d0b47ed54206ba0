using System.Text.Json;
using IncidentApi.Features.Vocabularies.Gazetteer;
using IncidentApi.Platform.Http;
using Npgsql;

namespace IncidentApi.Features.Incidents.Map;

/// <summary>One group that PostgreSQL put together: a point, a cluster, a region, a country, or what is placed nowhere.</summary>
/// <param name="Inside">Whether the box and the circle hold it; what they do not hold is here because it has no point.</param>
/// <param name="Area">The region or the country; null for points, and for what is placed nowhere.</param>
/// <param name="Level">The level of the grid: the zoom, and how often a tile was halved.</param>
/// <param name="Towns">How many of its points stand for a whole town or village.</param>
/// <param name="Brief">Of one incident with a point, its brief form.</param>
internal sealed record MapRow(long Count, bool Inside, string? Area, bool IsPoint, int Level, MapSquare? Square, long Towns, IncidentBrief? Brief)
{
    public string Precision => IsPoint ? (Towns > 0 ? Placement.Locality : Placement.Exact) : Placement.PrecisionOf(Area);

    public static MapRow Read(NpgsqlDataReader row)
    {
        var point = row.GetBoolean(3);
        return new MapRow(row.GetInt64(0), row.GetBoolean(1), row.IsDBNull(2) ? null : row.GetString(2), point, row.GetInt32(4), point ? MapSquare.Read(row) : null,
            row.GetInt64(5), row.IsDBNull(12) ? null : JsonSerializer.Deserialize<IncidentBrief>(row.GetFieldValue<byte[]>(12), Json.Answers));
    }
}

/// <summary>Where the members of a group lie.</summary>
internal sealed record MapSquare(double Longitude, double Latitude, double West, double South, double East, double North)
{
    // RFC 7946 §11.2: six decimals are 10 centimetres.
    private const int Decimals = 6;

    /// <summary>The mean, and never a hair outside of what it is the mean of.</summary>
    public IReadOnlyList<double> Middle =>
        [Math.Clamp(Math.Round(Longitude, Decimals), West, East), Math.Clamp(Math.Round(Latitude, Decimals), South, North)];

    public IReadOnlyList<double> Box => [West, South, East, North];

    public static MapSquare Read(NpgsqlDataReader row) =>
        new(row.GetDouble(6), row.GetDouble(7), row.GetDouble(8), row.GetDouble(9), row.GetDouble(10), row.GetDouble(11));
}

/// <summary>Draws the groups: pure, so that the same groups make the same map.</summary>
internal static class MapDrawing
{
    public static MapAnswer Of(IReadOnlyList<MapRow> rows, string scope, int zoom, bool bounded, MapLinks links)
    {
        var (inside, outside) = (rows.Where(row => row.Inside).ToList(), rows.Where(row => !row.Inside).ToList());
        var points = inside.Where(row => row.IsPoint).ToList();
        return new MapAnswer(
            "FeatureCollection",
            [.. inside.Where(row => row.IsPoint || row.Area is not null).Select(row => Feature(row, links))],
            scope,
            rows.Count > 0 ? rows[0].Level - MapGrid.Halvings : zoom,
            inside.Sum(row => row.Count),
            new PlacedCounts(points.Sum(row => row.Count - row.Towns), points.Sum(row => row.Towns), Sum(inside, "region"), Sum(inside, "country"), Sum(inside, "none")),
            bounded ? new AreaCounts(Sum(outside, "region"), Sum(outside, "country"), Sum(outside, "none")) : null);
    }

    private static MapFeature Feature(MapRow row, MapLinks links)
    {
        var properties = new MapProperties { Count = row.Count, Precision = row.Precision };
        if (row.Square is not { } square)
        {
            return new("Feature", null, null, properties with { Place = row.Area, Centre = CentreOf(row.Area!), Incidents = links.To(row.Area!) });
        }

        var point = new MapPoint("Point", square.Middle);
        return row.Brief is { } brief
            ? new("Feature", brief.Id, point, properties.Showing(brief))
            : new("Feature", null, point, properties with { Bbox = square.Box, Incidents = links.To(square.Box) });
    }

    private static long Sum(List<MapRow> rows, string precision) => rows.Where(row => row.Precision == precision).Sum(row => row.Count);

    private static double[]? CentreOf(string area) => Places.At(area) is { } known ? [known.Longitude, known.Latitude] : null;
}
