using System.Security.Cryptography;
using IncidentApi.Local.Files;
using IncidentApi.Local.Postgres.Programs;

namespace IncidentApi.Local.Postgres.Clusters;

/// <summary>Makes the data of a private cluster. It gets its name only when it is whole, so a launcher killed meanwhile starts afresh.</summary>
internal static class ClusterBirth
{
    public static async Task MakeAsync(
        ClusterFolder folder, PostgresPrograms programs, PostgresLifetime lifetime, CancellationToken cancellation)
    {
        folder.DeleteUnfinished();
        var unborn = folder.NewUnfinishedName();
        Folders.MakePrivate(unborn, ServerUser.Needed);

        List<string> arguments =
        [
            "--pgdata", unborn, "--username", LocalPostgres.Superuser, "--encoding=UTF8", "--data-checksums", "--no-instructions",
            .. Locale(programs.MajorVersion), .. Authentication(folder),
        ];
        if (lifetime is PostgresLifetime.Throwaway) arguments.Add("--no-sync");

        var run = await ProgramRun.OfAsync(programs.Initdb, arguments, ServerUser.Needed, cancellation);
        if (!run.Succeeded) throw new CannotStartException($"PostgreSQL could not make its data folder.\n{run.Said}");

        Directory.Move(unborn, folder.Data);
    }

    /// <summary>Code-point order and Unicode letters, whatever the machine's language; where the system has no such locale, PostgreSQL's own.</summary>
    private static string[] Locale(int majorVersion) => (OperatingSystem.IsLinux(), majorVersion) switch
    {
        (true, _) => ["--locale=C.UTF-8"],
        (false, >= 17) => ["--locale=C", "--locale-provider=builtin", "--builtin-locale=C.UTF-8"],
        (false, _) => ["--locale=C"],
    };

    private static string[] Authentication(ClusterFolder folder)
    {
        if (!folder.OnLoopback) return ["--auth=peer"];

        PrivateFile.Write(folder.PasswordFile, RandomNumberGenerator.GetHexString(32, lowercase: true));
        if (ServerUser.Needed is { } reader) Posix.Give(folder.PasswordFile, reader.User, reader.Group);
        return ["--auth=scram-sha-256", "--pwfile", folder.PasswordFile];
    }
}
