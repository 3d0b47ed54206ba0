using IncidentApi.Features.Changes;
using IncidentApi.Features.Incidents.Query;
using IncidentApi.Platform.Data;

namespace IncidentApi.Features.Exports;

/// <summary>
/// The SQL of an export. Rows come in the order of their ids, which never change: whoever holds the id of the last row that reached him
/// needs nothing else to go on, even if that record is gone by then.
/// </summary>
internal static class ExportQuery
{
    /// <summary>Rows of (id, document). Documents are never sorted: that would write all of them to a disk before the first is sent.</summary>
    public static Sql Rows(Door door, IncidentFilter filter, bool isFiltered, Guid? after, bool brief)
    {
        var document = brief ? Sql.Of($"brief") : Sql.Of($"document");
        var behind = after is { } id ? Sql.Of($" and id > {id}") : Sql.Empty;
        return isFiltered
            ? Sql.Of($"""
                select shown.id, shown.{document} from (select id from {door.Table} where {filter.Conditions(door)}{behind} order by id) found
                join {door.Table} shown on shown.id = found.id order by found.id
                """)
            : Sql.Of($"select id, {document} from {door.Table} where {filter.Conditions(door)}{behind} order by id");
    }

    /// <summary>
    /// Keeps PostgreSQL to a plan whose first row comes at once: of everything, along the index of ids; of what a filter finds, ids first.
    /// </summary>
    public static IEnumerable<Sql> Planning(bool isFiltered)
    {
        yield return $"select set_config('max_parallel_workers_per_gather', '0', true), set_config('jit', 'off', true)";
        if (isFiltered) yield return $"select set_config('enable_hashjoin', 'off', true), set_config('enable_mergejoin', 'off', true)";
        else yield return $"select set_config('enable_sort', 'off', true)";
    }

    /// <summary>Where the change log behind a door stands in a snapshot, and when that is.</summary>
    public static async Task<(ChangePlace Place, DateTimeOffset At)> PositionAsync(Snapshot snapshot, Door door, CancellationToken cancellation)
    {
        var place = (await snapshot.ReadAsync(ChangeLogs.State(door, 0), ChangeFeed.PlaceOf, cancellation))[0];
        return (place, (await snapshot.ReadAsync($"select now()", row => row.GetFieldValue<DateTimeOffset>(0), cancellation))[0]);
    }
}
