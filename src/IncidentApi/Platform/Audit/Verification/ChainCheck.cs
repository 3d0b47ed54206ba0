using System.Security.Cryptography;

namespace IncidentApi.Platform.Audit.Verification;

/// <summary>Walks a chain from its first entry, and names the first that is not as it was written.</summary>
internal sealed class ChainCheck(Guid organisation)
{
    private readonly List<byte[]> _hashes = [new byte[32]];

    /// <summary>How many entries are whole.</summary>
    public long Entries => _hashes.Count - 1;

    /// <summary>The hash of the chain up to an entry.</summary>
    public byte[] HashAt(long position) => _hashes[(int)position];

    /// <summary>What is wrong with the next entry; null when nothing is.</summary>
    public string? FaultOf(EntryLine line)
    {
        var fault = FaultOf(organisation, Entries + 1, _hashes[^1], line);
        if (fault is null) _hashes.Add(line.Hash);
        return fault;
    }

    /// <summary>What is wrong with the entry that follows a hash.</summary>
    public static string? FaultOf(Guid organisation, long expected, byte[] before, EntryLine line)
    {
        var entry = CanonicalEntry.Read(line.Entry);
        if (line.Position > expected && (entry is null || entry.Position == line.Position)) return $"Entry {expected} was removed: entry {line.Position} follows entry {expected - 1}.";
        if (line.Position != expected || (entry is not null && entry.Position != expected))
        {
            return $"Entry {expected} was reordered: in its place stands entry {entry?.Position ?? line.Position}.";
        }

        if (entry is null || entry.Organisation != organisation) return $"Entry {expected} was changed: its bytes are no entry of this log.";
        if (!line.Says(entry)) return $"Entry {expected} was changed: its columns do not say what its bytes say.";

        var hash = SHA256.HashData([.. before, .. line.Entry]);
        if (!hash.AsSpan().SequenceEqual(line.Hash)) return $"Entry {expected} was changed: its hash is not that of the chain up to it.";
        if (line.Sealed is not null && !hash.AsSpan().SequenceEqual(line.Sealed)) return $"Entry {expected} was changed after it was sealed, and the chain from there on computed anew.";

        return null;
    }
}
