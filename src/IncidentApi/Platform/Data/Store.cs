using Npgsql;

namespace IncidentApi.Platform.Data;

/// <summary>
/// The door to PostgreSQL for everything that must be fast: each call is one batch in one round trip and one transaction,
/// and says first for whom it speaks.
/// </summary>
/// <param name="source">For everything that is over in a moment.</param>
/// <param name="streams">For what takes long: connections of their own, so that it never stands in the way of the rest.</param>
/// <param name="awaited">Is told of each commit for which somebody may wait.</param>
internal class Store(NpgsqlDataSource source, NpgsqlDataSource? streams = null, AwaitedWrites? awaited = null)
{
    private FirstQuestion? _first;
    private bool _firstAsked;

    /// <summary>
    /// The same door for one request, whose first batch also asks this, before everything else and at no round trip: what is heard is never
    /// newer than what is read. It answers with one text.
    /// </summary>
    public Store AskingFirst(Sql query, Action<string> hear) => new(source, streams, awaited) { _first = new FirstQuestion(query, hear) };

    /// <summary>Runs one query and reads its rows.</summary>
    public async Task<List<T>> ReadAsync<T>(Scope scope, Sql query, Func<NpgsqlDataReader, T> read, CancellationToken cancellation)
    {
        var first = TakeFirst();
        await using var batch = CreateBatch(scope, [query], first);
        await using var reader = await batch.ExecuteReaderAsync(cancellation);
        await HearFirstAsync(reader, first, cancellation);
        await reader.NextResultAsync(cancellation);

        var rows = new List<T>();
        while (await reader.ReadAsync(cancellation)) rows.Add(read(reader));
        return rows;
    }

    /// <summary>Runs several queries in one round trip; each has its own reading.</summary>
    public async Task ReadAllAsync(Scope scope, IReadOnlyList<(Sql Query, Func<NpgsqlDataReader, Task> Read)> queries, CancellationToken cancellation)
    {
        var first = TakeFirst();
        await using var batch = CreateBatch(scope, queries.Select(query => query.Query), first);
        await using var reader = await batch.ExecuteReaderAsync(cancellation);
        await HearFirstAsync(reader, first, cancellation);
        foreach (var (_, read) in queries)
        {
            await reader.NextResultAsync(cancellation);
            await read(reader);
        }
    }

    /// <summary>The first row, or nothing.</summary>
    public async Task<T?> FindAsync<T>(Scope scope, Sql query, Func<NpgsqlDataReader, T> read, CancellationToken cancellation) where T : class
    {
        var first = TakeFirst();
        await using var batch = CreateBatch(scope, [query], first);
        await using var reader = await batch.ExecuteReaderAsync(cancellation);
        await HearFirstAsync(reader, first, cancellation);
        await reader.NextResultAsync(cancellation);
        return await reader.ReadAsync(cancellation) ? read(reader) : null;
    }

    /// <summary>Writes all of it or nothing.</summary>
    public async Task WriteAsync(Scope scope, IReadOnlyList<Sql> statements, CancellationToken cancellation)
    {
        await using var batch = CreateBatch(scope, statements);
        await batch.ExecuteNonQueryAsync(cancellation);
        if (statements.Any(statement => statement.IsAwaited)) awaited?.Ring();
    }

    /// <summary>Opens one moment of the database, to read as much of it as one likes in that time.</summary>
    /// <param name="scope">For whom it speaks.</param>
    /// <param name="atMost">How long it may last: PostgreSQL ends its query then.</param>
    /// <param name="settings">Statements that say how to plan its queries, and nothing else.</param>
    /// <param name="cancellation">Ends it at once.</param>
    public Task<Snapshot> OpenSnapshotAsync(Scope scope, TimeSpan atMost, IEnumerable<Sql> settings, CancellationToken cancellation) =>
        Snapshot.OpenAsync(streams ?? source, scope, atMost, settings, cancellation);

    private FirstQuestion? TakeFirst() => _first is not null && Interlocked.Exchange(ref _firstAsked, true) is false ? _first : null;

    private static async Task HearFirstAsync(NpgsqlDataReader reader, FirstQuestion? first, CancellationToken cancellation)
    {
        if (first is null) return;

        await reader.NextResultAsync(cancellation);
        if (await reader.ReadAsync(cancellation)) first.Hear(reader.GetString(0));
    }

    private NpgsqlBatch CreateBatch(Scope scope, IEnumerable<Sql> statements, FirstQuestion? first = null)
    {
        // One Sync for the whole batch is one implicit transaction: it commits whole, and the setting ends with it.
        var batch = source.CreateBatch();
        batch.BatchCommands.Add(scope.Statement.ToCommand());
        if (first is not null) batch.BatchCommands.Add(first.Query.ToCommand());
        foreach (var statement in statements) batch.BatchCommands.Add(statement.ToCommand());
        return batch;
    }

    private sealed record FirstQuestion(Sql Query, Action<string> Hear);
}

/// <summary>The door of callers without a key: it connects as a role that can read what is public, and nothing else.</summary>
internal sealed class PublicStore(NpgsqlDataSource source, NpgsqlDataSource? streams = null) : Store(source, streams);
