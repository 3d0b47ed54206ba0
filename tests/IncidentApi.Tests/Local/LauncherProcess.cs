using System.Diagnostics;
using System.Globalization;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json.Nodes;
using IncidentApi.Local.Postgres;
using IncidentApi.Local.Postgres.Programs;

namespace IncidentApi.Tests.Local;

/// <summary>The built launcher as a process of its own, as somebody would start it from a terminal.</summary>
internal sealed class LauncherProcess : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(90);

    private readonly Process _process;
    private readonly StringBuilder _output = new();
    private readonly string _readyFile;

    private LauncherProcess(Process process, string readyFile)
    {
        _process = process;
        _readyFile = readyFile;
        process.OutputDataReceived += Keep;
        process.ErrorDataReceived += Keep;
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
    }

    /// <summary>What it has printed so far.</summary>
    public string Output
    {
        get
        {
            lock (_output) return _output.ToString();
        }
    }

    public bool HasExited => _process.HasExited;

    /// <summary>Starts a launcher on a data folder, at any free port.</summary>
    public static LauncherProcess Start(TemporaryFolder folder, params string[] options) => Start(folder, server: null, options);

    public static LauncherProcess Start(TemporaryFolder folder, string? server, string[] options, params (string Name, string Value)[] environment)
    {
        var readyFile = folder[$"ready-{Guid.CreateVersion7():N}.json"];
        var program = Path.Combine(AppContext.BaseDirectory, OperatingSystem.IsWindows() ? "IncidentApi.Local.exe" : "IncidentApi.Local");
        string[] usual = [.. Unless("--data", folder["data"]), .. Unless("--port", "0"), "--ready-file", readyFile];
        var start = new ProcessStartInfo(program, [.. usual, .. options])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            WorkingDirectory = folder.Path,
        };
        start.Environment[ExternalPostgres.Variable] = server;
        foreach (var (name, value) in environment) start.Environment[name] = value;
        return new LauncherProcess(Process.Start(start)!, readyFile);

        string[] Unless(string option, string value) => options.Contains(option) ? [] : [option, value];
    }

    /// <summary>The process of the private PostgreSQL of a data folder; null if it does not run.</summary>
    public static int? ServerIn(TemporaryFolder folder)
    {
        var notes = folder["data/postgres/data/postmaster.pid"];
        return File.Exists(notes) ? int.Parse(File.ReadLines(notes).First(), CultureInfo.InvariantCulture) : null;
    }

    /// <summary>Waits for the ready file.</summary>
    public async Task<Ready> ReadyAsync()
    {
        var waiting = Stopwatch.StartNew();
        while (!File.Exists(_readyFile))
        {
            Assert.False(_process.HasExited, $"The launcher ended before it was ready:\n{Output}");
            Assert.True(waiting.Elapsed < Patience, $"The launcher was not ready in time:\n{Output}");
            await Task.Delay(50, TestContext.Current.CancellationToken);
        }

        return ReadyFile();
    }

    public Ready ReadyFile()
    {
        var json = JsonNode.Parse(File.ReadAllText(_readyFile))!;
        return new Ready(_readyFile, (string)json["url"]!, (string)json["operatorKey"]!, (string)json["adminKey"]!, (string)json["postgres"]!);
    }

    /// <summary>Waits for the end, and what it printed until then.</summary>
    public async Task<int> ExitCodeAsync()
    {
        await _process.WaitForExitAsync(TestContext.Current.CancellationToken).WaitAsync(Patience, TestContext.Current.CancellationToken);
        return _process.ExitCode;
    }

    /// <summary>Sends a signal (INT, TERM) and waits for the end.</summary>
    public async Task<int> StopAsync(string signal)
    {
        await ProgramRun.OfAsync("/bin/kill", ["-s", signal, _process.Id.ToString(CultureInfo.InvariantCulture)], user: null, CancellationToken.None);
        return await ExitCodeAsync();
    }

    public async Task KillAsync()
    {
        _process.Kill();
        await _process.WaitForExitAsync(CancellationToken.None);
    }

    /// <summary>Stops what a failed test left running.</summary>
    public void Dispose()
    {
        if (!_process.HasExited)
        {
            ProgramRun.OfAsync("/bin/kill", [_process.Id.ToString(CultureInfo.InvariantCulture)], user: null, CancellationToken.None)
                .GetAwaiter().GetResult();
            _process.WaitForExit(Patience);
        }

        _process.Dispose();
    }

    private void Keep(object sender, DataReceivedEventArgs line)
    {
        lock (_output) _output.AppendLine(line.Data);
    }

    /// <summary>What a ready file says, and a client that uses it.</summary>
    internal sealed record Ready(string File, string Url, string OperatorKey, string AdminKey, string Postgres)
    {
        public HttpClient Client(string? key = null)
        {
            var client = new HttpClient(new SocketsHttpHandler { UseProxy = false }) { BaseAddress = new Uri(Url) };
            client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", key ?? AdminKey);
            return client;
        }

        /// <summary>Somebody without a key.</summary>
        public HttpClient Anybody() => new(new SocketsHttpHandler { UseProxy = false }) { BaseAddress = new Uri(Url) };

        /// <summary>How many incidents the admin key sees.</summary>
        public Task<int> CountAsync() => CountAsync(Client());

        /// <summary>How many incidents everybody sees.</summary>
        public Task<int> PublicCountAsync() => CountAsync(Anybody());

        private static async Task<int> CountAsync(HttpClient client)
        {
            using (client)
            {
                var page = JsonNode.Parse(await client.GetStringAsync("/v1/incidents?count=exact", TestContext.Current.CancellationToken))!;
                return (int)page["count"]!;
            }
        }
    }
}
