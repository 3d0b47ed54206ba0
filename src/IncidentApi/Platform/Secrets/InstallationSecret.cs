using System.Security.Cryptography;
using System.Text;

namespace IncidentApi.Platform.Secrets;

/// <summary>
/// The keys of this installation, all drawn from one secret of 32 bytes by HKDF (RFC 5869): the pepper of API keys, the seal of cursors,
/// the digest of idempotent requests, the ids of token holders, the tags of answers, what exports were asked for, places in change logs,
/// where webhooks go. Without the secret a stolen database holds no key that works.
/// </summary>
internal sealed class InstallationSecret
{
    private readonly byte[] _pepper;
    private readonly byte[] _seal;
    private readonly byte[] _digest;
    private readonly byte[] _subjects;
    private readonly byte[] _tags;
    private readonly byte[] _exports;
    private readonly byte[] _changes;
    private readonly byte[] _webhooks;

    public InstallationSecret(byte[] secret)
    {
        if (secret.Length < 32) throw new InvalidOperationException("The installation's secret is shorter than 32 bytes.");

        _pepper = Derive(secret, "api-key pepper");
        _seal = Derive(secret, "cursor seal");
        _digest = Derive(secret, "request digest");
        _subjects = Derive(secret, "token subject");
        _tags = Derive(secret, "entity tag");
        _exports = Derive(secret, "export requests");
        _changes = Derive(secret, "change cursors");
        _webhooks = Derive(secret, "webhooks");
    }

    /// <summary>Reads the secret from the file that <c>Secrets:File</c> names: base64 of at least 32 random bytes.</summary>
    public static InstallationSecret From(IConfiguration configuration)
    {
        var file = configuration["Secrets:File"]
            ?? throw new InvalidOperationException("Secrets:File names no file. Make one with: openssl rand -base64 32");
        var secret = new byte[256];
        if (!File.Exists(file) || !Convert.TryFromBase64String(File.ReadAllText(file).Trim(), secret, out var length))
        {
            throw new InvalidOperationException("The file of Secrets:File is missing or not base64. Make one with: openssl rand -base64 32");
        }

        return new InstallationSecret(secret[..length]);
    }

    public byte[] MacOfKey(string key) => HMACSHA256.HashData(_pepper, Encoding.UTF8.GetBytes(key));

    public byte[] Seal(ReadOnlySpan<byte> content) => HMACSHA256.HashData(_seal, content);

    public byte[] Digest(ReadOnlySpan<byte> content) => HMACSHA256.HashData(_digest, content);

    /// <summary>Seals what somebody asked an export for: whoever has the database alone does not learn it.</summary>
    public ReadOnlySpan<byte> ExportKey => _exports;

    /// <summary>Seals places in change logs: whoever follows one learns nothing of another, and cannot make up a place.</summary>
    public ReadOnlySpan<byte> ChangeKey => _changes;

    /// <summary>Seals where webhooks go, what they ask for and the secrets that sign them.</summary>
    public ReadOnlySpan<byte> WebhookKey => _webhooks;

    /// <summary>Names an answer by what it was made from, without telling of it.</summary>
    public byte[] Tag(ReadOnlySpan<byte> origin) => HMACSHA256.HashData(_tags, origin);

    /// <summary>The same id for the same subject of the same provider, which tells nothing of the subject: a UUID of our own making (RFC 9562 §5.8).</summary>
    public Guid IdOfSubject(string issuer, string subject)
    {
        // An issuer is an address and holds no line break, so no two pairs run together.
        var id = HMACSHA256.HashData(_subjects, Encoding.UTF8.GetBytes($"{issuer}\n{subject}")).AsSpan(0, 16);
        id[6] = (byte)((id[6] & 0x0F) | 0x80);
        id[8] = (byte)((id[8] & 0x3F) | 0x80);
        return new Guid(id, bigEndian: true);
    }

    private static byte[] Derive(byte[] secret, string purpose) =>
        HKDF.DeriveKey(HashAlgorithmName.SHA256, secret, 32, info: Encoding.UTF8.GetBytes(purpose));
}
