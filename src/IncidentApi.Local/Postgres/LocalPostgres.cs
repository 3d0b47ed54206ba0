using System.Diagnostics;
using System.Net.Sockets;
using IncidentApi.Local.Postgres.Clusters;
using IncidentApi.Local.Postgres.Programs;
using Npgsql;

namespace IncidentApi.Local.Postgres;

/// <summary>
/// A private PostgreSQL cluster in a folder of its own, which nobody but this user of the machine can reach.
/// It runs in a session of its own, so that Ctrl-C in the terminal does not reach it before the service is done with it.
/// </summary>
internal sealed class LocalPostgres : IPostgresServer
{
    public const string Superuser = "postgres";

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private readonly ClusterFolder _folder;
    private readonly PostgresPrograms _programs;
    private readonly PostgresLifetime _lifetime;
    private ClusterAddress _address;
    private Watchdog? _watchdog;
    private bool _stopped;

    private LocalPostgres(ClusterFolder folder, PostgresPrograms programs, PostgresLifetime lifetime)
    {
        _folder = folder;
        _programs = programs;
        _lifetime = lifetime;
        _address = ClusterAddress.Of(folder);
    }

    public int MajorVersion => _programs.MajorVersion;

    public string Owner => Superuser;

    public string MaintenanceDatabase => "postgres";

    /// <summary>Whether the server already ran: a launcher that was killed left it.</summary>
    public bool Adopted { get; private set; }

    /// <summary>Starts the cluster in a folder, or adopts the one that runs there; makes it first if there is none.</summary>
    public static Task<LocalPostgres> StartAsync(
        string folder, PostgresPrograms programs, PostgresLifetime lifetime, CancellationToken cancellation) =>
        StartAsync(ClusterFolder.At(folder), programs, lifetime, cancellation);

    public static async Task<LocalPostgres> StartAsync(
        ClusterFolder folder, PostgresPrograms programs, PostgresLifetime lifetime, CancellationToken cancellation)
    {
        var cluster = new LocalPostgres(folder, programs, lifetime);
        try
        {
            await cluster.StartAsync(cancellation);
            return cluster;
        }
        catch
        {
            await cluster.DisposeAsync();
            throw;
        }
    }

    /// <summary>Throws a cluster away, and stops it first if a killed launcher left it running.</summary>
    public static async Task DiscardAsync(ClusterFolder folder, PostgresPrograms programs, CancellationToken cancellation)
    {
        if (folder.MajorVersion is not null)
        {
            // It fails if nothing runs, which is just as well.
            await ProgramRun.OfAsync(
                programs.PgCtl, ["stop", "--pgdata", folder.Data, "--mode=immediate", "--silent"], ServerUser.Needed, cancellation);
        }

        folder.Delete();
    }

    public string? PasswordFor(string role) => _address.Password;

    public string ConnectionString(string database, string role) => _address.ConnectionString(database, role);

    /// <summary>Stops the server: clients are sent away, everything is on disk.</summary>
    public async Task StopAsync()
    {
        if (_stopped) return;

        _stopped = true;
        if (_folder.MajorVersion is not null)
        {
            var how = _lifetime is PostgresLifetime.Throwaway ? "immediate" : "fast";
            await PgCtlAsync(CancellationToken.None, "stop", "--mode", how, "--wait", "--timeout=60", "--silent");
        }

        if (_lifetime is PostgresLifetime.Throwaway) _folder.Delete();
        _watchdog?.Dispose();
    }

    public async ValueTask DisposeAsync() => await StopAsync();

    private async Task StartAsync(CancellationToken cancellation)
    {
        _folder.Make();
        await Reachability.EnsureAsync(_folder.Root, cancellation);
        if (_folder.MajorVersion is null) await ClusterBirth.MakeAsync(_folder, _programs, _lifetime, cancellation);
        if (_folder.MajorVersion is { } major && major != MajorVersion)
        {
            throw new CannotStartException($"The data in {_folder.Root} was made by PostgreSQL {major}, which alone can read it; "
                + $"this is PostgreSQL {MajorVersion}.");
        }

        if (_lifetime is PostgresLifetime.Throwaway) _watchdog = Watchdog.Over(_folder);
        await UntilItAnswersAsync(cancellation);
    }

    private async Task UntilItAnswersAsync(CancellationToken cancellation)
    {
        Adopted = true;
        var waiting = Stopwatch.StartNew();
        while (true)
        {
            var state = await LookAsync(cancellation);
            if (state is State.Answering) return;

            if (state is State.Absent)
            {
                Adopted = false;
                var run = await LaunchAsync(cancellation);
                if (run.Succeeded) continue;

                // After a server was killed, what it left behind keeps its memory for a moment, and the next one has to wait.
                if (waiting.Elapsed > Patience) throw new CannotStartException($"PostgreSQL did not start.\n{run.Said}\n{_folder.LastWords()}");
            }
            else if (waiting.Elapsed > Patience)
            {
                throw new CannotStartException($"PostgreSQL in {_folder.Root} runs, but does not accept connections.\n{_folder.LastWords()}");
            }

            await Task.Delay(100, cancellation);
        }
    }

    private async Task<ProgramRun> LaunchAsync(CancellationToken cancellation)
    {
        _address = ClusterAddress.Chosen(_folder);
        ClusterSettings.Write(_folder, _lifetime, _address.Port);
        return await PgCtlAsync(cancellation, "start", "--log", _folder.Log, "--wait", "--timeout=60", "--silent");
    }

    private async Task<State> LookAsync(CancellationToken cancellation)
    {
        try
        {
            await using var connection = new NpgsqlConnection(ConnectionString(MaintenanceDatabase, Superuser) + ";Pooling=false;Timeout=10");
            await connection.OpenAsync(cancellation);
            return State.Answering;
        }
        catch (PostgresException busy) when (busy.SqlState is PostgresErrorCodes.CannotConnectNow or PostgresErrorCodes.TooManyConnections)
        {
            return State.Busy;
        }
        catch (NpgsqlException absent) when (absent.InnerException is SocketException)
        {
            return State.Absent;
        }
    }

    private Task<ProgramRun> PgCtlAsync(CancellationToken cancellation, params string[] arguments) =>
        ProgramRun.OfAsync(_programs.PgCtl, [.. arguments, "--pgdata", _folder.Root], ServerUser.Needed, cancellation);

    private enum State
    {
        Absent,
        Busy,
        Answering,
    }
}
