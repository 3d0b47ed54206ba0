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
        var before = Encoding.ASCII.GetBytes(string.Create(CultureInfo.InvariantCulture, $"{id}.{at.ToUnixTimeSeconds()}."));
        var signatures = new List<string>();
        foreach (var key in keys)
        {
            using var hash = IncrementalHash.CreateHMAC(HashAlgorithmName.SHA256, key);
            hash.AppendData(before);
            hash.AppendData(body);
            signatures.Add($"v1,{Convert.ToBase64String(hash.GetHashAndReset())}");
        }

        return string.Join(' ', signatures);
    }
}
