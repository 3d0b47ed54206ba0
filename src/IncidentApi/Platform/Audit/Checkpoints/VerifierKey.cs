using System.Security.Cryptography;

namespace IncidentApi.Platform.Audit.Checkpoints;

/// <summary>
/// The public half of the key that signs checkpoints, written as tools for transparency logs read it: name, key id, and the type of
/// signature with the key. ECDSA over P-256 is what .NET has itself; its type is 2, and its id the hash of the key alone.
/// </summary>
internal sealed record VerifierKey(string Name, byte[] PublicKey)
{
    private const byte Ecdsa = 2;

    public byte[] Id => SHA256.HashData(PublicKey)[..4];

    public override string ToString() => $"{Name}+{Convert.ToHexStringLower(Id)}+{Convert.ToBase64String([Ecdsa, .. PublicKey])}";

    /// <summary>Whether this key signed the note.</summary>
    public bool Signed(Note note)
    {
        using var key = ECDsa.Create();
        key.ImportSubjectPublicKeyInfo(PublicKey, out _);
        return note.Signatures.Where(signature => signature.Name == Name && signature.KeyId.AsSpan().SequenceEqual(Id))
            .Any(signature => key.VerifyData(System.Text.Encoding.UTF8.GetBytes(note.Text), signature.Bytes, HashAlgorithmName.SHA256, DSASignatureFormat.Rfc3279DerSequence));
    }

    /// <summary>Reads a verifier key; null when this is none of ours.</summary>
    public static VerifierKey? Read(string text)
    {
        var bytes = new byte[256];
        if (text.Trim().Split('+', 3) is not [{ Length: > 0 } name, var id, var key]
            || !Convert.TryFromBase64String(key, bytes, out var length) || length < 2 || bytes[0] != Ecdsa) return null;

        var found = new VerifierKey(name, bytes[1..length]);
        try
        {
            using var readable = ECDsa.Create();
            readable.ImportSubjectPublicKeyInfo(found.PublicKey, out _);
        }
        catch (CryptographicException)
        {
            return null;
        }

        return string.Equals(id, Convert.ToHexStringLower(found.Id), StringComparison.OrdinalIgnoreCase) ? found : null;
    }
}
