using System.Buffers.Binary;
using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;

namespace IncidentApi.Platform.Limits;

/// <summary>
/// Tells networks apart without keeping an address: one of 65,536 numbers, drawn from the address by a digest whose key lives in this
/// process alone and whose numbers change every day. Thousands of networks share each number, so that it names none of them, and a flood
/// from ever new addresses cannot fill the memory. Two clients that share one by chance share their permits until midnight.
/// </summary>
internal sealed class Networks(TimeProvider clock)
{
    public const int Count = 1 << 16;

    private readonly byte[] _key = RandomNumberGenerator.GetBytes(32);

    public int NumberOf(IPAddress? address)
    {
        Span<byte> content = stackalloc byte[4 + 16];
        BinaryPrimitives.WriteInt32BigEndian(content, (int)(clock.GetUtcNow().UtcTicks / TimeSpan.TicksPerDay));
        var length = 4 + WriteNetwork(address, content[4..]);
        Span<byte> digest = stackalloc byte[HMACSHA256.HashSizeInBytes];
        HMACSHA256.HashData(_key, content[..length], digest);
        return BinaryPrimitives.ReadUInt16BigEndian(digest);
    }

    /// <summary>An IPv4 address is a network of its own; of IPv6, whoever has one address has the 2^64 beside it.</summary>
    private static int WriteNetwork(IPAddress? address, Span<byte> network)
    {
        if (address is null) return 0;
        if (address.IsIPv4MappedToIPv6) address = address.MapToIPv4();
        address.TryWriteBytes(network, out var length);
        return address.AddressFamily == AddressFamily.InterNetworkV6 ? 8 : length;
    }
}
