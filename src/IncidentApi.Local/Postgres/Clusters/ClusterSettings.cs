using System.Text;

namespace IncidentApi.Local.Postgres.Clusters;

/// <summary>
/// What a private cluster is told before each start. Only this user of the machine gets in: through a socket that shows the
/// user's name, or from this machine with a password.
/// </summary>
internal static class ClusterSettings
{
    /// <summary>The roles that the launcher's user may take; PostgreSQL 15 has no word for "all" here.</summary>
    private static readonly string[] Roles =
        [LocalPostgres.Superuser, "incidents_owner", "incidents_app", "incidents_public", "incidents_backup"];

    public static void Write(ClusterFolder folder, PostgresLifetime lifetime, int port)
    {
        var user = Environment.UserName;
        Save(folder, "postgresql.conf", $"""
            data_directory = {Quoted(folder.Data)}
            {(folder.OnLoopback ? OnLoopback : OnSocket(folder))}
            port = {port}
            max_connections = 100
            shared_buffers = 64MB
            max_wal_size = 512MB
            timezone = 'UTC'
            datestyle = 'ISO, YMD'
            lc_messages = 'C'
            logging_collector = off
            log_checkpoints = off
            # A statement, or what is wrong with it, may name a person at risk: errors go to who caused them alone.
            log_min_messages = log
            log_min_error_statement = panic
            log_error_verbosity = terse
            {(lifetime is PostgresLifetime.Throwaway ? Unsafe : "")}
            """);
        Save(folder, "pg_hba.conf", folder.OnLoopback
            ? "host all all 127.0.0.1/32 scram-sha-256"
            : "local all all peer map=launcher");
        Save(folder, "pg_ident.conf", string.Join('\n', Roles.Select(role => $"launcher \"{user}\" {role}")));
    }

    private const string OnLoopback = """
        listen_addresses = '127.0.0.1'
        """;

    private const string Unsafe = """
        fsync = off
        synchronous_commit = off
        full_page_writes = off
        """;

    private static string OnSocket(ClusterFolder folder) => $"""
        listen_addresses = ''
        unix_socket_directories = {Quoted(folder.Sockets)}
        unix_socket_permissions = 0700
        """;

    private static string Quoted(string path) => $"'{path.Replace("'", "''", StringComparison.Ordinal).Replace('\\', '/')}'";

    private static void Save(ClusterFolder folder, string name, string text)
    {
        var path = Path.Combine(folder.Root, name);
        File.WriteAllText(path, text + '\n', new UTF8Encoding(encoderShouldEmitUTF8Identifier: false));
        if (OperatingSystem.IsWindows()) return;

        var own = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        File.SetUnixFileMode(path, ServerUser.Needed is null ? own : own | UnixFileMode.GroupRead | UnixFileMode.OtherRead);
    }
}
