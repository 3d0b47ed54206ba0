using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using System.Security.Authentication;
using System.Text;
using IncidentApi.Features.Webhooks.Guard;

namespace IncidentApi.Features.Webhooks.Delivery;

/// <summary>Sends one message to a receiver that may do anything: hang, drip, flood, redirect, lie. It costs a bounded time and a few kilobytes.</summary>
internal sealed class WebhookSender(WebhookClient client, AddressGuard guard, WebhookSettings settings, TimeProvider clock)
{
    private const int MostRead = 1024;
    private const int MostKept = 256;

    // What the receiver says behind its status is a courtesy.
    private static readonly TimeSpan PatienceForBody = TimeSpan.FromSeconds(1);

    public async Task<AttemptResult> SendAsync(ClaimedEvent sent, byte[] body, CancellationToken cancellation)
    {
        var (at, clockwork) = (clock.GetUtcNow(), Stopwatch.StartNew());
        if (!Uri.TryCreate(sent.Url, UriKind.Absolute, out var address) || guard.FaultOf(address) is not null) return Failed(AttemptError.ForbiddenAddress);

        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        limit.CancelAfter(sent.EndsAt - at is { } left && left < settings.Attempt ? left > TimeSpan.Zero ? left : TimeSpan.Zero : settings.Attempt);
        try
        {
            using var request = RequestOf(address, sent, body, at);
            using var response = await client.SendAsync(request, limit.Token);
            var said = sent.IncludesDocument ? null : await SaidAsync(response, limit.Token);
            return new AttemptResult(at, clockwork.Elapsed, (int)response.StatusCode, ErrorOf(response.StatusCode), said, RetryAfter(response.Headers.RetryAfter));
        }
        catch (OperationCanceledException) when (!cancellation.IsCancellationRequested)
        {
            return Failed(AttemptError.Timeout);
        }
        catch (Exception failure) when (failure is HttpRequestException or IOException)
        {
            return Failed(ErrorOf(failure));
        }

        // How long a forbidden name took to find would tell an inner one from one that is not there.
        AttemptResult Failed(string error) => new(at, error == AttemptError.ForbiddenAddress ? TimeSpan.Zero : clockwork.Elapsed, null, error);
    }

    private static HttpRequestMessage RequestOf(Uri address, ClaimedEvent sent, byte[] body, DateTimeOffset at)
    {
        var id = sent.Id.ToString();
        var request = new HttpRequestMessage(HttpMethod.Post, address)
        {
            Version = HttpVersion.Version11,
            VersionPolicy = HttpVersionPolicy.RequestVersionExact,
            Content = new ByteArrayContent(body) { Headers = { ContentType = new MediaTypeHeaderValue("application/json") } },
        };
        request.Headers.UserAgent.ParseAdd("IncidentApi-Webhooks/1");
        request.Headers.Add("webhook-id", id);
        request.Headers.Add("webhook-timestamp", at.ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture));
        request.Headers.Add("webhook-signature", Signature.Of(sent.Keys, id, at, body));
        return request;
    }

    /// <summary>The beginning of what it says; nothing if that does not come at once. The rest is cut off with the connection.</summary>
    private static async Task<string?> SaidAsync(HttpResponseMessage response, CancellationToken cancellation)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        limit.CancelAfter(PatienceForBody);
        var bytes = new byte[MostRead];
        var read = 0;
        try
        {
            await using var stream = await response.Content.ReadAsStreamAsync(limit.Token);
            while (read < bytes.Length && await stream.ReadAsync(bytes.AsMemory(read), limit.Token) is > 0 and var more) read += more;
        }
        catch (Exception broken) when (broken is OperationCanceledException or IOException or HttpRequestException)
        {
            // What came until then will do.
        }

        var text = Encoding.UTF8.GetString(bytes, 0, Math.Min(read, MostKept));
        return text.Length == 0 ? null : string.Concat(text.Select(c => char.IsControl(c) ? ' ' : c));
    }

    private static string? ErrorOf(HttpStatusCode status) => (int)status switch
    {
        >= 200 and < 300 => null,
        >= 300 and < 400 => AttemptError.Redirect,
        _ => AttemptError.HttpStatus,
    };

    private static string ErrorOf(Exception failure)
    {
        for (var at = failure; at is not null; at = at.InnerException)
        {
            switch (at)
            {
                case ForbiddenAddressException: return AttemptError.ForbiddenAddress;
                case AuthenticationException or HttpRequestException { HttpRequestError: HttpRequestError.SecureConnectionError }: return AttemptError.Tls;
                case HttpRequestException { HttpRequestError: HttpRequestError.InvalidResponse or HttpRequestError.ConfigurationLimitExceeded }: return AttemptError.InvalidAnswer;
                case HttpRequestException { HttpRequestError: HttpRequestError.ResponseEnded }: return AttemptError.ConnectionLost;
                case TimeoutException: return AttemptError.Timeout;
                case System.Net.Sockets.SocketException { SocketErrorCode: System.Net.Sockets.SocketError.ConnectionReset }: return AttemptError.ConnectionLost;
                case System.Net.Sockets.SocketException: return AttemptError.Refused;
                default: break;
            }
        }

        return AttemptError.ConnectionLost;
    }

    private TimeSpan? RetryAfter(RetryConditionHeaderValue? asked) => asked switch
    {
        { Delta: { } wait } => wait,
        { Date: { } date } when date > clock.GetUtcNow() => date - clock.GetUtcNow(),
        _ => null,
    };
}
