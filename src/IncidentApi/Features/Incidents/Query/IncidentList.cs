using IncidentApi.Features.Incidents.Dates;
using IncidentApi.Platform.Data;

namespace IncidentApi.Features.Incidents.Query;

/// <summary>
/// The SQL of a page of incidents. Ids are found inside one index, in list order and until the page is full; documents are fetched
/// for the page alone.
/// </summary>
internal static class IncidentList
{
    /// <summary>How many of the newest matches a search by relevance ranks.</summary>
    public const int MostRanked = 1_000;

    /// <summary>Where a capped count stops.</summary>
    public const int MostCounted = 1_000;

    /// <summary>Rows of (document, sort value, id).</summary>
    public static Sql Page(Door door, IncidentFilter filter, ListOrder order, (string Value, Guid Id)? after, int limit, bool whole)
    {
        var document = whole ? Sql.Of($"document") : Sql.Of($"brief");
        if (order.Name == "relevance") return Ranked(door, filter, order, after, limit, document);

        var ids = order is { Name: "occurred" } ? UndatedLast(door, filter, order, after, limit) : Ids(door, filter.Conditions(door), order, after, limit);
        return $"select {document}, {order.Column}, id from {door.Table} where id in ({ids}) order by {(order.Name == "occurred" ? UndatedLastOrder() : order.OrderBy())}";
    }

    /// <summary>The same of the records that a query of ids finds, latest first.</summary>
    public static Sql Among(Door door, Sql ids, ListOrder order, (string Value, Guid Id)? after, int limit) => $"""
        select brief, {order.Column}, id from {door.Table}
        where id in ({Ids(door, $"id in ({ids}){door.And}", order, after, limit)}) order by {order.OrderBy()}
        """;

    public static Sql Count(Door door, Sql conditions, bool capped) => capped
        ? Sql.Of($"select count(*) from (select from {door.Table} where {conditions} limit {Sql.Known(MostCounted + 1)}) counted")
        : Sql.Of($"select count(*) from {door.Table} where {conditions}");

    private static Sql Ids(Door door, Sql conditions, ListOrder order, (string Value, Guid Id)? after, int limit)
    {
        var behind = after is { } place ? Sql.Of($" and {order.Behind(place)}") : Sql.Empty;
        return $"select id from {door.Table} where {conditions}{behind} order by {order.OrderBy()} limit {Sql.Known(limit)}";
    }

    /// <summary>Oldest first, with what has no date still last: the dated ones in the order of the index, then the others.</summary>
    private static Sql UndatedLast(Door door, IncidentFilter filter, ListOrder order, (string Value, Guid Id)? after, int limit)
    {
        Sql dated = $"{filter.Conditions(door)} and occurred_on > {Span.Never}";
        Sql undated = $"{filter.Conditions(door)} and occurred_on = {Span.Never}";
        var behind = after is { } place ? Sql.Of($" and {order.Behind(place)}") : Sql.Empty;
        return after is { Value: "0001-01-01" }
            ? Ids(door, undated, order, after, limit)
            : Sql.Of($"""
                select id from (
                    (select id, occurred_on from {door.Table} where {dated}{behind} order by occurred_on, id limit {Sql.Known(limit)})
                    union all
                    (select id, occurred_on from {door.Table} where {undated} order by id limit {Sql.Known(limit)})) both_kinds
                order by {UndatedLastOrder()} limit {Sql.Known(limit)}
                """);
    }

    private static Sql UndatedLastOrder() => $"occurred_on = {Span.Never}, occurred_on, id";

    private static Sql Ranked(Door door, IncidentFilter filter, ListOrder order, (string Value, Guid Id)? after, int limit, Sql document)
    {
        var query = SearchQuery.Of(filter.Q!)!.ToSql();
        var behind = after is { } place ? Sql.Of($" where {order.Behind(place)}") : Sql.Empty;
        return $"""
            with newest as materialized (
                select id from {door.Table} where {filter.Conditions(door)} order by occurred_on desc, id desc limit {Sql.Known(MostRanked + 1)}),
            ranked as (
                select {document} as shown, ts_rank(search, {query}) as rank, id from {door.Table}
                where id in (select id from newest limit {Sql.Known(MostRanked)}))
            select shown, rank, id, (select count(*) from newest) > {MostRanked} from ranked{behind} order by {order.OrderBy()} limit {Sql.Known(limit)}
            """;
    }
}
