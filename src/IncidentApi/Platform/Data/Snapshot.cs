using System.Data;
using System.Globalization;
using Npgsql;

namespace IncidentApi.Platform.Data;

/// <summary>
/// One moment of the database, held open: everything that is read here is of that moment, whatever others write meanwhile, and nothing can
/// be written. It holds a connection, and keeps PostgreSQL from cleaning up behind it: end it soon.
/// </summary>
internal sealed class Snapshot : IAsyncDisposable
{
    private readonly NpgsqlConnection _connection;
    private readonly NpgsqlTransaction _transaction;
    private NpgsqlBatch? _query;
    private NpgsqlDataReader? _rows;
    private bool _closed;

    private Snapshot(NpgsqlConnection connection, NpgsqlTransaction transaction) => (_connection, _transaction) = (connection, transaction);

    public static async Task<Snapshot> OpenAsync(NpgsqlDataSource source, Scope scope, TimeSpan atMost, IEnumerable<Sql> settings, CancellationToken cancellation)
    {
        var connection = await source.OpenConnectionAsync(cancellation);
        try
        {
            var transaction = await connection.BeginTransactionAsync(IsolationLevel.RepeatableRead, cancellation);
            var milliseconds = Math.Ceiling(atMost.TotalMilliseconds).ToString(CultureInfo.InvariantCulture);
            await using var batch = new NpgsqlBatch(connection, transaction);
            batch.BatchCommands.Add(Sql.Of($"set transaction read only").ToCommand());
            batch.BatchCommands.Add(scope.Statement.ToCommand());
            batch.BatchCommands.Add(Sql.Of($"select set_config('statement_timeout', {milliseconds}, true)").ToCommand());
            foreach (var setting in settings) batch.BatchCommands.Add(setting.ToCommand());
            await batch.ExecuteNonQueryAsync(cancellation);
            return new Snapshot(connection, transaction);
        }
        catch
        {
            await connection.DisposeAsync();
            throw;
        }
    }

    /// <summary>Runs a query that ends at once, and reads its rows.</summary>
    public async Task<List<T>> ReadAsync<T>(Sql query, Func<NpgsqlDataReader, T> read, CancellationToken cancellation)
    {
        await using var batch = BatchOf(query);
        await using var reader = await batch.ExecuteReaderAsync(cancellation);
        var rows = new List<T>();
        while (await reader.ReadAsync(cancellation)) rows.Add(read(reader));
        return rows;
    }

    /// <summary>Runs the one long query, whose rows come as fast as they are read: PostgreSQL waits for who reads slowly.</summary>
    public async Task<NpgsqlDataReader> StreamAsync(Sql query, CancellationToken cancellation)
    {
        _query = BatchOf(query);

        // Only the network may be slow here, and PostgreSQL bounds its own time.
        _query.Timeout = 0;
        return _rows = await _query.ExecuteReaderAsync(cancellation);
    }

    /// <summary>Ends it, and a query that still runs with it.</summary>
    public async ValueTask DisposeAsync()
    {
        if (_closed) return;

        _closed = true;
        await using (_connection)
        {
            try
            {
                if (_rows is { IsClosed: false } rows)
                {
                    // Left alone, the driver would read the rest to its end.
                    _query!.Cancel();
                    await rows.DisposeAsync();
                }
            }
            catch (Exception cut) when (cut is NpgsqlException or OperationCanceledException or TimeoutException)
            {
                // That is how a query ends which was cancelled.
            }

            if (_query is not null) await _query.DisposeAsync();
            try
            {
                await _transaction.DisposeAsync();
            }
            catch (NpgsqlException)
            {
                // The connection is gone, and the transaction with it.
            }
        }
    }

    private NpgsqlBatch BatchOf(Sql query)
    {
        var batch = new NpgsqlBatch(_connection, _transaction);
        batch.BatchCommands.Add(query.ToCommand());
        return batch;
    }
}
