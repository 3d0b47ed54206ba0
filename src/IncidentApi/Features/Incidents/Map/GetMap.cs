using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using IncidentApi.Features.Incidents.Query;
using IncidentApi.Platform.Audit;
using IncidentApi.Platform.Http;
using IncidentApi.Platform.Security;

namespace IncidentApi.Features.Incidents.Map;

internal static class GetMap
{
    internal sealed record Parameters
    {
        public IncidentFilter Filter { get; } = new();

        [Description("How close the map stands, in zoom levels of Web Mercator tiles of 256 pixels: incidents within about 64 pixels of each other become a cluster. "
            + "Without it, the level at which bbox, or near and radius, or the earth is at most four tiles wide and high.")]
        [Range(0, MapGrid.DeepestZoom)] public int? Zoom { get; set; }
    }

    /// <summary>In permits: PostgreSQL looks at all matches.</summary>
    public static int CostOf(IQueryCollection query) => 5 + (query.ContainsKey("q") ? 4 : 0);

    public const string CostWords = "Costs 5 permits; `q` costs 4 more.";

    /// <summary>Puts the incidents that a filter finds on a map: points, clusters of points, and what is known of a region or a country as a whole.</summary>
    public static async Task<IResult> Handle(
        Query<Parameters> query, Caller? caller, Doors doors, AuditTally tally, HttpRequest request, CancellationToken cancellation)
    {
        var filter = query.Value.Filter;
        if (filter.Faults().ToList() is { Count: > 0 } faults) return ProblemResult.Of(faults);

        var door = doors.Open(caller, filter.Scope);
        if (filter.FaultsAt(door).ToList() is { Count: > 0 } closed) return ProblemResult.Of(closed);

        if (filter.Q is not null) tally.Count(caller, AuditAct.Searched);
        var zoom = query.Value.Zoom ?? MapGrid.ZoomOf(filter);
        var rows = await door.Store.ReadAsync(door.Scope, MapQuery.Of(door, filter, zoom), MapRow.Read, cancellation);
        var answer = MapDrawing.Of(rows, door.Name, zoom, filter.Around() is not null, new MapLinks(request.Query));
        return new MapResult(answer.Count > 0 ? answer : answer with { Hint = await HintAsync(door, filter, cancellation) }, door.IsPublic);
    }

    /// <summary>A box with latitude first is a box somewhere else, and mostly an empty one: nothing else would tell.</summary>
    private static async Task<string?> HintAsync(Door door, IncidentFilter filter, CancellationToken cancellation)
    {
        if (BoxAttribute.Exchanged(filter.Bbox) is not { } meant) return null;

        var exchanged = filter with { Bbox = meant };
        var found = await door.Store.ReadAsync(door.Scope, $"select 1 from {door.Table} where {exchanged.Conditions(door)} limit 1", _ => true, cancellation);
        return found.Count == 0 ? null : $"Nothing lies in this box, but something does in bbox={meant}: longitude comes before latitude (west,south,east,north).";
    }
}
