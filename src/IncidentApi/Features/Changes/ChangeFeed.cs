using IncidentApi.Features.Incidents.Query;
using IncidentApi.Platform.Http;
using Npgsql;

namespace IncidentApi.Features.Changes;

/// <summary>Entries of a change log, as many as were asked for.</summary>
/// <param name="Entries">In order, without a hole.</param>
/// <param name="Next">Behind the last of them.</param>
/// <param name="More">Whether there are more already.</param>
internal sealed record ChangeBatch(IReadOnlyList<ChangeEntry> Entries, ChangePlace Next, bool More);

/// <summary>
/// Reads the change log behind a door. What it gives out is the log without a hole, from where the follower stood; where that cannot be, it says so
/// instead.
/// </summary>
internal static class ChangeFeed
{
    private const string StartAgain = "Export the records (GET /v1/incidents/export), and follow from the position that the export's manifest names.";

    /// <summary>Entries behind a position.</summary>
    public static async Task<IReadOnlyList<ChangeEntry>> ReadAsync(Door door, long after, int limit, CancellationToken cancellation) =>
        await door.Store.ReadAsync(door.Scope, ChangeLogs.Entries(door, after, limit), Read, cancellation);

    /// <summary>The position of the last entry.</summary>
    public static async Task<long> EndAsync(Door door, CancellationToken cancellation) =>
        (await door.Store.ReadAsync(door.Scope, ChangeLogs.End(door), row => row.GetInt64(0), cancellation)).Single();

    /// <summary>The place behind the last entry.</summary>
    public static async Task<ChangePlace> LastPlaceAsync(Door door, CancellationToken cancellation) =>
        (await door.Store.ReadAsync(door.Scope, ChangeLogs.State(door, 0), PlaceOf, cancellation)).Single();

    /// <summary>Goes on behind a place, if this log still is the one that gave it out and reaches back to it.</summary>
    public static async Task<ChangeBatch> ReadAsync(Door door, ChangePlace after, int limit, CancellationToken cancellation)
    {
        var (end, mark, entries) = (0L, (long?)null, new List<ChangeEntry>());
        await door.Store.ReadAllAsync(door.Scope,
        [
            (ChangeLogs.State(door, after.Position), async rows =>
            {
                await rows.ReadAsync(cancellation);
                (end, mark) = (rows.GetInt64(0), rows.IsDBNull(2) ? null : rows.GetInt64(2));
            }
            ),
            (ChangeLogs.Entries(door, after.Position, limit + 1), async rows =>
            {
                while (await rows.ReadAsync(cancellation)) entries.Add(Read(rows));
            }
            ),
        ], cancellation);

        if (after.Position > end || (mark is { } found && found != after.Mark)) throw new ProblemException(Problems.ChangesRestarted.With(StartAgain));

        // Who had read everything goes on where the log begins now, although his own last entry is forgotten.
        if (entries is [var next, ..] ? next.Position != after.Position + 1 : after.Position > 0 && mark is null)
        {
            throw new ProblemException(Problems.ChangesForgotten.With(StartAgain));
        }

        var more = entries.Count > limit;
        if (more) entries.RemoveAt(limit);
        return new ChangeBatch(entries, entries is [.., var last] ? new ChangePlace(last.Position, last.Mark) : after, more);
    }

    /// <summary>The documents of records as they are now, by id; of those that this reader sees.</summary>
    public static async Task<IReadOnlyDictionary<Guid, byte[]>> DocumentsAsync(Door door, IEnumerable<ChangeEntry> entries, CancellationToken cancellation)
    {
        var ids = entries.Where(entry => entry.Type != ChangeType.Removed).Select(entry => entry.IncidentId).Distinct().ToArray();
        if (ids.Length == 0) return new Dictionary<Guid, byte[]>();

        var found = await door.Store.ReadAsync(door.Scope, ChangeLogs.Documents(door, ids), row => (row.GetGuid(0), row.GetFieldValue<byte[]>(1)), cancellation);
        return found.ToDictionary();
    }

    /// <summary>The place behind the last entry, from a row of <see cref="ChangeLogs.State"/>.</summary>
    public static ChangePlace PlaceOf(NpgsqlDataReader row) => new(row.GetInt64(0), row.IsDBNull(1) ? 0 : row.GetInt64(1));

    private static ChangeEntry Read(NpgsqlDataReader row) => new(row.GetInt64(0), row.GetInt64(1), $"incident.{row.GetString(4)}", row.GetGuid(2), row.GetInt32(3),
        row.IsDBNull(5) ? null : row.GetString(5), row.IsDBNull(6) ? null : row.GetString(6), row.GetFieldValue<DateTimeOffset>(7), row.IsDBNull(8) ? null : row.GetGuid(8));
}
