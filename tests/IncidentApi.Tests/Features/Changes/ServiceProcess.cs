using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;

namespace IncidentApi.Tests.Features.Changes;

/// <summary>The service in a process of its own, at one address through all its lives.</summary>
internal sealed class ServiceProcess : IAsyncDisposable
{
    private readonly string[] _arguments;
    private readonly HttpClient _client;
    private Process? _process;

    public ServiceProcess(string[] arguments, Func<Uri?, string?, HttpClient> client)
    {
        Address = new Uri(string.Create(CultureInfo.InvariantCulture, $"http://127.0.0.1:{FreePort()}"));
        (_arguments, _client) = ([.. arguments, $"--urls={Address}"], client(Address, null));
    }

    public Uri Address { get; }

    public async Task StartAsync()
    {
        for (var waiting = Stopwatch.StartNew(); ;)
        {
            // A connection of somebody else may stand at the port for a moment.
            if (_process is not { HasExited: false }) _process = Spawn();
            try
            {
                using var answer = await _client.GetAsync("/health/ready");
                if (answer.IsSuccessStatusCode) return;
            }
            catch (HttpRequestException)
            {
                // Not yet.
            }

            Assert.True(waiting.Elapsed < TimeSpan.FromMinutes(2), "The service did not start.");
            await Task.Delay(50);
        }
    }

    /// <summary>As a machine that loses its power.</summary>
    public async Task KillAsync()
    {
        if (_process is null) return;

        _process.Kill();
        await _process.WaitForExitAsync();
        _process.Dispose();
        _process = null;
    }

    public async ValueTask DisposeAsync()
    {
        await KillAsync();
        _client.Dispose();
    }

    /// <summary>Below those that connections are given.</summary>
    private static int FreePort()
    {
#pragma warning disable CA5394
        while (true)
        {
            try
            {
                using var free = new TcpListener(IPAddress.Loopback, Random.Shared.Next(20_000, 30_000));
                free.Start();
                return ((IPEndPoint)free.LocalEndpoint).Port;
            }
            catch (SocketException)
            {
                // Taken.
            }
        }
#pragma warning restore CA5394
    }

    private Process Spawn()
    {
        var process = Process.Start(new ProcessStartInfo("dotnet", [Path.Combine(AppContext.BaseDirectory, "IncidentApi.dll"), .. _arguments]) { RedirectStandardOutput = true, RedirectStandardError = true })!;
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        return process;
    }
}
