using System.Security.Cryptography;
using System.Text;

namespace IncidentApi.Platform.Vault;

/// <summary>
/// AES-256-GCM under one key: a random nonce, the sealed bytes, the tag. What is sealed is bound to the words given with it, such as the
/// row where it stands, and opens with no others.
/// </summary>
internal static class Envelope
{
    public const int KeyLength = 32;

    private const byte Format = 1;
    private const int NonceLength = 12;
    private const int TagLength = 16;
    private const int Overhead = 1 + NonceLength + TagLength;
    private static readonly Range Body = (1 + NonceLength)..^TagLength;

    public static byte[] NewKey() => RandomNumberGenerator.GetBytes(KeyLength);

    public static byte[] Seal(ReadOnlySpan<byte> key, ReadOnlySpan<byte> content, string boundTo)
    {
        var sealedBytes = new byte[Overhead + content.Length];
        sealedBytes[0] = Format;
        RandomNumberGenerator.Fill(sealedBytes.AsSpan(1, NonceLength));
        using var cipher = new AesGcm(key, TagLength);
        cipher.Encrypt(sealedBytes.AsSpan(1, NonceLength), content, sealedBytes.AsSpan()[Body], sealedBytes.AsSpan()[^TagLength..], Encoding.UTF8.GetBytes(boundTo));
        return sealedBytes;
    }

    /// <summary>The content; null when the bytes were changed, belong elsewhere, or were sealed under another key.</summary>
    public static byte[]? Open(ReadOnlySpan<byte> key, ReadOnlySpan<byte> sealedBytes, string boundTo)
    {
        if (sealedBytes.Length < Overhead || sealedBytes[0] != Format) return null;

        var content = new byte[sealedBytes.Length - Overhead];
        try
        {
            using var cipher = new AesGcm(key, TagLength);
            cipher.Decrypt(sealedBytes.Slice(1, NonceLength), sealedBytes[Body], sealedBytes[^TagLength..], content, Encoding.UTF8.GetBytes(boundTo));
            return content;
        }
        catch (AuthenticationTagMismatchException)
        {
            return null;
        }
    }
}
