using System.Net;
using System.Net.Sockets;

namespace IncidentApi.Features.Webhooks.Guard;

/// <summary>Asks for the addresses of a name.</summary>
internal delegate Task<IPAddress[]> ResolveName(string name, CancellationToken cancellation);

/// <summary>
/// Decides where a webhook may go: by its words when it is registered, and by the address each time that a connection is made. The
/// connection goes to the very address that was judged, for a name may mean another one a moment later.
/// </summary>
internal sealed class AddressGuard(WebhookSettings settings, ResolveName resolve)
{
    private readonly IReadOnlyList<IPNetwork> _allowed = settings.Networks;

    /// <summary>What is wrong with an address as it is written; null for nothing.</summary>
    public string? FaultOf(Uri address)
    {
        if (address.Scheme != Uri.UriSchemeHttps && !(settings.AllowHttp && address.Scheme == Uri.UriSchemeHttp)) return "Webhooks go over https alone: what is sent by plain http can be read and changed on its way.";
        if (address.UserInfo.Length > 0) return "This holds a name or a password before the host: leave them out, and check the signature instead.";
        if (address.OriginalString.Any(c => char.IsControl(c) || char.IsWhiteSpace(c))) return "This holds a space, a line break or another sign that no address has: write it as %20 and so on.";
        if (address.Host.Contains('%')) return "This has no host that could be found.";
        if (address.Fragment.Length > 0) return "This has a fragment (#), which is never sent: leave it out.";
        if (address.HostNameType is UriHostNameType.Unknown or UriHostNameType.Basic || !HasName(address)) return "This has no host that could be found.";
        return settings.MayReach(address.Port) ? null : $"Port {address.Port} is none to which webhooks may go here.";
    }

    /// <summary>Whether a host leads to addresses, and to allowed ones alone.</summary>
    public async Task<bool> MayReachAsync(Uri address, CancellationToken cancellation) => (await FindAsync(address.IdnHost, cancellation)).Count > 0;

    /// <summary>Connects to an address that was judged, or fails.</summary>
    public async ValueTask<Stream> ConnectAsync(DnsEndPoint host, CancellationToken cancellation)
    {
        var addresses = await FindAsync(host.Host, cancellation);
        if (addresses.Count == 0) throw new ForbiddenAddressException();

        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        try
        {
            await socket.ConnectAsync([.. addresses], host.Port, cancellation);
            return new NetworkStream(socket, ownsSocket: true);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }

    /// <summary>All addresses of a host; none if one of them is forbidden, or if there is none. The two look alike: inner names are nobody's business.</summary>
    private async Task<IReadOnlyList<IPAddress>> FindAsync(string host, CancellationToken cancellation)
    {
        IPAddress[] found;
        try
        {
            found = IPAddress.TryParse(host.Trim('[', ']'), out var literal) ? [literal] : await resolve(host, cancellation);
        }
        catch (Exception unknown) when (unknown is SocketException or ArgumentException)
        {
            return [];
        }

        return found.All(MayReach) ? found : [];
    }

    /// <summary>Whether its host can be written as names are asked for (IDNA).</summary>
    private static bool HasName(Uri address)
    {
        try
        {
            return address.IdnHost.Length is > 0 and <= 253;
        }
        catch (UriFormatException)
        {
            return false;
        }
    }

    private bool MayReach(IPAddress address)
    {
        var plain = address.IsIPv4MappedToIPv6 ? address.MapToIPv4() : address;
        return !SpecialAddresses.Holds(plain) || _allowed.Any(network => network.Contains(plain));
    }
}

/// <summary>The host leads to no address that a webhook may reach.</summary>
internal sealed class ForbiddenAddressException : Exception;
