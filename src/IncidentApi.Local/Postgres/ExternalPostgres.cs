using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using IncidentApi.Local.Files;
using IncidentApi.Local.Postgres.Programs;
using Npgsql;

namespace IncidentApi.Local.Postgres;

/// <summary>
/// A PostgreSQL server that was there before and stays when the launcher ends. The service's roles get random passwords,
/// which are kept in the data folder.
/// </summary>
internal sealed class ExternalPostgres : IPostgresServer
{
    public const string Variable = "INCIDENTS_POSTGRES";

    private readonly NpgsqlConnectionStringBuilder _server;
    private readonly Dictionary<string, string> _passwords;

    private ExternalPostgres(NpgsqlConnectionStringBuilder server, int majorVersion, Dictionary<string, string> passwords)
    {
        _server = server;
        MajorVersion = majorVersion;
        _passwords = passwords;
    }

    public int MajorVersion { get; }

    public string Owner => _server.Username ?? Environment.UserName;

    public string MaintenanceDatabase => MaintenanceOf(_server);

    /// <summary>The server that the environment names; null if it names none.</summary>
    public static NpgsqlConnectionStringBuilder? Named
    {
        get
        {
            try
            {
                var text = Environment.GetEnvironmentVariable(Variable);
                return string.IsNullOrWhiteSpace(text) ? null : new NpgsqlConnectionStringBuilder(text);
            }
            catch (ArgumentException mistake)
            {
                throw new CannotStartException($"{Variable} is not a connection string that Npgsql understands: {mistake.Message}", mistake);
            }
        }
    }

    /// <summary>A name for a server that can be part of a path.</summary>
    public static string NameOf(NpgsqlConnectionStringBuilder server)
    {
        var address = Encoding.UTF8.GetBytes($"{server.Host}:{server.Port}");
        return $"server-{Convert.ToHexStringLower(SHA256.HashData(address).AsSpan(0, 6))}";
    }

    public static async Task<ExternalPostgres> ConnectAsync(
        NpgsqlConnectionStringBuilder server, string passwordFile, CancellationToken cancellation)
    {
        try
        {
            var maintenance = new NpgsqlConnectionStringBuilder(server.ConnectionString) { Database = MaintenanceOf(server) };
            await using var connection = new NpgsqlConnection(maintenance.ConnectionString);
            await connection.OpenAsync(cancellation);
            var major = connection.PostgreSqlVersion.Major;
            if (major < PostgresPrograms.OldestMajorVersion)
            {
                throw new CannotStartException($"The server of {Variable} is PostgreSQL {major}; "
                    + $"it takes {PostgresPrograms.OldestMajorVersion} or newer.");
            }

            return new ExternalPostgres(server, major, Passwords(passwordFile));
        }
        catch (NpgsqlException refusal)
        {
            throw new CannotStartException($"Cannot reach the PostgreSQL server of {Variable}: {refusal.Message}", refusal);
        }
    }

    public string? PasswordFor(string role) => _passwords.GetValueOrDefault(role);

    public string ConnectionString(string database, string role)
    {
        var builder = new NpgsqlConnectionStringBuilder(_server.ConnectionString) { Database = database };
        if (role == Owner) return builder.ConnectionString;

        builder.Username = role;
        builder.Password = PasswordFor(role);
        return builder.ConnectionString;
    }

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    private static string MaintenanceOf(NpgsqlConnectionStringBuilder server) =>
        server.Database is { } named and not ServiceDatabase.Name ? named : "postgres";

    private static Dictionary<string, string> Passwords(string file)
    {
        var kept = File.Exists(file) ? JsonSerializer.Deserialize<Dictionary<string, string>>(File.ReadAllText(file)) ?? [] : [];
        if (ServiceDatabase.Roles.All(kept.ContainsKey)) return kept;

        // A later version may bring a role that this folder has not met.
        foreach (var role in ServiceDatabase.Roles) kept.TryAdd(role, RandomNumberGenerator.GetHexString(40, lowercase: true));
        PrivateFile.Write(file, JsonSerializer.Serialize(kept));
        return kept;
    }
}
