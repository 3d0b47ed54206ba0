using System.Net;
using System.Threading.RateLimiting;
using IncidentApi.Platform.Http;
using IncidentApi.Platform.Limits;
using IncidentApi.Platform.Security;

namespace IncidentApi.Features.Changes.Waiting;

/// <summary>Lets only so many streams and waiting requests stand open, and of one key or network only its share.</summary>
internal sealed class FollowerPlaces(ChangeSettings settings, Networks networks) : IDisposable
{
    private static readonly TimeSpan Later = TimeSpan.FromSeconds(30);

    private readonly ConcurrencyLimiter _all = new(Of(settings.Followers));
    private readonly PartitionedRateLimiter<(Guid, Guid)> _keys = PartitionedRateLimiter.Create<(Guid, Guid), (Guid, Guid)>(
        key => RateLimitPartition.GetConcurrencyLimiter(key, _ => Of(settings.FollowersPerKey)));

    private readonly PartitionedRateLimiter<int> _networks = PartitionedRateLimiter.Create<int, int>(
        network => RateLimitPartition.GetConcurrencyLimiter(network, _ => Of(settings.FollowersPerKey)));

    /// <summary>A place until it is given back.</summary>
    public IDisposable Take(Caller? caller, IPAddress? from)
    {
        var share = caller is null ? _networks.AttemptAcquire(networks.NumberOf(from)) : _keys.AttemptAcquire((caller.OrganisationId, caller.KeyId));
        if (!share.IsAcquired)
        {
            share.Dispose();
            throw new ProblemException(Problems.TooManyRequests.With("As many of your streams and waiting requests stand open as may.", Later));
        }

        var place = _all.AttemptAcquire();
        if (place.IsAcquired) return new Place(share, place);

        place.Dispose();
        share.Dispose();
        throw new ProblemException(Problems.Unavailable.With("As many follow the change logs here as this server can bear.", Later));
    }

    public void Dispose()
    {
        _all.Dispose();
        _keys.Dispose();
        _networks.Dispose();
    }

    private static ConcurrencyLimiterOptions Of(int permits) => new() { PermitLimit = permits, QueueLimit = 0 };

    private sealed class Place(RateLimitLease share, RateLimitLease all) : IDisposable
    {
        public void Dispose()
        {
            all.Dispose();
            share.Dispose();
        }
    }
}
