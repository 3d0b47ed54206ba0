using System.Globalization;
using IncidentApi.Platform.Data;
using IncidentApi.Platform.Http;

namespace IncidentApi.Features.Incidents.Query;

/// <summary>A box between two meridians and two parallels; west of east unless it crosses the antimeridian (RFC 7946 §5.2).</summary>
internal readonly record struct Box(double West, double South, double East, double North)
{
    public Sql ToSql() => West <= East
        ? Sql.Of($"latitude between {South} and {North} and longitude between {West} and {East}")
        : Sql.Of($"latitude between {South} and {North} and (longitude >= {West} or longitude <= {East})");
}

/// <summary>A point on the sphere, in degrees (WGS 84).</summary>
internal readonly record struct Point(double Latitude, double Longitude)
{
    /// <summary>The earth's mean radius in kilometres (IUGG).</summary>
    private const double EarthRadius = 6371.0088;

    /// <summary>A box around a circle.</summary>
    public Box Around(double kilometres)
    {
        var degrees = kilometres / EarthRadius * 180 / Math.PI;
        var (south, north) = (Latitude - degrees, Latitude + degrees);
        if (south <= -90 || north >= 90) return new Box(-180, Math.Max(south, -90), 180, Math.Min(north, 90));

        // The meridians that touch the circle (Bronstein, spherical triangle with a right angle at the point of contact).
        var width = Math.Asin(Math.Min(1, Math.Sin(degrees * Math.PI / 180) / Math.Cos(Latitude * Math.PI / 180))) * 180 / Math.PI;
        return new Box(Wrapped(Longitude - width), south, Wrapped(Longitude + width), north);
    }

    private static double Wrapped(double longitude) => longitude < -180 ? longitude + 360 : longitude > 180 ? longitude - 360 : longitude;

    /// <summary>Great-circle distance by the haversine formula; the parallels are compared first because that is cheap.</summary>
    public Sql Within(double kilometres)
    {
        var degrees = kilometres / EarthRadius * 180 / Math.PI;
        return $"""
            (latitude between {Latitude - degrees} and {Latitude + degrees}
                and 2 * asin(least(1, sqrt(power(sind((latitude - {Latitude}) / 2), 2)
                    + cosd({Latitude}) * cosd(latitude) * power(sind((longitude - {Longitude}) / 2), 2)))) <= {kilometres / EarthRadius})
            """;
    }
}

internal sealed class BoxAttribute : TextFormAttribute
{
    public override string Expected => "west,south,east,north in degrees, like 69.2,39.1,80.3,43.3";

    public override (ProblemKind Kind, string Detail)? FaultOf(string text) => Read(text) is null
        ? (Problems.InvalidFormat, $"This takes {Expected}.{(Exchanged(text) is null ? "" : " Longitude comes first; this reads as if latitude did.")}")
        : null;

    public override IReadOnlyList<string> Near(string text) => Exchanged(text) is { } meant ? [meant] : [];

    /// <summary>The same box read with latitudes first; null where that is none.</summary>
    public static string? Exchanged(string? text) => text?.Split(',') is [var south, var west, var north, var east] && Read($"{west},{south},{east},{north}") is not null
        ? $"{west},{south},{east},{north}"
        : null;

    public static Box? Read(string? text) => text is not null && Numbers.Read(text) is [var west, var south, var east, var north]
        && west is >= -180 and <= 180 && east is >= -180 and <= 180 && south is >= -90 and <= 90 && north is >= -90 and <= 90 && south <= north
            ? new Box(west, south, east, north)
            : null;
}

internal sealed class PointAttribute : TextFormAttribute
{
    public override string Expected => "latitude,longitude in degrees, like 42.87,74.59";

    public override (ProblemKind Kind, string Detail)? FaultOf(string text) => Read(text) is null ? (Problems.InvalidFormat, $"This takes {Expected}.") : null;

    public static Point? Read(string? text) => text is not null && Numbers.Read(text) is [var latitude, var longitude] && latitude is >= -90 and <= 90 && longitude is >= -180 and <= 180
        ? new Point(latitude, longitude)
        : null;
}

file static class Numbers
{
    public static double[]? Read(string text)
    {
        var parts = text.Split(',');
        var numbers = new double[parts.Length];
        for (var i = 0; i < parts.Length; i++)
        {
            if (!double.TryParse(parts[i], NumberStyles.Float, CultureInfo.InvariantCulture, out numbers[i]) || !double.IsFinite(numbers[i])) return null;
        }

        return numbers;
    }
}
