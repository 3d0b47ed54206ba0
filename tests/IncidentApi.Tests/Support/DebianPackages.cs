using IncidentApi.Local.Postgres.Programs;

namespace IncidentApi.Tests.Support;

/// <summary>What a test needs of the machine: root on Debian can install it at once, elsewhere the test says what is missing.</summary>
internal static class DebianPackages
{
    private static readonly SemaphoreSlim Turn = new(1);

    /// <param name="find">What the machine has of it; null as long as it is missing.</param>
    public static async Task<string> FindOrInstallAsync(string what, Func<Task<string?>> find, params string[] packages)
    {
        await Turn.WaitAsync();
        try
        {
            if (await find() is { } there) return there;
            if (OperatingSystem.IsLinux() && Environment.UserName == "root" && File.Exists("/usr/bin/apt-get"))
            {
                await AptAsync("update", "-qq");
                await AptAsync(["install", "-y", "-qq", "--no-install-recommends", .. packages]);
            }

            return await find() ?? throw new InvalidOperationException($"These tests need {what}: apt-get install -y {string.Join(' ', packages)}");
        }
        finally
        {
            Turn.Release();
        }
    }

    private static async Task AptAsync(params string[] arguments)
    {
        var run = await ProgramRun.OfAsync("env", ["DEBIAN_FRONTEND=noninteractive", "apt-get", .. arguments], user: null, CancellationToken.None);
        if (!run.Succeeded) throw new InvalidOperationException($"apt-get {arguments[0]} failed: {run.Said}");
    }
}
