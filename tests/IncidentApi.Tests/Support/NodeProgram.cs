using System.Security.Cryptography;
using IncidentApi.Local.Postgres;

namespace IncidentApi.Tests.Support;

/// <summary>A program of the tests on Node.js, in a folder of tests/: its packages are fetched once, as its lock file says.</summary>
internal static class NodeProgram
{
    /// <returns>Where the script stands beside its packages.</returns>
    public static async Task<string> InstallAsync(string name, string script)
    {
        var sources = Repository.Path($"tests/{name}");
        var locked = await File.ReadAllBytesAsync(Path.Combine(sources, "package-lock.json"));
        var installed = Repository.Path($"artifacts/{name}/{Convert.ToHexStringLower(SHA256.HashData(locked))[..16]}");
        if (!Directory.Exists(installed))
        {
            var npm = SearchPath.Find(OperatingSystem.IsWindows() ? "npm.cmd" : "npm") ?? throw new InvalidOperationException($"tests/{name} needs Node.js with npm: apt-get install -y npm");
            var fetched = $"{installed}-{RandomNumberGenerator.GetHexString(8, lowercase: true)}";
            Directory.CreateDirectory(fetched);
            foreach (var file in new[] { "package.json", "package-lock.json" }) File.Copy(Path.Combine(sources, file), Path.Combine(fetched, file));
            var run = await ProgramRun.OfAsync(npm, ["ci", "--prefix", fetched, "--ignore-scripts", "--no-audit", "--no-fund", "--prefer-offline", "--loglevel=error"], user: null, CancellationToken.None);
            if (!run.Succeeded) throw new InvalidOperationException($"npm could not fetch what tests/{name} needs: {run.Said}");

            // Whole or not at all: another run may be doing the same.
            if (Directory.Exists(installed)) Directory.Delete(fetched, recursive: true);
            else Directory.Move(fetched, installed);
        }

        File.Copy(Path.Combine(sources, script), Path.Combine(installed, script), overwrite: true);
        return installed;
    }
}
