using System.Runtime.Versioning;
using IncidentApi.Local.Postgres.Programs;

namespace IncidentApi.Local.Postgres;

/// <summary>Sees to it, before anything is made, that the server's user can get to the cluster's folder.</summary>
internal static class Reachability
{
    public static async Task EnsureAsync(string folder, CancellationToken cancellation)
    {
        if (OperatingSystem.IsWindows() || ServerUser.Needed is not { } user) return;

        var run = await ProgramRun.OfAsync("/bin/sh", ["-c", "cd \"$1\"", "sh", folder], user, cancellation);
        if (run.Succeeded) return;

        var closed = Ancestors(folder).LastOrDefault(IsClosed);
        throw new CannotStartException(
            $"PostgreSQL refuses to run as root, so it runs as the user '{user.Name}', who cannot get into {closed ?? folder}. "
            + "Choose another data folder with --data, for instance below /var/lib.");
    }

    [UnsupportedOSPlatform("windows")]
    private static bool IsClosed(string folder) => !File.GetUnixFileMode(folder).HasFlag(UnixFileMode.OtherExecute);

    private static IEnumerable<string> Ancestors(string folder)
    {
        for (var path = folder; path is not null; path = Path.GetDirectoryName(path)) yield return path;
    }
}
