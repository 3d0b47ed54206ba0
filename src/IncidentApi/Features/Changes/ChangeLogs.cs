using IncidentApi.Features.Incidents.Query;
using IncidentApi.Platform.Data;

namespace IncidentApi.Features.Changes;

/// <summary>The SQL of the log behind each door. Each has a reader of its own, so its positions count nothing that he does not see.</summary>
internal static class ChangeLogs
{
    /// <summary>The position of the last entry.</summary>
    public static Sql End(Door door) => door switch
    {
        { IsOwn: true } => $"select position from heads where organisation_id = {ReaderOf(door)}",
        { IsPublic: true } => $"select position from public_heads",
        _ => $"select position from partner_heads where organisation_id = {ReaderOf(door)}",
    };

    /// <summary>One row: where the log ends, the mark of its last entry, and the mark of the entry at a position.</summary>
    public static Sql State(Door door, long at)
    {
        var (log, mine) = LogOf(door);
        return $"""
            select head.position, (select mark from {log} where {mine} and position = head.position), (select mark from {log} where {mine} and position = {at})
            from ({End(door)}) head
            """;
    }

    /// <summary>Entries behind a position, in order.</summary>
    public static Sql Entries(Door door, long after, int most)
    {
        var (log, mine) = LogOf(door);
        Sql columns = door switch
        {
            { IsOwn: true } => $"type, kind, {Reason}, at, null::uuid",
            { IsPublic: true } => $"case kind when 'published' then 'created' when 'withdrawn' then 'removed' else 'changed' end, null, null, on_day::timestamp at time zone 'utc', null::uuid",
            _ => $"type, null, null, on_day::timestamp at time zone 'utc', source_id",
        };
        return $"select position, mark, incident_id, version, {columns} from {log} where {mine} and position > {after} order by position limit {Sql.Known(most)}";
    }

    /// <summary>Records as their reader sees them now; own ones that were withdrawn are gone from lists and exports, and from here.</summary>
    public static Sql Documents(Door door, Guid[] ids)
    {
        var listed = door.IsOwn ? Sql.Of($" and status <> 'withdrawn'") : Sql.Empty;
        return $"select id, document from {door.Table} where id = any({ids}){listed}{door.And}";
    }

    /// <summary>Read where it stands, so that what was erased there is erased here.</summary>
    private static Sql Reason => $"""
        case when kind = 'withdrawn' then coalesce(
            (select document from incidents i where i.organisation_id = changes.organisation_id and i.id = changes.incident_id and i.version = changes.version),
            (select document from incident_versions v where v.organisation_id = changes.organisation_id and v.incident_id = changes.incident_id and v.version = changes.version))
            ->> 'statusReason' end
        """;

    private static (Sql Log, Sql Mine) LogOf(Door door) => door switch
    {
        { IsOwn: true } => ($"changes", $"organisation_id = {ReaderOf(door)}"),
        { IsPublic: true } => ($"public_changes", $"true"),
        _ => ($"partner_changes", $"organisation_id = {ReaderOf(door)}"),
    };

    private static Guid ReaderOf(Door door) => Guid.Parse(door.Scope.Value);
}
