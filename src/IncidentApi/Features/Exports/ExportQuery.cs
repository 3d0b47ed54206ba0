using System.Buffers.Text;
using System.Text;
using IncidentApi.Features.Incidents.Query;
using IncidentApi.Platform.Data;
using IncidentApi.Platform.Secrets;
using IncidentApi.Platform.Vault;
using Npgsql;

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

    /// <summary>
    /// Where the change log behind a door stands in a snapshot. What others write is sealed: a number would tell how much of it there is that
    /// the reader does not see.
    /// </summary>
    public static async Task<(string Position, DateTimeOffset At)> PositionAsync(Snapshot snapshot, Door door, InstallationSecret secret, CancellationToken cancellation)
    {
        Sql heads = door switch
        {
            { IsOwn: true } => $"select position::text from heads",
            { IsPublic: true } => $"select position::text from public_heads",
            _ => $"select shared_positions()",
        };
        var (position, at) = (await snapshot.ReadAsync($"select ({heads}), now()", Read, cancellation))[0];
        return (door.IsOwn ? position : Base64Url.EncodeToString(Envelope.Seal(secret.ExportKey, Encoding.UTF8.GetBytes(position), $"position {door.Name} {door.Reader}")), at);
    }

    private static (string, DateTimeOffset) Read(NpgsqlDataReader row) => (row.GetString(0), row.GetFieldValue<DateTimeOffset>(1));
}
