using System.Collections.Concurrent;

namespace IncidentApi.Features.Webhooks.Deliveries;

/// <summary>Lets few tests run at once, one of an organisation: each may take as long as its receiver likes, within limits.</summary>
internal sealed class TestPlaces
{
    private const int Most = 4;

    private readonly ConcurrentDictionary<Guid, bool> _taken = new();

    /// <summary>A place until it is given back; null when there is none.</summary>
    public IDisposable? TryTake(Guid organisation)
    {
        if (_taken.Count >= Most || !_taken.TryAdd(organisation, true)) return null;
        return new Place(() => _taken.TryRemove(organisation, out _));
    }

    private sealed class Place(Action giveBack) : IDisposable
    {
        public void Dispose() => giveBack();
    }
}
