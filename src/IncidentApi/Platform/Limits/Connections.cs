using System.Net;
using Microsoft.AspNetCore.Connections;
using Microsoft.Extensions.Options;

namespace IncidentApi.Platform.Limits;

/// <summary>Lets one network hold only so many connections, so that half-open ones of a few machines leave room for everybody else.</summary>
internal sealed class Connections(LimitSettings settings, Networks networks, IOptions<ForwardedHeadersOptions> proxies)
{
    private readonly int[] _open = new int[Networks.Count];

    public ConnectionDelegate Guard(ConnectionDelegate next) => async connection =>
    {
        if ((connection.RemoteEndPoint as IPEndPoint)?.Address is not { } address || IsProxy(address))
        {
            await next(connection);
            return;
        }

        var network = networks.NumberOf(address);
        try
        {
            if (Interlocked.Increment(ref _open[network]) <= settings.ConnectionsPerNetwork) await next(connection);
            else connection.Abort();
        }
        finally
        {
            Interlocked.Decrement(ref _open[network]);
        }
    };

    private bool IsProxy(IPAddress address)
    {
        if (address.IsIPv4MappedToIPv6) address = address.MapToIPv4();
        return proxies.Value.KnownProxies.Contains(address) || proxies.Value.KnownIPNetworks.Any(network => network.Contains(address));
    }
}
