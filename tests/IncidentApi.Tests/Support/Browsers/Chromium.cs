using Microsoft.Playwright;

namespace IncidentApi.Tests.Support.Browsers;

/// <summary>The browser of the browser tests: the machine's Chromium, else Debian's package, which root can install at once.</summary>
internal static class Chromium
{
    private static readonly string[] Names = ["chromium", "chromium-browser", "google-chrome"];

    // Headless and without a sandbox, as in a container; it asks nobody but the service.
    private static readonly string[] Flags =
    [
        "--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
        "--disable-component-update", "--disable-sync",
    ];

    public static async Task<IBrowser> LaunchAsync(IPlaywright playwright) =>
        await playwright.Chromium.LaunchAsync(new() { ExecutablePath = await FindAsync(), Args = Flags, Timeout = 120_000 });

    private static Task<string> FindAsync() => DebianPackages.FindOrInstallAsync("Chromium", () => Task.FromResult(Installed()), "chromium");

    private static string? Installed() => (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator)
        .SelectMany(folder => Names.Select(name => Path.Combine(folder, name))).FirstOrDefault(File.Exists);
}
