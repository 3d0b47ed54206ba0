using System.Net;
using System.Threading.RateLimiting;
using IncidentApi.Platform.Http;

namespace IncidentApi.Platform.Limits;

/// <summary>
/// Bounds how often the database is asked for keys that never worked here: by network, and all together. A key that did work is never
/// counted, so that who floods from behind a proxy does not lock out its neighbours.
/// </summary>
internal sealed class UnknownKeys(LimitSettings settings, Networks networks) : IDisposable
{
    private readonly Allowance<int> _networks = new("unknown-keys", settings.UnknownKeys);
    private readonly ConcurrencyLimiter _places = new(new() { PermitLimit = 4, QueueLimit = 200, QueueProcessingOrder = QueueProcessingOrder.OldestFirst });

    /// <summary>Throws a problem instead of asking once more than a network may.</summary>
    public void Charge(IPAddress? from)
    {
        if (_networks.Take(networks.NumberOf(from), 1) is { Granted: false, Wait: var wait })
        {
            throw new ProblemException(Problems.TooManyRequests.With("Too many keys that do not work came from your network.", wait));
        }
    }

    public async Task<T> AskAsync<T>(Func<Task<T>> ask)
    {
        using var place = await _places.AcquireAsync();
        return place.IsAcquired ? await ask() : throw new ProblemException(Problems.Unavailable.With("Too many requests wait for their turn."));
    }

    public void Dispose()
    {
        _networks.Dispose();
        _places.Dispose();
    }
}
