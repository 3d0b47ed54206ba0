namespace IncidentApi.Features.Webhooks.Delivery;

/// <summary>
/// When to try again: exponential back-off with full jitter, so that those who failed together do not come back together
/// (aws.amazon.com/blogs/architecture/exponential-backoff-and-jitter).
/// </summary>
internal sealed class RetrySchedule(WebhookSettings settings, Random random)
{
    /// <param name="tries">How often it has been tried.</param>
    /// <param name="expires">Until when it is tried; the last try is then.</param>
    /// <param name="retryAfter">When the receiver asks to be asked again; believed up to the longest wait.</param>
    /// <returns>null when it is over.</returns>
    public DateTimeOffset? Next(DateTimeOffset now, int tries, DateTimeOffset expires, TimeSpan? retryAfter)
    {
        if (now >= expires) return null;

        var longest = TimeSpan.FromSeconds(settings.RetryLongestSeconds);
        var wait = random.NextDouble() * Math.Min(settings.RetryLongestSeconds, settings.RetryFirstSeconds * Math.Pow(2, Math.Min(tries - 1, 60)));
        var asked = retryAfter is { } time ? time < longest ? time : longest : TimeSpan.Zero;
        var next = now + (asked > TimeSpan.FromSeconds(wait) ? asked : TimeSpan.FromSeconds(wait));
        return next < expires ? next : expires;
    }
}
