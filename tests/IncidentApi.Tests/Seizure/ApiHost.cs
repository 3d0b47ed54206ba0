using System.Diagnostics;
using System.Text;
using IncidentApi.Local.Postgres.Programs;
using IncidentApi.Tests.Support.Programs;

namespace IncidentApi.Tests.Seizure;

/// <summary>The service as a process of its own, as it runs on a server: everything that it could write by itself goes to one folder, and what it says to a file.</summary>
internal sealed class ApiHost : IAsyncDisposable
{
    private readonly Process _process;
    private readonly StreamWriter _log;

    private ApiHost(Process process, string log, Uri address)
    {
        (_process, Address, Log) = (process, address, log);
        _log = new StreamWriter(log, append: false, new UTF8Encoding(false)) { AutoFlush = true };
        process.OutputDataReceived += Keep;
        process.ErrorDataReceived += Keep;
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
    }

    public Uri Address { get; }

    /// <summary>The file with what it says.</summary>
    public string Log { get; }

    public static async Task<ApiHost> StartAsync(string own, string log, params string[] settings)
    {
        Directory.CreateDirectory(own);
        var address = new Uri($"http://127.0.0.1:{IdentityProvider.FreePort()}");
        var program = Path.Combine(AppContext.BaseDirectory, OperatingSystem.IsWindows() ? "IncidentApi.exe" : "IncidentApi");
        var start = new ProcessStartInfo(program, [$"--urls={address}", .. settings])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            WorkingDirectory = own,
        };
        foreach (var variable in new[] { "HOME", "TMPDIR", "TEMP", "TMP", "USERPROFILE", "XDG_DATA_HOME", "XDG_CONFIG_HOME", "XDG_CACHE_HOME", "ASPNETCORE_TEMP" }) start.Environment[variable] = own;
        var host = new ApiHost(Process.Start(start)!, log, address);
        await host.UntilReadyAsync();
        return host;
    }

    public HttpClient Client(string? key)
    {
        var client = new HttpClient(new SocketsHttpHandler { UseProxy = false }) { BaseAddress = Address };
        if (key is not null) client.DefaultRequestHeaders.TryAddWithoutValidation("Authorization", $"Bearer {key}");
        return client;
    }

    /// <summary>Ends it without a warning, in the middle of whatever it does.</summary>
    public void Kill() => _process.Kill();

    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited)
        {
            await ProgramRun.OfAsync("/bin/kill", [$"{_process.Id}"], user: null, CancellationToken.None);
            await _process.WaitForExitAsync();
        }

        _process.Dispose();
        lock (_log) _log.Dispose();
    }

    private async Task UntilReadyAsync()
    {
        using var client = Client(key: null);
        var waiting = Stopwatch.StartNew();
        while (true)
        {
            try
            {
                using var answer = await client.GetAsync("/health/ready");
                if (answer.IsSuccessStatusCode) return;
            }
            catch (HttpRequestException) when (waiting.Elapsed < TimeSpan.FromSeconds(60))
            {
            }

            if (_process.HasExited) throw new InvalidOperationException($"The service ended before it was ready: {await File.ReadAllTextAsync(Log)}");
            await Task.Delay(100);
        }
    }

    private void Keep(object sender, DataReceivedEventArgs line)
    {
        lock (_log)
        {
            if (line.Data is not null && _log.BaseStream.CanWrite) _log.WriteLine(line.Data);
        }
    }
}
