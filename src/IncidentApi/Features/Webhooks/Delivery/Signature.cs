using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace IncidentApi.Features.Webhooks.Delivery;

/// <summary>Signs a message as Standard Webhooks says: HMAC-SHA256 over its id, the seconds of its sending and its bytes, joined by points.</summary>
internal static class Signature
{
    /// <summary>What webhook-signature bears: a signature for each key, separated by spaces.</summary>
    public static string Of(IEnumerable<byte[]> keys, string id, DateTimeOffset at, ReadOnlySpan<byte> body)
    {
        byte[] content = [.. Encoding.ASCII.GetBytes(string.Create(CultureInfo.InvariantCulture, $"{id}.{at.ToUnixTimeSeconds()}.")), .. body];
        return string.Join(' ', keys.Select(key => $"v1,{Convert.ToBase64String(HMACSHA256.HashData(key, content))}"));
    }
}
