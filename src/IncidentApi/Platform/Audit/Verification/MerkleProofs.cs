using System.Buffers.Binary;
using System.Security.Cryptography;
using IncidentApi.Platform.Audit.Tree;

namespace IncidentApi.Platform.Audit.Verification;

/// <summary>Checks proofs as RFC 9162 describes it, without the code that makes them.</summary>
internal static class MerkleProofs
{
    /// <summary>The root to which a leaf and its path lead (§2.1.3.2); null when the path does not fit the size.</summary>
    public static byte[]? RootOf(byte[] leaf, long index, long size, IReadOnlyList<byte[]> path)
    {
        if (index < 0 || index >= size) return null;

        var (at, last, hash) = (index, size - 1, leaf);
        foreach (var step in path)
        {
            if (last == 0) return null;

            if ((at & 1) == 1 || at == last)
            {
                hash = Subtree.Join(step, hash);
                for (; (at & 1) == 0 && at != 0; at >>= 1) last >>= 1;
            }
            else
            {
                hash = Subtree.Join(hash, step);
            }

            (at, last) = (at >> 1, last >> 1);
        }

        return last == 0 ? hash : null;
    }

    /// <summary>Whether the tree with the first root is the beginning of the one with the second (§2.1.4.2).</summary>
    public static bool IsContinued(long firstSize, byte[] firstRoot, long secondSize, byte[] secondRoot, IReadOnlyList<byte[]> path)
    {
        if (firstSize == secondSize) return path.Count == 0 && firstRoot.AsSpan().SequenceEqual(secondRoot);
        if (firstSize < 1 || firstSize > secondSize) return false;

        List<byte[]> steps = [.. (firstSize & (firstSize - 1)) == 0 ? [firstRoot] : Array.Empty<byte[]>(), .. path];
        if (steps.Count == 0) return false;

        var (at, last) = (firstSize - 1, secondSize - 1);
        for (; (at & 1) == 1; at >>= 1) last >>= 1;
        var (first, second) = (steps[0], steps[0]);
        foreach (var step in steps.Skip(1))
        {
            if (last == 0) return false;

            if ((at & 1) == 1 || at == last)
            {
                (first, second) = (Subtree.Join(step, first), Subtree.Join(step, second));
                for (; (at & 1) == 0 && at != 0; at >>= 1) last >>= 1;
            }
            else
            {
                second = Subtree.Join(second, step);
            }

            (at, last) = (at >> 1, last >> 1);
        }

        return last == 0 && first.AsSpan().SequenceEqual(firstRoot) && second.AsSpan().SequenceEqual(secondRoot);
    }

    /// <summary>The root of the tree of some size, from what it says of an organisation's head; null when the proof does not hold together.</summary>
    public static byte[]? RootOf(Guid organisation, ProofLine proof)
    {
        var heads = RootOf(TreeRead.Leaf(organisation, proof.Position, proof.Hash), proof.Index, proof.Organisations, proof.Heads);
        if (heads is null) return null;

        var count = new byte[8];
        BinaryPrimitives.WriteInt64BigEndian(count, proof.Organisations);
        return RootOf(TreeRead.Leaf(Guid.Empty, proof.Seal, SHA256.HashData([.. count, .. heads])), proof.Size - 1, proof.Size, proof.Path);
    }
}
