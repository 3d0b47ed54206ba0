using System.Security.Cryptography;
using System.Text;

namespace IncidentApi.Platform.Audit.Checkpoints;

/// <summary>
/// The key that signs checkpoints: a P-256 private key (PKCS #8, PEM) in the file that <c>Audit:SigningKey</c> names. Without it the service
/// works, keeps its log and grows the tree, but signs nothing, and says so.
/// </summary>
internal sealed class CheckpointKey : IDisposable
{
    private readonly ECDsa? _key;

    private CheckpointKey(ECDsa? key, string? name, string? fault)
    {
        _key = key;
        Fault = fault;
        Verifier = key is null ? null : new VerifierKey(name ?? $"incident-api/{Convert.ToHexStringLower(SHA256.HashData(key.ExportSubjectPublicKeyInfo())[..4])}", key.ExportSubjectPublicKeyInfo());
    }

    /// <summary>Why there is no key.</summary>
    public string? Fault { get; }

    public VerifierKey? Verifier { get; }

    public static CheckpointKey From(IConfiguration configuration)
    {
        if (configuration["Audit:SigningKey"] is not { Length: > 0 } file) return new CheckpointKey(null, null, "Audit:SigningKey names no file, so no checkpoint of the audit log is signed.");

        var key = ECDsa.Create();
        try
        {
            key.ImportFromPem(File.ReadAllText(file));
            if (key.KeySize == 256 && key.ExportParameters(includePrivateParameters: true).D is not null) return new CheckpointKey(key, configuration["Audit:Origin"], null);
        }
        catch (Exception unreadable) when (unreadable is IOException or UnauthorizedAccessException or ArgumentException or CryptographicException)
        {
            // The reason may quote the file.
        }

        key.Dispose();
        return new CheckpointKey(null, null, "The file of Audit:SigningKey is missing or no P-256 private key in PEM, so no checkpoint of the audit log is signed.");
    }

    /// <summary>A new key, as its file holds it.</summary>
    public static string CreatePem()
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        return key.ExportPkcs8PrivateKeyPem() + "\n";
    }

    /// <summary>Signs a checkpoint under this key's name.</summary>
    public string Sign(long size, byte[] root)
    {
        var text = new Checkpoint(Verifier!.Name, size, root).Text;
        var signature = _key!.SignData(Encoding.UTF8.GetBytes(text), HashAlgorithmName.SHA256, DSASignatureFormat.Rfc3279DerSequence);
        return new Note(text, [new NoteSignature(Verifier.Name, Verifier.Id, signature)]).ToString();
    }

    public void Dispose() => _key?.Dispose();
}
