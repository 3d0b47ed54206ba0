using System.Security.Cryptography;
using IncidentApi.Local.Postgres.Programs;

namespace IncidentApi.Tests.Support.Programs;

/// <summary>Packages of npm, as a lock file of the repository has them, installed once into the folder of build results.</summary>
internal static class NodePackages
{
    private static readonly SemaphoreSlim Turn = new(1);

    /// <summary>The folder with <c>node_modules</c>; the same lock file is installed once.</summary>
    public static async Task<string> InstalledAsync(string sources)
    {
        var folder = Repository.Path(sources);
        var locked = await File.ReadAllBytesAsync(Path.Combine(folder, "package-lock.json"));
        var installed = Repository.Path($"artifacts/{Path.GetFileName(sources)}/{Convert.ToHexStringLower(SHA256.HashData(locked))[..16]}");
        await Turn.WaitAsync();
        try
        {
            if (!Directory.Exists(installed)) await InstallAsync(folder, installed);
            return installed;
        }
        finally
        {
            Turn.Release();
        }
    }

    private static async Task InstallAsync(string sources, string installed)
    {
        var npm = SearchPath.Find(OperatingSystem.IsWindows() ? "npm.cmd" : "npm") ?? throw new InvalidOperationException("These tests need Node.js with npm: apt-get install -y npm");
        var fetched = $"{installed}-{RandomNumberGenerator.GetHexString(8, lowercase: true)}";
        Directory.CreateDirectory(fetched);
        foreach (var file in new[] { "package.json", "package-lock.json" }) File.Copy(Path.Combine(sources, file), Path.Combine(fetched, file));
        var run = await ProgramRun.OfAsync(npm, ["ci", "--prefix", fetched, "--ignore-scripts", "--no-audit", "--no-fund", "--prefer-offline", "--loglevel=error"], user: null, CancellationToken.None);
        if (!run.Succeeded) throw new InvalidOperationException($"npm could not fetch the packages of {sources}: {run.Said}");

        // Whole or not at all: another run may be doing the same.
        if (Directory.Exists(installed)) Directory.Delete(fetched, recursive: true);
        else Directory.Move(fetched, installed);
    }
}
