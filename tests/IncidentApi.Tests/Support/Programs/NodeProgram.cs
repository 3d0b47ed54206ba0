namespace IncidentApi.Tests.Support.Programs;

/// <summary>A program of the tests on Node.js, in a folder of tests/, beside its packages.</summary>
internal static class NodeProgram
{
    /// <returns>The folder where the script stands beside its packages.</returns>
    public static async Task<string> InstallAsync(string name, string script)
    {
        var installed = await NodePackages.InstalledAsync($"tests/{name}");
        File.Copy(Repository.Path($"tests/{name}/{script}"), Path.Combine(installed, script), overwrite: true);
        return installed;
    }
}
