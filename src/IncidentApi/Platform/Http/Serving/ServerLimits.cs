using Microsoft.AspNetCore.Server.Kestrel.Core;

namespace IncidentApi.Platform.Http;

/// <summary>
/// How much one connection may send, and how slowly. <c>Kestrel:Limits</c> sets each of them by the framework's own name.
/// A request that breaks one of these never reaches us: the server answers it with a bare 400, 408, 414 or 431, and closes.
/// </summary>
internal static class ServerLimits
{
    public static void Set(KestrelServerLimits limits, IConfiguration configuration)
    {
        limits.MaxRequestBodySize = RequestBytes.Most;
        limits.MaxRequestLineSize = 8 * 1024;
        limits.MaxRequestHeaderCount = 64;

        // Tokens of providers that write every role of their user into it are long.
        limits.MaxRequestHeadersTotalSize = 32 * 1024;

        // For each address that it listens at: health checks that have one of their own always get through.
        limits.MaxConcurrentConnections = 2_000;
        limits.RequestHeadersTimeout = TimeSpan.FromSeconds(10);
        limits.KeepAliveTimeout = TimeSpan.FromMinutes(2);
        limits.Http2.MaxStreamsPerConnection = 64;
        limits.Http2.KeepAlivePingDelay = TimeSpan.FromSeconds(30);
        limits.Http2.KeepAlivePingTimeout = TimeSpan.FromSeconds(10);
        configuration.Bind(limits);

        // A slow line in the mountains, but not who holds a connection with a byte a minute.
        limits.MinRequestBodyDataRate = configuration.GetSection("MinRequestBodyDataRate").Get<MinDataRate>() ?? new MinDataRate(240, TimeSpan.FromSeconds(10));
        limits.MinResponseDataRate = configuration.GetSection("MinResponseDataRate").Get<MinDataRate>() ?? new MinDataRate(240, TimeSpan.FromSeconds(10));
    }
}
