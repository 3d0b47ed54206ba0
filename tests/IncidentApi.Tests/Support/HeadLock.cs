using Npgsql;

namespace IncidentApi.Tests.Support;

/// <summary>Holds rows for which others then wait: the head of an organisation's change log, for which every write of that organisation does, or whichever a test names.</summary>
internal sealed class HeadLock : IAsyncDisposable
{
    private readonly NpgsqlDataSource _source;
    private readonly NpgsqlConnection _connection;
    private bool _released;

    private HeadLock(NpgsqlDataSource source, NpgsqlConnection connection) => (_source, _connection) = (source, connection);

    public static Task<HeadLock> OfAsync(Api api, Guid organisation) => OnAsync(api, $"heads where organisation_id = '{organisation}'");

    /// <param name="rows">What stands behind <c>from</c>.</param>
    /// <param name="database">Where; null for the one that most tests share.</param>
    public static async Task<HeadLock> OnAsync(Api api, string rows, string? database = null)
    {
        var source = NpgsqlDataSource.Create((database is null ? api.ConnectionString("postgres") : api.ConnectionString("postgres", database)) + ";Pooling=false");
        var connection = await source.OpenConnectionAsync();
        await using var command = connection.CreateCommand();
        command.CommandText = $"begin; select from {rows} for update";
        await command.ExecuteNonQueryAsync();
        return new HeadLock(source, connection);
    }

    /// <summary>How many server processes wait for it, or for one that does.</summary>
    public async Task<long> WaitersAsync(Api api) => (long)(await api.SqlAsync("postgres", $"""
        with recursive waiting (pid) as (
            select {_connection.ProcessID} union select a.pid from waiting w join pg_stat_activity a on w.pid = any(pg_blocking_pids(a.pid)))
        select count(*) - 1 from waiting
        """))[0][0];

    public async ValueTask DisposeAsync()
    {
        if (_released) return;

        _released = true;
        await _connection.DisposeAsync();
        await _source.DisposeAsync();
    }
}
