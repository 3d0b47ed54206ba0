using IncidentApi.Features.Incidents.Storage;
using IncidentApi.Platform.Data;
using Npgsql;

namespace IncidentApi.Features.Incidents.Facts;

/// <summary>
/// The command rebuild-facts: makes the facts of every record and of its redacted rows anew from their documents, few at a time, while the
/// service runs. <c>migrate</c> does so when this program reads documents in another way than the one before.
/// </summary>
internal static class RebuildFacts
{
    public const string Name = "rebuild-facts";

    private const int Batch = 200;

    /// <returns>How many records of organisations were read.</returns>
    public static async Task<long> RunAsync(string owner, CancellationToken cancellation)
    {
        await using var source = DatabaseSetup.CreateSource(owner);
        var read = 0L;
        foreach (var organisation in await OrganisationsAsync(source, cancellation))
        {
            read += await RebuildAsync(source, organisation, $"incidents", FactTables.Own, cancellation);
            await RebuildAsync(source, organisation, $"shared_incidents", FactTables.Shared, cancellation);
            await RebuildAsync(source, organisation, $"public_incidents", FactTables.Public, cancellation);
        }

        await using var done = source.CreateBatch();
        done.BatchCommands.Add(Sql.Of($"insert into fact_readings (reading, at) values ({FactReading.Current}, now()) on conflict (reading) do update set at = excluded.at").ToCommand());
        await done.ExecuteNonQueryAsync(cancellation);
        return read;
    }

    /// <summary>Whether the facts were made by this program's reading.</summary>
    public static async Task<bool> AreCurrentAsync(string owner, CancellationToken cancellation)
    {
        await using var source = DatabaseSetup.CreateSource(owner);
        await using var command = source.CreateCommand("select exists (select from fact_readings where reading = $1)");
        command.Parameters.AddWithValue(FactReading.Current);
        return (bool)(await command.ExecuteScalarAsync(cancellation))!;
    }

    private static async Task<List<Guid>> OrganisationsAsync(NpgsqlDataSource source, CancellationToken cancellation)
    {
        // The owner is bound by the policies as everybody is; the role of the search functions may read the ids.
        await using var batch = source.CreateBatch();
        batch.BatchCommands.Add(new NpgsqlBatchCommand("set local role incidents_search"));
        batch.BatchCommands.Add(new NpgsqlBatchCommand("select id from organisations order by id"));
        await using var rows = await batch.ExecuteReaderAsync(cancellation);
        var organisations = new List<Guid>();
        while (await rows.ReadAsync(cancellation)) organisations.Add(rows.GetGuid(0));
        return organisations;
    }

    private static async Task<long> RebuildAsync(NpgsqlDataSource source, Guid organisation, Sql table, FactTables tables, CancellationToken cancellation)
    {
        var (read, after) = (0L, Guid.Empty);
        for (; ; )
        {
            await using var connection = await source.OpenConnectionAsync(cancellation);
            await using var transaction = await connection.BeginTransactionAsync(cancellation);
            var visibility = tables == FactTables.Shared ? Sql.Of($"visibility") : Sql.Of($"null");

            // Locked, so that nobody writes a version between its reading and its facts.
            var records = await ReadAsync(connection, transaction, Scope.Of(organisation),
                $"select id, version, document, {visibility} from {table} where organisation_id = {organisation} and id > {after} order by id limit {Batch} for no key update", cancellation);
            if (records.Count == 0) return read;

            var ids = records.Select(record => record.Stored.Id).ToArray();
            await WriteAsync(connection, transaction,
            [
                $"delete from {tables.Facts} where organisation_id = {organisation} and incident_id = any({ids})",
                $"delete from {tables.Links} where organisation_id = {organisation} and incident_id = any({ids})",
                $"delete from {tables.Detentions} where organisation_id = {organisation} and incident_id = any({ids})",
                .. records.SelectMany(record => FactRows.Insert(tables, record.Stored.Incident, record.Visibility)),
                .. tables == FactTables.Own ? HiddenPeople(organisation, ids, records.Select(record => record.Stored.Incident)) : [],

                // Figures change though no record does.
                $"select note_upkeep()",
            ], cancellation);
            await transaction.CommitAsync(cancellation);
            (read, after) = (read + records.Count, ids[^1]);
        }
    }

    private static IEnumerable<Sql> HiddenPeople(Guid organisation, Guid[] ids, IEnumerable<Incident> records) =>
        [$"delete from hidden_people where organisation_id = {organisation} and incident_id = any({ids})", .. records.SelectMany(HiddenPerson.Insert)];

    private static async Task<List<(StoredIncident Stored, string? Visibility)>> ReadAsync(
        NpgsqlConnection connection, NpgsqlTransaction transaction, Scope scope, Sql query, CancellationToken cancellation)
    {
        await using var batch = new NpgsqlBatch(connection, transaction);
        batch.BatchCommands.Add(scope.Statement.ToCommand());
        batch.BatchCommands.Add(query.ToCommand());
        await using var rows = await batch.ExecuteReaderAsync(cancellation);
        await rows.NextResultAsync(cancellation);
        var records = new List<(StoredIncident, string?)>();
        while (await rows.ReadAsync(cancellation))
        {
            records.Add((new StoredIncident(rows.GetGuid(0), rows.GetInt32(1), rows.GetFieldValue<byte[]>(2)), rows.IsDBNull(3) ? null : rows.GetString(3)));
        }

        return records;
    }

    private static async Task WriteAsync(NpgsqlConnection connection, NpgsqlTransaction transaction, IEnumerable<Sql> statements, CancellationToken cancellation)
    {
        await using var batch = new NpgsqlBatch(connection, transaction);
        foreach (var statement in statements) batch.BatchCommands.Add(statement.ToCommand());
        await batch.ExecuteNonQueryAsync(cancellation);
    }
}
