using System.Globalization;

namespace IncidentApi.Local.Postgres.Programs;

/// <summary>The PostgreSQL installations of this machine: those on the PATH, then those in the folders where packages put them.</summary>
internal static class MachinePrograms
{
    /// <param name="majorVersion">The version that must be; null if any will do that is new enough.</param>
    public static async Task<PostgresPrograms?> FindAsync(int? majorVersion, CancellationToken cancellation)
    {
        foreach (var folder in SearchPath.Folders.Concat(UsualFolders()).Distinct(StringComparer.Ordinal))
        {
            var programs = await PostgresPrograms.InAsync(folder, cancellation);
            if (programs is not null && (majorVersion ?? programs.MajorVersion) == programs.MajorVersion) return programs;
        }

        return null;
    }

    private static IEnumerable<string> UsualFolders() =>
    [
        .. Versions("/usr/lib/postgresql", "*", "bin"),                              // Debian, Ubuntu, Gentoo
        .. Versions("/usr", "pgsql-*", "bin"),                                       // Red Hat, from postgresql.org
        .. Versions("/usr/libexec", "postgresql*", ""),                              // Alpine
        .. Versions("/opt/homebrew/opt", "postgresql@*", "bin"),                     // Homebrew
        .. Versions("/usr/local/opt", "postgresql@*", "bin"),                        // Homebrew on Intel
        .. Versions("/home/linuxbrew/.linuxbrew/opt", "postgresql@*", "bin"),        // Homebrew on Linux
        .. Versions("/Applications/Postgres.app/Contents/Versions", "*", "bin"),     // Postgres.app
        .. Versions("/Library/PostgreSQL", "*", "bin"),                              // the installer for macOS
        .. Versions(Path.Combine(ProgramFiles, "PostgreSQL"), "*", "bin"),           // the installer for Windows
        "/usr/bin",                                                                  // Fedora, Arch
        "/usr/local/bin",                                                            // BSD
        "/usr/local/pgsql/bin",                                                      // built from source
    ];

    private static string ProgramFiles => Environment.GetFolderPath(Environment.SpecialFolder.ProgramFiles);

    /// <summary>The installations side by side in a folder, the newest first.</summary>
    private static IEnumerable<string> Versions(string parent, string pattern, string programs) => Directory.Exists(parent)
        ? Directory.EnumerateDirectories(parent, pattern).OrderByDescending(Number).Select(folder => Path.Combine(folder, programs))
        : [];

    private static int Number(string folder)
    {
        var digits = Path.GetFileName(folder).SkipWhile(letter => !char.IsAsciiDigit(letter)).TakeWhile(char.IsAsciiDigit);
        return int.TryParse(string.Concat(digits), CultureInfo.InvariantCulture, out var number) ? number : 0;
    }
}
