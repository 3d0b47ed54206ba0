using System.Net;
using System.Net.Sockets;
using IncidentApi.Local.Postgres;
using IncidentApi.Local.Postgres.Programs;

namespace IncidentApi.Tests.Local;

/// <summary>What keeps the launcher from starting is said in one clear message, and leaves nothing running.</summary>
public sealed class LaunchRefusalTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task A_taken_port_is_named()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        var port = ((IPEndPoint)listener.LocalEndpoint).Port;

        using var launcher = LauncherProcess.Start(_folder, "--port", $"{port}");

        Assert.Equal(1, await launcher.ExitCodeAsync());
        Assert.Contains($"Port {port} is taken", launcher.Output, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", launcher.Output, StringComparison.Ordinal);
        Assert.Null(LauncherProcess.ServerIn(_folder));
    }

    [Theory]
    [InlineData("--port", "seventy")]
    [InlineData("--port", "65536")]
    [InlineData("--what", "1")]
    public async Task An_option_that_is_not_understood_changes_nothing(string option, string value)
    {
        using var launcher = LauncherProcess.Start(_folder, option, value);

        Assert.Equal(1, await launcher.ExitCodeAsync());
        Assert.False(Directory.Exists(_folder["data"]));
    }

    [Fact]
    public async Task A_connection_string_that_is_none_is_named()
    {
        using var launcher = LauncherProcess.Start(_folder, "postgres://somewhere", []);

        Assert.Equal(1, await launcher.ExitCodeAsync());
        Assert.Contains("INCIDENTS_POSTGRES", launcher.Output, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", launcher.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_folder_that_the_servers_user_cannot_reach_is_named()
    {
        if (OperatingSystem.IsWindows() || !Posix.IsRoot) return;

        Directory.CreateDirectory(_folder["closed"], UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);

        using var launcher = LauncherProcess.Start(_folder, "--data", _folder["closed/data"]);

        Assert.Equal(1, await launcher.ExitCodeAsync());
        Assert.Contains(_folder["closed"], launcher.Output, StringComparison.Ordinal);
        Assert.Contains("--data", launcher.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_data_folder_that_is_a_file_is_named()
    {
        await File.WriteAllTextAsync(_folder["data"], "not a folder", TestContext.Current.CancellationToken);

        using var launcher = LauncherProcess.Start(_folder);

        Assert.Equal(1, await launcher.ExitCodeAsync());
        Assert.Contains(_folder["data"], launcher.Output, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", launcher.Output, StringComparison.Ordinal);
    }

    [Fact]
    public void A_machine_without_PostgreSQL_is_told_the_one_command_that_mends_it()
    {
        var message = MissingPostgres.Because("npm is not there either.", majorVersion: null).Message;

        Assert.Contains("15 or newer", message, StringComparison.Ordinal);
        Assert.Single(message.Split('\n'), line => line.Contains("install", StringComparison.Ordinal) && line.StartsWith("    ", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Programs_that_are_too_old_or_incomplete_are_passed_over()
    {
        if (OperatingSystem.IsWindows()) return;

        foreach (var program in new[] { "initdb", "pg_ctl", "postgres" })
        {
            await File.WriteAllTextAsync(_folder[program], "#!/bin/sh\necho 'postgres (PostgreSQL) 14.9'\n", TestContext.Current.CancellationToken);
            File.SetUnixFileMode(_folder[program], UnixFileMode.UserRead | UnixFileMode.OtherRead | UnixFileMode.UserExecute | UnixFileMode.OtherExecute);
        }

        Assert.Null(await PostgresPrograms.InAsync(_folder.Path, TestContext.Current.CancellationToken));

        File.Delete(_folder["initdb"]);
        Assert.Null(await PostgresPrograms.InAsync(_folder.Path, TestContext.Current.CancellationToken));
    }
}
