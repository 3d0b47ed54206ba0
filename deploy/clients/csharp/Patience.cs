using System.Net;

namespace Incidents;

/// <summary>Waits and asks again where the service says so: 429 and 503 with Retry-After, and a line that broke.</summary>
public sealed class Patience(HttpMessageHandler inner) : DelegatingHandler(inner)
{
    public int Tries { get; init; } = 5;

    public TimeSpan Longest { get; init; } = TimeSpan.FromMinutes(2);

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellation)
    {
        // A body is read again for each try.
        if (request.Content is { } content) await content.LoadIntoBufferAsync(cancellation);
        for (var left = Tries - 1; ; left--)
        {
            try
            {
                var answer = await base.SendAsync(request, cancellation);
                if (left == 0 || !MayRepeat(request, answer.StatusCode) || answer.Headers.RetryAfter?.Delta is not { } wait || wait > Longest) return answer;

                answer.Dispose();
                await Task.Delay(wait + TimeSpan.FromMilliseconds(Random.Shared.Next(250)), cancellation);
            }
            catch (HttpRequestException) when (left > 0 && MayRepeat(request, null))
            {
                await Task.Delay(TimeSpan.FromMilliseconds(1000 + Random.Shared.Next(1000)), cancellation);
            }
        }
    }

    /// <summary>A request that was turned away by 429 was not carried out. Whatever else went wrong, a POST may be sent again only with its Idempotency-Key.</summary>
    private static bool MayRepeat(HttpRequestMessage request, HttpStatusCode? status) => status is HttpStatusCode.TooManyRequests
        || (status is null or HttpStatusCode.ServiceUnavailable && (request.Method != HttpMethod.Post || request.Headers.Contains("Idempotency-Key")));
}
