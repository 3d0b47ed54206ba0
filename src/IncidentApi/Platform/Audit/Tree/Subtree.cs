using System.Numerics;
using System.Security.Cryptography;

namespace IncidentApi.Platform.Audit.Tree;

/// <summary>
/// The leaves from one to before another whose common hash a proof shows (RFC 9162 §2.1). A proof is a list of these, so that what has
/// to be known can be asked for in one question.
/// </summary>
internal readonly record struct Subtree(long From, long To)
{
    /// <summary>The complete subtrees of which it is made, from left to right: they are kept, so nothing below them is hashed again.</summary>
    public IEnumerable<(int Level, long Index)> Nodes()
    {
        for (var at = From; at < To;)
        {
            var level = BitOperations.Log2((ulong)(To - at));
            yield return (level, at >> level);
            at += 1L << level;
        }
    }

    /// <summary>The hash of a subtree from the hashes of its complete ones.</summary>
    public static byte[] Fold(IEnumerable<byte[]> nodes) => nodes.Reverse().Aggregate((right, left) => Join(left, right));

    public static byte[] Join(byte[] left, byte[] right) => SHA256.HashData([1, .. left, .. right]);

    /// <summary>What proves that a leaf is in a tree of some size, from the leaf upwards (RFC 9162 §2.1.3.1).</summary>
    public static List<Subtree> Inclusion(long leaf, long size)
    {
        var path = new List<Subtree>();
        for (var (from, to) = (0L, size); to - from > 1;)
        {
            var middle = from + LargestPowerBelow(to - from);
            path.Insert(0, leaf < middle ? new Subtree(middle, to) : new Subtree(from, middle));
            (from, to) = leaf < middle ? (from, middle) : (middle, to);
        }

        return path;
    }

    /// <summary>What proves that a tree of one size is the beginning of a tree of another (RFC 9162 §2.1.4.1).</summary>
    public static List<Subtree> Consistency(long first, long second)
    {
        var path = new List<Subtree>();
        var (from, to, whole) = (0L, second, true);
        while (first != to)
        {
            var middle = from + LargestPowerBelow(to - from);
            if (first <= middle)
            {
                path.Insert(0, new Subtree(middle, to));
                to = middle;
            }
            else
            {
                path.Insert(0, new Subtree(from, middle));
                (from, whole) = (middle, false);
            }
        }

        if (!whole) path.Insert(0, new Subtree(from, to));
        return path;
    }

    private static long LargestPowerBelow(long count) => 1L << BitOperations.Log2((ulong)(count - 1));
}
