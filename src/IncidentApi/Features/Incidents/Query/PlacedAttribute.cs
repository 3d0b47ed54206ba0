using IncidentApi.Features.Incidents.Body;
using IncidentApi.Features.Incidents.Map;
using IncidentApi.Features.Vocabularies;
using IncidentApi.Platform.Data;
using IncidentApi.Platform.Http;

namespace IncidentApi.Features.Incidents.Query;

/// <summary>Where a map counts a record: as a point, in a region or a country as a whole, or nowhere.</summary>
internal sealed class PlacedAttribute : TextFormAttribute
{
    public const string Point = "point";
    public const string Nowhere = "none";

    private static readonly RegionAttribute Region = new();

    public override string Expected => "point, none, or the code of a country or a region, like KG or KG-GB";

    public override string Pattern => "^(point|none|[A-Z]{2}(-[A-Z0-9]{1,3})?)$";

    public override (ProblemKind Kind, string Detail)? FaultOf(string text) => text switch
    {
        Point or Nowhere => null,
        [_, _, '-', ..] => Region.FaultOf(text),
        _ => Vocabulary.Named("countries").Contains(text) ? null : (Problems.InvalidFormat, $"This takes {Expected}."),
    };

    public static Sql ToSql(string[] values) => $"({Sql.Join(" or ", Conditions(values))})";

    private static IEnumerable<Sql> Conditions(string[] values)
    {
        if (values.Contains(Point)) yield return $"placed = any({Placement.Points})";
        if (values.Contains(Nowhere)) yield return $"placed is null";
        if (values.Except([Point, Nowhere]).ToArray() is { Length: > 0 } codes) yield return $"placed = any({codes})";
    }
}
