using System.Net;
using System.Net.Security;
using System.Security.Cryptography.X509Certificates;

namespace IncidentApi.Features.Webhooks.Guard;

/// <summary>The one client through which webhooks go: it follows nothing, keeps nothing, unpacks nothing, and connects where the guard lets it.</summary>
internal sealed class WebhookClient : IDisposable
{
    // Kilobytes: a receiver has little to say.
    private const int LongestHeaders = 16;

    private readonly HttpMessageInvoker _client;

    public WebhookClient(AddressGuard guard, WebhookSettings settings) => _client = new HttpMessageInvoker(new SocketsHttpHandler
    {
        ConnectCallback = (context, cancellation) => guard.ConnectAsync(context.DnsEndPoint, cancellation),
        ConnectTimeout = settings.Connect,

        // A certificate may name addresses where more of its chain is to be had, and where it is revoked: whoever made it would choose where we ask.
        SslOptions = new SslClientAuthenticationOptions { CertificateChainPolicy = new X509ChainPolicy { DisableCertificateDownloads = true, RevocationMode = X509RevocationMode.NoCheck } },
        AllowAutoRedirect = false,
        UseProxy = false,
        UseCookies = false,
        AutomaticDecompression = DecompressionMethods.None,
        MaxResponseHeadersLength = LongestHeaders,
        MaxResponseDrainSize = 0,
        ResponseDrainTimeout = TimeSpan.Zero,

        // Many organisations may share a host: none waits for connections of another.
        MaxConnectionsPerServer = settings.AtOnce,

        // Names are asked again now and then, and the addresses judged again.
        PooledConnectionLifetime = TimeSpan.FromMinutes(1),
        PooledConnectionIdleTimeout = TimeSpan.FromSeconds(20),

        // Traces would hold the addresses of receivers, and receivers the ids of our traces.
        ActivityHeadersPropagator = null,
    });

    /// <summary>Answers as soon as the headers are there.</summary>
    public Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellation) => _client.SendAsync(request, cancellation);

    public void Dispose() => _client.Dispose();
}
