using System.Security.Cryptography;
using System.Text;

namespace IncidentApi.Local.Postgres.Clusters;

/// <summary>
/// Where a private cluster keeps what. Settings belong to the launcher's user, data and log to the server's, so that the
/// server cannot trick a launcher started by root into writing elsewhere.
/// </summary>
/// <param name="OnLoopback">Listens on a port of this machine and asks for a password, instead of a socket that knows its user.</param>
internal sealed record ClusterFolder(string Root, bool OnLoopback)
{
    // The address of a socket holds 104 bytes on macOS, 108 on Linux, a final zero included.
    private const int LongestSocketPath = 103;

    private const string Unfinished = "unfinished-";

    /// <summary>The cluster in a folder, reached as this system allows: Npgsql knows no sockets on Windows.</summary>
    public static ClusterFolder At(string path) => new(Path.GetFullPath(path), OperatingSystem.IsWindows());

    public string Data => Path.Combine(Root, "data");

    public string Log => Path.Combine(Root, "log", "server.log");

    public string PasswordFile => Path.Combine(Root, "password");

    /// <summary>The folder of the socket: inside the cluster's own, unless the path would be too long for the system.</summary>
    public string Sockets
    {
        get
        {
            var inside = Path.Combine(Root, "socket");
            if (Encoding.UTF8.GetByteCount(Path.Combine(inside, ".s.PGSQL.5432")) <= LongestSocketPath) return inside;

            var name = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(Root)).AsSpan(0, 6));
            return Path.Combine(Posix.IsRoot ? "/var/run" : "/tmp", $"incidents-{name}");
        }
    }

    /// <summary>The major version that made the data; null if there is no data.</summary>
    public int? MajorVersion
    {
        get
        {
            var file = Path.Combine(Data, "PG_VERSION");
            return File.Exists(file) && int.TryParse(File.ReadAllText(file).Trim(), out var major) ? major : null;
        }
    }

    public void Make()
    {
        Folders.MakePassage(Root);
        Folders.MakePrivate(Path.GetDirectoryName(Log)!, ServerUser.Needed);
        if (!OnLoopback) Folders.MakePrivate(Sockets, ServerUser.Needed);
    }

    /// <summary>A name for data that is not whole yet, or no longer: the next start deletes what bears it.</summary>
    public string NewUnfinishedName() => Path.Combine(Root, $"{Unfinished}{RandomNumberGenerator.GetHexString(8, lowercase: true)}");

    public void Delete()
    {
        if (Directory.Exists(Data)) Directory.Move(Data, NewUnfinishedName());
        if (Directory.Exists(Sockets)) Directory.Delete(Sockets, recursive: true);
        if (Directory.Exists(Root)) Directory.Delete(Root, recursive: true);
    }

    public void DeleteUnfinished() => Folders.Forget(Root, $"{Unfinished}*");

    /// <summary>The last lines of the server's log, for a message that says why it did not start.</summary>
    public string LastWords() => File.Exists(Log) ? string.Join('\n', File.ReadLines(Log).TakeLast(5)) : "";
}
