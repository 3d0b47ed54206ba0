using IncidentApi.Local.Postgres;

namespace IncidentApi.Local.Files;

/// <summary>
/// Where the launcher keeps things unless told otherwise: among the user's own, or, for root, whose home is closed to the
/// user as whom PostgreSQL runs, among the machine's.
/// </summary>
internal static class UserFolders
{
    private const string Name = "incidents-local";

    public static string Data => Posix.IsRoot
        ? Path.Combine("/var/lib", Name)
        : Path.Combine(Of(Environment.SpecialFolder.LocalApplicationData), Name);

    public static string Cache => Posix.IsRoot ? Path.Combine("/var/cache", Name) : Path.Combine(UserCache, Name);

    private static string UserCache
    {
        get
        {
            if (OperatingSystem.IsWindows()) return Path.Combine(Of(Environment.SpecialFolder.LocalApplicationData), "cache");
            if (OperatingSystem.IsMacOS()) return Path.Combine(Of(Environment.SpecialFolder.UserProfile), "Library", "Caches");

            var chosen = Environment.GetEnvironmentVariable("XDG_CACHE_HOME");
            return Path.IsPathFullyQualified(chosen ?? "") ? chosen! : Path.Combine(Of(Environment.SpecialFolder.UserProfile), ".cache");
        }
    }

    private static string Of(Environment.SpecialFolder folder)
    {
        var path = Environment.GetFolderPath(folder, Environment.SpecialFolderOption.DoNotVerify);
        return path.Length > 0 ? path : Path.GetTempPath();
    }
}
