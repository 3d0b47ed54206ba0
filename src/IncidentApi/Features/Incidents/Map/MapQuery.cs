using IncidentApi.Features.Incidents.Query;
using IncidentApi.Platform.Data;

namespace IncidentApi.Features.Incidents.Map;

/// <summary>
/// The SQL of a map: one statement, so that all its figures are of one moment. The matches are read once, from the covering index; then
/// the finest grid is chosen that fits, the points are put together by its squares and the rest by region and country, and the
/// documents of those that stand alone are fetched.
/// </summary>
internal static class MapQuery
{
    // Behind an offset the planner takes the squares for few, as they are, and adds up in memory what it would sort else.
    /// <summary>
    /// Rows of (count, whether the box and the circle hold them, region or country or nothing, whether it is a point, level of the grid, how many are known to the
    /// locality alone, longitude, latitude, west, south, east, north, brief document of what stands alone).
    /// </summary>
    public static Sql Of(Door door, IncidentFilter filter, int zoom)
    {
        var around = filter.Around();
        var apart = (filter with { Bbox = null, Near = null, Radius = null }).Conditions(door);

        // A box says nothing about what has no point: it is counted beside.
        var found = around is null ? apart : Sql.Of($"{apart} and ({around} or not ({IsPoint()}))");
        var inside = around is null ? Sql.Of($"true") : Sql.Of($"coalesce({around}, false)");
        Sql cells = $"power(2, grid.level)";
        return $"""
            with found as materialized (
                select id, latitude, longitude, placed, {IsPoint()} as point, {inside} as inside from {door.Table} where {found}),
            extent as (
                select count(*) as points, min(longitude) as west, max(longitude) as east, min(latitude) as south, max(latitude) as north,
                    min(case when longitude < 0 then longitude + 360 else longitude end) as west_over, max(case when longitude < 0 then longitude + 360 else longitude end) as east_over
                from found where point),
            grid as materialized (
                select coalesce(max(level), {zoom + MapGrid.Halvings}) as level from extent, generate_series({MapGrid.Halvings}, {zoom + MapGrid.Halvings}) level,
                    lateral (select least({Steps($"west", $"east")}, {Steps($"west_over", $"east_over")}) as columns,
                        floor({MapGrid.Row($"south")} * power(2, level)) - floor({MapGrid.Row($"north")} * power(2, level)) + 1 as rows) size
                where points <= {MapGrid.MostPoints} or columns * rows <= {MapGrid.MostPoints} or level = {MapGrid.Halvings}),
            points as (
                select count(*) as count, count(*) filter (where placed = {Placement.Locality}) as towns, avg(longitude) as longitude, avg(latitude) as latitude,
                    min(longitude) as west, min(latitude) as south, max(longitude) as east, max(latitude) as north, case when count(*) = 1 then (array_agg(id))[1] end as single
                from (select id, longitude, latitude, placed, {Square(MapGrid.Column($"longitude"), cells)} << 32 | {Square(MapGrid.Row($"latitude"), cells)} as square
                    from found, grid where point offset 0) placed_points
                group by square),
            areas as (select count(*) as count, inside, placed as area from found where not point group by inside, placed)
            select count, true as inside, null as area, true as point, level, towns, longitude, latitude, west, south, east, north,
                case when single is not null then (select brief from {door.Table} where id = single{door.And}) end as brief
            from points, grid
            union all
            select count, inside, area, false, level, 0, 0, 0, 0, 0, 0, 0, null from areas, grid
            order by point desc, area, north desc, west, count desc
            """;
    }

    private static Sql IsPoint() => $"(placed is not null and placed = any({Placement.Points}))";

    private static Sql Steps(Sql west, Sql east) =>
        $"floor({MapGrid.Column(east)} * power(2, level)) - floor({MapGrid.Column(west)} * power(2, level)) + 1";

    /// <summary>What lies on the last edge belongs to the last square.</summary>
    private static Sql Square(Sql share, Sql cells) => $"least(greatest(floor({share} * {cells}), 0), {cells} - 1)::bigint";
}
