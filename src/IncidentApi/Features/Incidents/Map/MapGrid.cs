using IncidentApi.Features.Incidents.Query;
using IncidentApi.Platform.Data;

namespace IncidentApi.Features.Incidents.Map;

/// <summary>
/// The grid that puts points together: squares of 64 pixels of Web Mercator tiles, which are 256 pixels wide, 2^zoom of them around the
/// earth (OGC 17-083r4 Annex D, WebMercatorQuad). No square reaches over the antimeridian; the outermost rows reach to the poles.
/// </summary>
internal static class MapGrid
{
    public const int DeepestZoom = 22;

    /// <summary>How many points and clusters an answer holds at most: where there are more points, the grid is as fine as surely fits.</summary>
    public const int MostPoints = 2_000;

    /// <summary>A tile is four squares wide: twice halved.</summary>
    public const int Halvings = 2;

    /// <summary>Where the square of the Mercator map ends, in degrees.</summary>
    private const double LastParallel = 85.0511287798066;

    /// <summary>How many tiles a map is wide or high that fits into an answer's default zoom.</summary>
    private const double TilesAcross = 4;

    /// <summary>The zoom at which a box, a circle or the earth is no wider and no higher than four tiles.</summary>
    public static int ZoomOf(IncidentFilter filter)
    {
        var (width, height) = (BoxAttribute.Read(filter.Bbox), PointAttribute.Read(filter.Near)) switch
        {
            ({ } box, _) => SizeOf(box),
            (_, { } centre) => SizeOf(centre.Around(filter.Radius!.Value)),
            _ => (1, 1),
        };
        var zoom = Math.Floor(Math.Log2(TilesAcross / Math.Max(width, height)));
        return (int)Math.Clamp(zoom, 0, DeepestZoom);
    }

    /// <summary>From the antimeridian to the east, 0 to 1 around the earth.</summary>
    public static Sql Column(Sql longitude) => $"(({longitude} + 180) / 360)";

    /// <summary>From the north to the south, 0 to 1 between the last parallels.</summary>
    public static Sql Row(Sql latitude) => $"(0.5 - ln(tand(45 + least(greatest({latitude}, {-LastParallel}), {LastParallel}) / 2)) / (2 * pi()))";

    private static (double Width, double Height) SizeOf(Box box) =>
        (((box.West <= box.East ? box.East : box.East + 360) - box.West) / 360, Row(box.South) - Row(box.North));

    private static double Row(double latitude)
    {
        var parallel = Math.Clamp(latitude, -LastParallel, LastParallel) * Math.PI / 180;
        return 0.5 - (Math.Log(Math.Tan((Math.PI / 4) + (parallel / 2))) / (2 * Math.PI));
    }
}
