using System.Collections.Concurrent;
using System.Net;

namespace IncidentApi.Features.Webhooks.Guard;

/// <summary>
/// Asks for the addresses of names on threads of its own, so many at once and each name once: a question to a name server that says nothing holds its
/// thread for half a minute, whoever has left meanwhile, and .NET asks on Linux with the threads that serve requests.
/// </summary>
/// <param name="ask">Asks for the addresses of a name, and blocks.</param>
internal sealed class NameLookups(Func<string, IPAddress[]> ask) : IDisposable
{
    internal const int AtOnce = 64;

    private readonly SemaphoreSlim _free = new(AtOnce);
    private readonly ConcurrentDictionary<string, Lazy<Task<IPAddress[]>>> _asked = new(StringComparer.OrdinalIgnoreCase);

    public Task<IPAddress[]> ResolveAsync(string name, CancellationToken cancellation) =>
        _asked.GetOrAdd(name, asked => new(() => AskAsync(asked))).Value.WaitAsync(cancellation);

    public void Dispose() => _free.Dispose();

    private async Task<IPAddress[]> AskAsync(string name)
    {
        await _free.WaitAsync();
        try
        {
            return await Task.Factory.StartNew(() => ask(name), CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);
        }
        finally
        {
            _asked.TryRemove(name, out _);
            _free.Release();
        }
    }
}
