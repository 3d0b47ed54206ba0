using System.Diagnostics;
using System.Security.Cryptography;
using Npgsql;

namespace IncidentApi.Local.Postgres;

/// <summary>Makes a database in which the service can live: with its roles, owned by incidents_owner.</summary>
internal static class ServiceDatabase
{
    /// <summary>The launcher's own database; tests make theirs under other names.</summary>
    public const string Name = "incidents";

    public const string OwnerRole = "incidents_owner";

    public const string AppRole = "incidents_app";

    /// <summary>The one that serves callers without a key: it reads what is public, and nothing else.</summary>
    public const string PublicRole = "incidents_public";

    /// <summary>The roles as which the service logs in.</summary>
    public static readonly string[] Roles = [OwnerRole, AppRole, PublicRole];

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    // Roles belong to the whole server: two databases made at the same time would disturb each other.
    private const string OneAtATime = "select pg_advisory_lock(7310561)";

    extension(IPostgresServer server)
    {
        public async Task<bool> HasDatabaseAsync(string name, CancellationToken cancellation)
        {
            await using var maintenance = await server.OpenAsync(server.MaintenanceDatabase, cancellation);
            await using var command = new NpgsqlCommand("select exists (select from pg_database where datname = $1)", maintenance);
            command.Parameters.AddWithValue(name);
            return (bool)(await command.ExecuteScalarAsync(cancellation))!;
        }

        /// <summary>Makes an empty database, and the roles if the server lacks them.</summary>
        public async Task CreateDatabaseAsync(string name, CancellationToken cancellation)
        {
            await server.MaintainAsync($"create database {Quoted(name)} template template0 encoding 'UTF8'", cancellation);
            await server.PrepareAsync(name, cancellation);
        }

        /// <summary>Brings roles and rights to what this version needs.</summary>
        public async Task PrepareAsync(string name, CancellationToken cancellation)
        {
            await using var maintenance = await server.OpenAsync(server.MaintenanceDatabase, cancellation);
            await ExecuteAsync(maintenance, OneAtATime, cancellation);

            await using var database = await server.OpenAsync(name, cancellation);
            await ExecuteAsync(database, await ReadRolesAsync(cancellation), cancellation);
            foreach (var role in Roles)
            {
                if (server.PasswordFor(role) is not { } password) continue;
                var verifier = ScramVerifier.Of(password, RandomNumberGenerator.GetBytes(16));
                await ExecuteAsync(database, $"alter role {role} password '{verifier}'", cancellation);
            }
        }

        public Task RenameDatabaseAsync(string from, string to, CancellationToken cancellation) =>
            server.MaintainAsync($"alter database {Quoted(from)} rename to {Quoted(to)}", cancellation);

        public async Task DropDatabaseAsync(string name, CancellationToken cancellation)
        {
            var waiting = Stopwatch.StartNew();
            while (true)
            {
                try
                {
                    await server.MaintainAsync($"drop database if exists {Quoted(name)} with (force)", cancellation);
                    return;
                }
                catch (PostgresException busy) when (waiting.Elapsed < Patience
                    && busy.SqlState is PostgresErrorCodes.InsufficientPrivilege or PostgresErrorCodes.ObjectInUse)
                {
                    // PostgreSQL's own cleaner is in it for a moment, and only a superuser could send that away.
                    await Task.Delay(200, cancellation);
                }
            }
        }

        private async Task MaintainAsync(string sql, CancellationToken cancellation)
        {
            await using var maintenance = await server.OpenAsync(server.MaintenanceDatabase, cancellation);
            await ExecuteAsync(maintenance, sql, cancellation);
        }

        private async Task<NpgsqlConnection> OpenAsync(string database, CancellationToken cancellation)
        {
            var connection = new NpgsqlConnection(server.ConnectionString(database, server.Owner) + ";Pooling=false");
            await connection.OpenAsync(cancellation);
            return connection;
        }
    }

    private static async Task<string> ReadRolesAsync(CancellationToken cancellation)
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
