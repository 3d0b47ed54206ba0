using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;

namespace IncidentApi.Platform.Security;

/// <summary>What a key opens, written in its prefix so that a lost one is recognised in a log or a repository.</summary>
internal enum KeyKind
{
    Organisation,
    Operator,
    Recovery,
}

/// <summary>
/// How a key is written: a prefix, 256 random bits, and six characters of checksum, so that a typing error is refused
/// without asking the database.
/// </summary>
internal static class KeyText
{
    /// <summary>How every key begins, of whatever kind.</summary>
    public const string AnyPrefix = "hrd_";

    private const string Base62 = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";
    private const int SecretLength = 43;
    private const int ChecksumLength = 6;

    public static string Create(KeyKind kind)
    {
        var body = Prefix(kind) + Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(32));
        return body + Checksum(body);
    }

    /// <summary>The kind of a well-formed key; null for anything else.</summary>
    public static KeyKind? KindOf(string text)
    {
        foreach (var kind in Enum.GetValues<KeyKind>())
        {
            var prefix = Prefix(kind);
            if (text.StartsWith(prefix, StringComparison.Ordinal)
                && text.Length == prefix.Length + SecretLength + ChecksumLength
                && text.EndsWith(Checksum(text[..^ChecksumLength]), StringComparison.Ordinal)) return kind;
        }

        return null;
    }

    private static string Prefix(KeyKind kind) => kind switch
    {
        KeyKind.Organisation => "hrd_live_",
        KeyKind.Operator => "hrd_oper_",
        _ => "hrd_reco_",
    };

    private static string Checksum(string body)
    {
        var rest = Crc32(Encoding.ASCII.GetBytes(body));
        return string.Create(ChecksumLength, rest, static (text, crc) =>
        {
            for (var i = text.Length - 1; i >= 0; i--, crc /= 62) text[i] = Base62[(int)(crc % 62)];
        });
    }

    /// <summary>CRC-32 as in ISO 3309, the one of zip and PNG.</summary>
    private static uint Crc32(ReadOnlySpan<byte> bytes)
    {
        var crc = uint.MaxValue;
        foreach (var b in bytes)
        {
            crc ^= b;
            for (var bit = 0; bit < 8; bit++) crc = (crc & 1) == 1 ? (crc >> 1) ^ 0xEDB88320u : crc >> 1;
        }

        return ~crc;
    }
}
