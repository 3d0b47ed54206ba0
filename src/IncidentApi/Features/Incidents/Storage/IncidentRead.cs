using IncidentApi.Features.Incidents.Query;
using IncidentApi.Platform.Data;
using IncidentApi.Platform.Http;
using Npgsql;

namespace IncidentApi.Features.Incidents.Storage;

/// <summary>Finds one incident of an organisation: by its id, by the sender's name for it, or as it was.</summary>
internal sealed class IncidentRead(Store store)
{
    public Task<StoredIncident?> FindAsync(Guid organisation, Guid id, CancellationToken cancellation) =>
        FindAsync(organisation, $"select id, version, document from incidents where id = {id}", cancellation);

    /// <summary>As its reader may see it.</summary>
    public static Task<StoredIncident?> FindAsync(Door door, Guid id, CancellationToken cancellation) =>
        door.Store.FindAsync(door.Scope, $"select id, version, document from {door.Table} where id = {id}{door.And}", Read, cancellation);

    public Task<StoredIncident?> FindAsync(Guid organisation, ExternalRef name, CancellationToken cancellation) =>
        FindAsync(organisation, $"select id, version, document from incidents where external_system = {name.System} and external_id = {name.Id}", cancellation);

    /// <summary>A version that may have been replaced since.</summary>
    public Task<StoredIncident?> FindAsync(Guid organisation, Guid id, int version, CancellationToken cancellation) => FindAsync(organisation, $"""
        select id, version, document from incidents where id = {id} and version = {version}
        union all
        select incident_id, version, document from incident_versions where incident_id = {id} and version = {version}
        """, cancellation);

    /// <summary>All versions of a record, the given current one last.</summary>
    public async Task<IReadOnlyList<StoredIncident>> FindVersionsAsync(Guid organisation, StoredIncident current, CancellationToken cancellation) =>
    [
        .. await store.ReadAsync(Scope.Of(organisation),
            $"select incident_id, version, document from incident_versions where incident_id = {current.Id} and version < {current.Version} order by version", Read, cancellation),
        current,
    ];

    /// <summary>The version that stood at an instant.</summary>
    public Task<StoredIncident?> FindAsOfAsync(Guid organisation, Guid id, DateTimeOffset instant, CancellationToken cancellation) => FindAsync(organisation, $"""
        select * from (
            select id, version, document from incidents where id = {id} and updated_at <= {instant}
            union all
            select incident_id, version, document from incident_versions where incident_id = {id} and at <= {instant}) versions
        order by version desc limit 1
        """, cancellation);

    private Task<StoredIncident?> FindAsync(Guid organisation, Sql query, CancellationToken cancellation) => store.FindAsync(Scope.Of(organisation), query, Read, cancellation);

    private static StoredIncident Read(NpgsqlDataReader row) => new(row.GetGuid(0), row.GetInt32(1), row.GetFieldValue<byte[]>(2));
}
