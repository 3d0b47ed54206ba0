using System.Net;
using System.Threading.RateLimiting;
using IncidentApi.Platform.Limits;
using IncidentApi.Platform.Security;

namespace IncidentApi.Features.Exports;

/// <summary>
/// Lets so many exports run together and no more, of one organisation or network only its share. Nobody waits here: an export may take half
/// an hour, so who comes too many is told to come again.
/// </summary>
internal sealed class ExportPlaces(ExportSettings settings, Networks networks) : IDisposable
{
    public static readonly TimeSpan Later = TimeSpan.FromSeconds(30);

    private readonly ConcurrencyLimiter _all = new(Of(settings.AtOnce));
    private readonly ConcurrencyLimiter _withoutKey = new(Of(Math.Max(1, settings.AtOnce / 2)));
    private readonly PartitionedRateLimiter<Guid> _organisations =
        PartitionedRateLimiter.Create<Guid, Guid>(id => RateLimitPartition.GetConcurrencyLimiter(id, _ => Of(settings.AtOncePerOrganisation)));

    private readonly PartitionedRateLimiter<int> _networks =
        PartitionedRateLimiter.Create<int, int>(network => RateLimitPartition.GetConcurrencyLimiter(network, _ => Of(1)));

    /// <summary>A place until it is given back; null when there is none.</summary>
    public IDisposable? TryTake(Caller? caller, IPAddress? from)
    {
        RateLimitLease[] leases = caller is null
            ? [_networks.AttemptAcquire(networks.NumberOf(from)), _withoutKey.AttemptAcquire(), _all.AttemptAcquire()]
            : [_organisations.AttemptAcquire(caller.OrganisationId), _all.AttemptAcquire()];
        var place = new Place(leases);
        if (leases.All(lease => lease.IsAcquired)) return place;

        place.Dispose();
        return null;
    }

    public void Dispose()
    {
        _all.Dispose();
        _withoutKey.Dispose();
        _organisations.Dispose();
        _networks.Dispose();
    }

    private static ConcurrencyLimiterOptions Of(int permits) => new() { PermitLimit = permits, QueueLimit = 0 };

    private sealed class Place(RateLimitLease[] leases) : IDisposable
    {
        public void Dispose()
        {
            foreach (var lease in leases) lease.Dispose();
        }
    }
}
