using System.Globalization;
using System.Net;
using System.Net.Sockets;
using Npgsql;

namespace IncidentApi.Local.Postgres.Clusters;

/// <summary>Where a private cluster listens: on a socket that only its user may open, or on a port of this machine.</summary>
internal sealed record ClusterAddress(string Host, int Port, string? Password)
{
    private const int SocketPort = 5432;

    /// <summary>Where the cluster in a folder listens, if it runs.</summary>
    public static ClusterAddress Of(ClusterFolder folder)
    {
        if (!folder.OnLoopback) return new ClusterAddress(folder.Sockets, SocketPort, Password: null);

        // The fourth line of the server's own notes is its port.
        var notes = Path.Combine(folder.Data, "postmaster.pid");
        var port = File.Exists(notes) ? File.ReadLines(notes).ElementAtOrDefault(3) : null;
        return new ClusterAddress(
            "127.0.0.1", int.TryParse(port, CultureInfo.InvariantCulture, out var number) ? number : FreePort(), PasswordIn(folder));
    }

    /// <summary>Where a cluster that is about to start shall listen.</summary>
    public static ClusterAddress Chosen(ClusterFolder folder) => folder.OnLoopback
        ? new ClusterAddress("127.0.0.1", FreePort(), PasswordIn(folder))
        : Of(folder);

    public string ConnectionString(string database, string role) => new NpgsqlConnectionStringBuilder
    {
        Host = Host,
        Port = Port,
        Username = role,
        Password = Password,
        Database = database,
    }.ConnectionString;

    private static string? PasswordIn(ClusterFolder folder) =>
        File.Exists(folder.PasswordFile) ? File.ReadAllText(folder.PasswordFile).Trim() : null;

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
