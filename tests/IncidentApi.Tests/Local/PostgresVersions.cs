using System.Collections.Concurrent;
using IncidentApi.Local.Postgres.Programs;
using Npgsql;

namespace IncidentApi.Tests.Local;

/// <summary>The PostgreSQL versions against which the launcher is tested: the oldest that it takes, and the one that npm brings.</summary>
internal static class PostgresVersions
{
    private static readonly ConcurrentDictionary<int, Lazy<Task<PostgresPrograms>>> Found = new();

    public static TheoryData<int> All => [PostgresPrograms.OldestMajorVersion, NpmPrograms.NewestMajorVersion];

    public static Task<PostgresPrograms> ProgramsAsync(int major) =>
        Found.GetOrAdd(major, new Lazy<Task<PostgresPrograms>>(() => FindAsync(major))).Value;

    /// <summary>The first value of the first row.</summary>
    public static async Task<T> AskAsync<T>(string connectionString, string sql)
    {
        await using var connection = new NpgsqlConnection(connectionString + ";Pooling=false");
        await connection.OpenAsync(TestContext.Current.CancellationToken);
        await using var command = new NpgsqlCommand(sql, connection);
        return (T)(await command.ExecuteScalarAsync(TestContext.Current.CancellationToken))!;
    }

    public static async Task DoAsync(string connectionString, string sql)
    {
        await using var connection = new NpgsqlConnection(connectionString + ";Pooling=false");
        await connection.OpenAsync(TestContext.Current.CancellationToken);
        await using var command = new NpgsqlCommand(sql, connection);
        await command.ExecuteNonQueryAsync(TestContext.Current.CancellationToken);
    }

    private static Task<PostgresPrograms> FindAsync(int major) => PostgresPrograms.FindAsync(major, Console.Out, CancellationToken.None);
}
