using System.Net;
using System.Threading.RateLimiting;
using IncidentApi.Platform.Http;
using IncidentApi.Platform.Limits;
using IncidentApi.Platform.Security;

namespace IncidentApi.Features.Changes.Waiting;

/// <summary>
/// Lets only so many streams and waiting requests stand open: of one key or network only its share, of one organisation a quarter, and of all who
/// show no key half, however many addresses they come from.
/// </summary>
internal sealed class FollowerPlaces(ChangeSettings settings, Networks networks) : IDisposable
{
    private static readonly TimeSpan Later = TimeSpan.FromSeconds(30);

    private readonly ConcurrencyLimiter _all = new(Of(settings.Followers));
    private readonly ConcurrencyLimiter _withoutKey = new(Of(Math.Max(1, settings.Followers / 2)));
    private readonly PartitionedRateLimiter<Guid> _organisations = PartitionedRateLimiter.Create<Guid, Guid>(
        organisation => RateLimitPartition.GetConcurrencyLimiter(organisation, _ => Of(Math.Max(1, settings.Followers / 4))));

    private readonly PartitionedRateLimiter<(Guid, Guid)> _keys = PartitionedRateLimiter.Create<(Guid, Guid), (Guid, Guid)>(
        key => RateLimitPartition.GetConcurrencyLimiter(key, _ => Of(settings.FollowersPerKey)));

    private readonly PartitionedRateLimiter<int> _networks = PartitionedRateLimiter.Create<int, int>(
        network => RateLimitPartition.GetConcurrencyLimiter(network, _ => Of(settings.FollowersPerKey)));

    /// <summary>A place until it is given back.</summary>
    public IDisposable Take(Caller? caller, IPAddress? from)
    {
        var place = new Place();
        try
        {
            place.Take(caller is null ? _networks.AttemptAcquire(networks.NumberOf(from)) : _keys.AttemptAcquire((caller.OrganisationId, caller.KeyId)),
                Problems.TooManyRequests, "As many of your streams and waiting requests stand open as may.");
            if (caller is not null) place.Take(_organisations.AttemptAcquire(caller.OrganisationId), Problems.TooManyRequests, "As many streams and waiting requests of your organisation stand open as may.");
            else place.Take(_withoutKey.AttemptAcquire(), Problems.Unavailable, "As many follow the change log without a key as this server lets.");
            place.Take(_all.AttemptAcquire(), Problems.Unavailable, "As many follow the change logs here as this server can bear.");
            return place;
        }
        catch
        {
            place.Dispose();
            throw;
        }
    }

    public void Dispose()
    {
        _all.Dispose();
        _withoutKey.Dispose();
        _organisations.Dispose();
        _keys.Dispose();
        _networks.Dispose();
    }

    private static ConcurrencyLimiterOptions Of(int permits) => new() { PermitLimit = permits, QueueLimit = 0 };

    /// <summary>One lease of each bound that was passed.</summary>
    private sealed class Place : IDisposable
    {
        private readonly List<RateLimitLease> _leases = [];

        public void Take(RateLimitLease lease, ProblemKind otherwise, string words)
        {
            _leases.Add(lease);
            if (!lease.IsAcquired) throw new ProblemException(otherwise.With(words, Later));
        }

        public void Dispose()
        {
            foreach (var lease in _leases) lease.Dispose();
        }
    }
}
