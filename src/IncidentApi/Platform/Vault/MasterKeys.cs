using System.Globalization;
using System.Security.Cryptography;

namespace IncidentApi.Platform.Vault;

/// <summary>
/// The keys that wrap every organisation's key. They stand apart from the database and from the installation's secret, in a file or the
/// environment; the first is current, the others open what was not wrapped again yet. A file is read again when a key is asked for that
/// nobody knew, so that a running service learns of a new one.
/// </summary>
internal sealed class MasterKeys
{
    private const string HowToMake = "Make one with: openssl rand -base64 32";

    private readonly string? _file;
    private readonly Lock _reading = new();
    private volatile IReadOnlyList<MasterKey> _keys = [];
    private volatile string? _fault;

    private MasterKeys(string? file, string? text)
    {
        _file = string.IsNullOrWhiteSpace(file) ? null : file;
        if (_file is null) Take(text);
        else ReadFile();
    }

    /// <summary>Reads <c>Vault:MasterKeyFile</c>, else <c>Vault:MasterKey</c>: base64 of 32 random bytes each, the current one first.</summary>
    public static MasterKeys From(IConfiguration configuration) => new(configuration["Vault:MasterKeyFile"], configuration["Vault:MasterKey"]);

    /// <summary>Why there is no key, in one sentence; null when there is one.</summary>
    public string? Fault => _fault;

    public MasterKey? Current => _keys is [var first, ..] ? first : null;

    public MasterKey? Find(string id)
    {
        if (Known(id) is { } known) return known;
        if (_file is null) return null;

        ReadFile();
        return Known(id);
    }

    private MasterKey? Known(string id) => _keys.FirstOrDefault(key => key.Id == id);

    private void ReadFile()
    {
        lock (_reading)
        {
            try
            {
                Take(File.ReadAllText(_file!));
            }
            catch (Exception unreadable) when (unreadable is IOException or UnauthorizedAccessException)
            {
                (_keys, _fault) = ([], $"The file of Vault:MasterKeyFile cannot be read. {HowToMake}");
            }
        }
    }

    private void Take(string? text)
    {
        var words = (text ?? "").Split(['\n', '\r', ',', ' '], StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        var keys = words.Select(MasterKey.Read).ToList();
        (_keys, _fault) = keys.Count == 0 ? ([], $"Neither Vault:MasterKeyFile nor Vault:MasterKey holds a key. {HowToMake}")
            : keys.Contains(null) ? ([], $"A master key is not base64 of {Envelope.KeyLength} bytes. {HowToMake}")
            : (keys.OfType<MasterKey>().DistinctBy(key => key.Id).ToList(), (string?)null);
    }
}

/// <summary>One master key. Its id is derived from it, tells nothing of it, and stands beside what it wraps.</summary>
internal sealed class MasterKey
{
    private readonly byte[] _key;

    private MasterKey(byte[] key)
    {
        _key = key;
        Id = Convert.ToHexString(HKDF.DeriveKey(HashAlgorithmName.SHA256, key, 8, info: "master key id"u8.ToArray())).ToLower(CultureInfo.InvariantCulture);
    }

    public string Id { get; }

    public static MasterKey? Read(string base64)
    {
        var bytes = new byte[256];
        return Convert.TryFromBase64String(base64, bytes, out var length) && length == Envelope.KeyLength ? new MasterKey(bytes[..length]) : null;
    }

    public byte[] Wrap(byte[] organisationKey, Guid organisation, int generation) => Envelope.Seal(_key, organisationKey, BoundTo(organisation, generation));

    public byte[]? Unwrap(byte[] wrapped, Guid organisation, int generation) => Envelope.Open(_key, wrapped, BoundTo(organisation, generation));

    private string BoundTo(Guid organisation, int generation) =>
        string.Create(CultureInfo.InvariantCulture, $"{organisation}|organisation key|{generation}|{Id}");
}
