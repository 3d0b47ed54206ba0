using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace IncidentApi.Platform.Vault;

/// <summary>An organisation's keys, opened for one request.</summary>
internal sealed class OrganisationKeys(Guid organisation, IReadOnlyList<(int Generation, byte[] Key)> keys)
{
    private const int MacLength = 16;

    public Guid Organisation => organisation;

    /// <summary>Every key there is, the current one last.</summary>
    public IEnumerable<int> Generations => keys.Select(key => key.Generation);

    public int Current => keys[^1].Generation;

    /// <summary>Whether a key of this generation is among them; if not, a rotation went by since they were read.</summary>
    public bool Has(int generation) => keys.Any(key => key.Generation == generation);

    /// <summary>Wraps a person's data key under the current key.</summary>
    public byte[] Wrap(byte[] dataKey, Guid person) => Envelope.Seal(KeyOf(Current), dataKey, BoundTo(person, Current));

    public byte[]? Unwrap(byte[] wrapped, Guid person, int generation) =>
        Has(generation) ? Envelope.Open(KeyOf(generation), wrapped, BoundTo(person, generation)) : null;

    /// <summary>
    /// What stands for a name's stem in the blind index: who does not hold the key can neither read it nor make it. Equal stems of one
    /// organisation are equal, so how common a name is stays visible.
    /// </summary>
    public byte[] MacOf(string stem, int generation) =>
        HMACSHA256.HashData(HKDF.DeriveKey(HashAlgorithmName.SHA256, KeyOf(generation), 32, info: "name index"u8.ToArray()), Encoding.UTF8.GetBytes(stem))[..MacLength];

    private byte[] KeyOf(int generation) => keys.First(key => key.Generation == generation).Key;

    private string BoundTo(Guid person, int generation) => string.Create(CultureInfo.InvariantCulture, $"{organisation}|{person}|data key|{generation}");
}
