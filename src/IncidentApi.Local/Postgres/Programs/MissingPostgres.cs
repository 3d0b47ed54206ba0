namespace IncidentApi.Local.Postgres.Programs;

/// <summary>What to tell someone whose machine has no PostgreSQL: why, and the one command that mends it.</summary>
internal static class MissingPostgres
{
    /// <summary>Package managers by their program, and what each is asked for; {0} is a major version.</summary>
    private static readonly (string Program, string Any, string Exactly)[] PackageManagers =
    [
        ("/usr/bin/apt-get", "apt-get install -y postgresql", "apt-get install -y postgresql-{0}"),
        ("/usr/bin/dnf", "dnf install -y postgresql-server postgresql-contrib", "dnf install -y postgresql{0}-server postgresql{0}-contrib"),
        ("/sbin/apk", "apk add postgresql postgresql-contrib", "apk add postgresql{0} postgresql{0}-contrib"),
        ("/usr/bin/pacman", "pacman -S --noconfirm postgresql", "pacman -S --noconfirm postgresql"),
        ("/usr/bin/zypper", "zypper install -y postgresql-server postgresql-contrib", "zypper install -y postgresql{0}-server postgresql{0}-contrib"),
    ];

    public static CannotStartException Because(string? reason, int? majorVersion)
    {
        var wanted = majorVersion is { } major
            ? $"The data was made by PostgreSQL {major}, which alone can read it and is not on this machine."
            : $"There is no PostgreSQL {PostgresPrograms.OldestMajorVersion} or newer on this machine.";
        return new CannotStartException($"{wanted} {reason}\nInstall it with:\n\n    {Command(majorVersion)}\n");
    }

    private static string Command(int? majorVersion)
    {
        var version = majorVersion ?? NpmPrograms.NewestMajorVersion;
        if (OperatingSystem.IsMacOS()) return $"brew install postgresql@{version}";
        if (OperatingSystem.IsWindows()) return $"winget install PostgreSQL.PostgreSQL.{version}";

        var (_, any, exactly) = PackageManagers.FirstOrDefault(manager => File.Exists(manager.Program), PackageManagers[0]);
        var command = majorVersion is null ? any : string.Format(null, exactly, version);
        return Posix.IsRoot ? command : $"sudo {command}";
    }
}
