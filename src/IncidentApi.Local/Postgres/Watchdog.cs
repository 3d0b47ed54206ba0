using System.Diagnostics;
using IncidentApi.Local.Postgres.Clusters;
using IncidentApi.Local.Postgres.Programs;

namespace IncidentApi.Local.Postgres;

/// <summary>
/// Ends a throwaway cluster when the process that started it is gone, even killed. A shell waits at a pipe that only this
/// process holds open: when it closes, for whatever reason, the shell stops the server and deletes its folder.
/// </summary>
internal sealed class Watchdog(Process shell) : IDisposable
{
    private const string Setsid = "/usr/bin/setsid";

    private const string Script = """
        trap '' INT TERM HUP QUIT
        exec >/dev/null 2>&1
        read -r _
        pid=$(head -n 1 "$1/data/postmaster.pid") && kill -QUIT "$pid" && while kill -0 "$pid"; do sleep 0.1; done
        rm -rf "$1" "$2"
        """;

    /// <summary>Watches over a cluster's folder; on Windows, where there is no such shell, nobody does.</summary>
    public static Watchdog? Over(ClusterFolder folder)
    {
        if (OperatingSystem.IsWindows()) return null;

        // In a session of its own, the shell survives a signal sent to the whole group of the tests' processes.
        string[] command = ["/bin/sh", "-c", Script, "sh", folder.Root, folder.Sockets];
        return new Watchdog(File.Exists(Setsid)
            ? ProgramRun.Start(Setsid, command, user: null)
            : ProgramRun.Start(command[0], command[1..], user: null));
    }

    public void Dispose() => shell.Dispose();
}
