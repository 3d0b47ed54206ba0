using System.Globalization;
using System.Threading.RateLimiting;

namespace IncidentApi.Platform.Limits;

/// <summary>One policy: a quota for each of those whom it tells apart.</summary>
/// <param name="name">The policy's name in the fields of an answer.</param>
internal sealed class Allowance<T>(string name, Quota quota) : IDisposable
    where T : notnull
{
    private readonly PartitionedRateLimiter<T> _buckets = PartitionedRateLimiter.Create<T, T>(who => RateLimitPartition.GetTokenBucketLimiter(who, _ => ToBucket(quota)));

    /// <summary>The policy in words of the field <c>RateLimit-Policy</c>.</summary>
    public string Policy { get; } = string.Create(CultureInfo.InvariantCulture, $"\"{name}\";q={quota.Permits};w={quota.Seconds}");

    /// <summary>Takes what a request costs, or nothing if there is less.</summary>
    public Taken Take(T who, int cost)
    {
        // What costs more than there can be costs all there is.
        using var lease = _buckets.AttemptAcquire(who, Math.Min(cost, quota.Permits));
        var left = _buckets.GetStatistics(who)?.CurrentAvailablePermits ?? 0;
        var wait = lease.TryGetMetadata(MetadataName.RetryAfter, out var after) ? after : TimeSpan.Zero;
        var whole = Math.Ceiling((quota.Permits - left) * (double)quota.Seconds / quota.Permits);
        return new Taken(lease.IsAcquired, wait, string.Create(CultureInfo.InvariantCulture, $"\"{name}\";r={left};t={whole}"));
    }

    public void Dispose() => _buckets.Dispose();

    private static TokenBucketRateLimiterOptions ToBucket(Quota quota) => new()
    {
        TokenLimit = quota.Permits,
        TokensPerPeriod = 1,
        ReplenishmentPeriod = TimeSpan.FromSeconds(quota.Seconds) / quota.Permits is var period && period > TimeSpan.Zero ? period : TimeSpan.FromTicks(1),
    };
}

/// <summary>What became of an attempt to take permits.</summary>
/// <param name="Wait">When it would succeed.</param>
/// <param name="Left">What is left, and in how many seconds it will be whole, in words of the field <c>RateLimit</c>.</param>
internal readonly record struct Taken(bool Granted, TimeSpan Wait, string Left);
