using System.Threading.RateLimiting;
using IncidentApi.Platform.Http;
using IncidentApi.Platform.Security;
using Npgsql;

namespace IncidentApi.Platform.Limits;

/// <summary>Marks a route whose requests pass <see cref="Admission"/>: as a whole, or for each of their questions.</summary>
internal sealed record Admitted;

/// <summary>
/// Lets only so many requests to the database at once, and of one organisation only its share of them: the rest wait their turn, and few
/// enough that nobody waits in vain. It stands between the reading of a request and its handler, so that who sends slowly holds no place.
/// </summary>
internal sealed class Admission : IDisposable
{
    private static readonly TimeSpan Soon = TimeSpan.FromSeconds(2);

    private readonly PartitionedRateLimiter<Caller?> _shares;
    private readonly ConcurrencyLimiter _places;
    private readonly TimeSpan _patience;

    public Admission(LimitSettings settings, NpgsqlDataSource source)
    {
        // The rest is for looking up keys, which comes first.
        var pool = new NpgsqlConnectionStringBuilder(source.ConnectionString).MaxPoolSize;
        var all = settings.AtOnce ?? Math.Max(1, pool - (pool / 8) - 1);
        var share = settings.AtOncePerOrganisation ?? Math.Max(1, all / 2);
        _patience = TimeSpan.FromSeconds(settings.Patience);

        // One organisation can have no more than its share waiting here, so this queue needs no bound but theirs.
        _places = new ConcurrencyLimiter(Bound(all, int.MaxValue));
        _shares = PartitionedRateLimiter.Create<Caller?, (bool, Guid)>(caller => RateLimitPartition.GetConcurrencyLimiter(
            (caller is null, caller?.OrganisationId ?? Guid.Empty), _ => Bound(share, settings.WaitingPerOrganisation)));
    }

    public async ValueTask<object?> AdmitAsync(EndpointFilterInvocationContext context, EndpointFilterDelegate next)
    {
        var http = context.HttpContext;
        using var turn = await EnterAsync(http.Features.Get<Caller>(), http.RequestAborted);
        return await next(context);
    }

    /// <summary>One turn at the database, until it is given back: for requests that ask more than once and wait in between.</summary>
    public async ValueTask<IDisposable> EnterAsync(Caller? caller, CancellationToken left)
    {
        var (share, place) = (_shares.AttemptAcquire(caller), default(RateLimitLease));
        try
        {
            if (share.IsAcquired) place = _places.AttemptAcquire();
            if (place?.IsAcquired != true)
            {
                using var patience = CancellationTokenSource.CreateLinkedTokenSource(left);
                patience.CancelAfter(_patience);
                if (!share.IsAcquired) share = await _shares.AcquireAsync(caller, 1, patience.Token);
                if (!share.IsAcquired) throw new ProblemException(Problems.TooManyRequests.With("Too many requests of your organisation wait for their turn.", Soon));

                place = await _places.AcquireAsync(1, patience.Token);
            }

            return new Turn(place, share);
        }
        catch (OperationCanceledException) when (!left.IsCancellationRequested)
        {
            share.Dispose();
            throw new ProblemException(Problems.Unavailable.With("Too many requests wait for their turn.", Soon));
        }
        catch
        {
            share.Dispose();
            throw;
        }
    }

    public void Dispose()
    {
        _shares.Dispose();
        _places.Dispose();
    }

    private static ConcurrencyLimiterOptions Bound(int permits, int queue) =>
        new() { PermitLimit = permits, QueueLimit = queue, QueueProcessingOrder = QueueProcessingOrder.OldestFirst };

    private sealed class Turn(RateLimitLease place, RateLimitLease share) : IDisposable
    {
        public void Dispose()
        {
            place.Dispose();
            share.Dispose();
        }
    }
}
