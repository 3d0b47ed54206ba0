using System.Net;
using System.Net.Sockets;

namespace IncidentApi.Features.Webhooks.Guard;

/// <summary>
/// Addresses that are no public host's: the IANA special-purpose registries (RFC 6890, iana.org/assignments/iana-ipv4-special-registry and
/// -ipv6-special-registry), multicast, and what clouds serve to their own machines.
/// </summary>
internal static class SpecialAddresses
{
    private static readonly IPNetwork[] OfIPv4 =
    [
        .. Networks(
            "0.0.0.0/8", // this network, RFC 791
            "10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16", // private, RFC 1918
            "100.64.0.0/10", // shared by carriers, RFC 6598
            "127.0.0.0/8", // loopback, RFC 1122
            "169.254.0.0/16", // link-local, RFC 3927: metadata of clouds
            "192.0.0.0/24", // protocol assignments, RFC 6890
            "192.0.2.0/24", "198.51.100.0/24", "203.0.113.0/24", // documentation, RFC 5737
            "192.31.196.0/24", "192.175.48.0/24", // AS112, RFC 7534, RFC 7535
            "192.52.193.0/24", // AMT, RFC 7450
            "192.88.99.0/24", // 6to4 relays, RFC 7526
            "198.18.0.0/15", // benchmarks, RFC 2544
            "224.0.0.0/4", // multicast, RFC 5771
            "240.0.0.0/4", // reserved and broadcast, RFC 1112, RFC 919
            "168.63.129.16/32"), // Azure's own service, in every machine of it
    ];

    // Of IPv6 only this has been given to anybody on the internet (RFC 4291 §2.4); mapped, translated, local and multicast addresses are all outside.
    private static readonly IPNetwork GlobalIPv6 = IPNetwork.Parse("2000::/3");

    private static readonly IPNetwork[] OfIPv6 =
    [
        .. Networks(
            "2001::/23", // protocol assignments, RFC 2928: Teredo, benchmarks, ORCHID
            "2001:db8::/32", "3fff::/20", // documentation, RFC 3849, RFC 9637
            "2002::/16", // 6to4, RFC 3056
            "2620:4f:8000::/48"), // AS112, RFC 7534
    ];

    public static bool Holds(IPAddress address)
    {
        if (address.IsIPv4MappedToIPv6) address = address.MapToIPv4();
        return address.AddressFamily switch
        {
            AddressFamily.InterNetwork => OfIPv4.Any(network => network.Contains(address)),
            AddressFamily.InterNetworkV6 => !GlobalIPv6.Contains(Unscoped(address)) || OfIPv6.Any(network => network.Contains(Unscoped(address))),
            _ => true,
        };
    }

    private static IPAddress Unscoped(IPAddress address) => new(address.GetAddressBytes());

    private static IEnumerable<IPNetwork> Networks(params string[] networks) => networks.Select(IPNetwork.Parse);
}
