using Npgsql;

namespace IncidentApi.Local.Postgres;

/// <summary>Makes a database in which the service can live: with its roles, owned by incidents_owner.</summary>
internal static class ServiceDatabase
{
    // Roles belong to the whole server: two databases made at the same time would disturb each other.
    private const string OneAtATime = "select pg_advisory_lock(7310561)";

    extension(IPostgresServer server)
    {
        /// <summary>Makes an empty database, and the roles if the server lacks them.</summary>
        public async Task CreateDatabaseAsync(string name, CancellationToken cancellation)
        {
            await using var maintenance = await server.OpenAsync("postgres", cancellation);
            await ExecuteAsync(maintenance, OneAtATime, cancellation);
            await ExecuteAsync(maintenance, $"create database {Quoted(name)} template template0 encoding 'UTF8'", cancellation);

            await using var database = await server.OpenAsync(name, cancellation);
            await ExecuteAsync(database, await RolesAsync(cancellation), cancellation);
        }

        private async Task<NpgsqlConnection> OpenAsync(string database, CancellationToken cancellation)
        {
            var connection = new NpgsqlConnection(server.ConnectionString(database, server.Owner) + ";Pooling=false");
            await connection.OpenAsync(cancellation);
            return connection;
        }
    }

    private static async Task<string> RolesAsync(CancellationToken cancellation)
    {
        await using var resource = typeof(ServiceDatabase).Assembly.GetManifestResourceStream("roles.sql")!;
        using var reader = new StreamReader(resource);
        return await reader.ReadToEndAsync(cancellation);
    }

    private static async Task ExecuteAsync(NpgsqlConnection connection, string sql, CancellationToken cancellation)
    {
        await using var command = new NpgsqlCommand(sql, connection);
        await command.ExecuteNonQueryAsync(cancellation);
    }

    private static string Quoted(string name) => $"\"{name.Replace("\"", "\"\"", StringComparison.Ordinal)}\"";
}
