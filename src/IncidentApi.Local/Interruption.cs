using System.Runtime.InteropServices;
using IncidentApi.Local.Postgres;

namespace IncidentApi.Local;

/// <summary>Ctrl-C, a closed terminal or a polite kill: asks everything to stop in order, instead of ending the process at once.</summary>
internal sealed class Interruption : IDisposable
{
    private static readonly PosixSignal[] Signals = [PosixSignal.SIGINT, PosixSignal.SIGTERM, PosixSignal.SIGHUP, PosixSignal.SIGQUIT];

    private readonly CancellationTokenSource _source = new();
    private readonly PosixSignalRegistration[] _registrations;

    public Interruption()
    {
        // A script that starts the launcher in the background hands it an ignored SIGINT, which .NET would leave ignored.
        Posix.HeedInterrupts();
        _registrations = [.. Signals.Select(signal => PosixSignalRegistration.Create(signal, Note))];
    }

    public CancellationToken Token => _source.Token;

    public void Dispose()
    {
        foreach (var registration in _registrations) registration.Dispose();
        _source.Dispose();
    }

    private void Note(PosixSignalContext context)
    {
        context.Cancel = true;
        _source.Cancel();
    }
}
