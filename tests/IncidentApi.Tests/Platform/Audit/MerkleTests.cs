using System.Security.Cryptography;
using IncidentApi.Platform.Audit.Tree;
using IncidentApi.Platform.Audit.Verification;

namespace IncidentApi.Tests.Platform.Audit;

/// <summary>Proofs are made by one piece of code and checked by another, against roots computed as RFC 9162 defines them.</summary>
public sealed class MerkleTests
{
    private const int Most = 70;

    private static readonly List<byte[]> Leaves = [.. Enumerable.Range(0, Most).Select(i => Hash([0, (byte)i]))];

    [Fact]
    public void The_root_of_a_tree_is_folded_from_its_complete_subtrees() =>
        Assert.All(Enumerable.Range(1, Most), size => Assert.Equal(Root(0, size), HashOf(new Subtree(0, size))));

    [Fact]
    public void Every_leaf_of_every_tree_is_proven_and_no_other_leaf_or_place_is()
    {
        for (var size = 1; size <= Most; size++)
        {
            for (var leaf = 0; leaf < size; leaf++)
            {
                var path = Subtree.Inclusion(leaf, size).Select(HashOf).ToList();

                Assert.Equal(Root(0, size), MerkleProofs.RootOf(Leaves[leaf], leaf, size, path));
                Assert.NotEqual(Root(0, size), MerkleProofs.RootOf(Leaves[(leaf + 1) % Most], leaf, size, path));
                if (size > 1) Assert.NotEqual(Root(0, size), MerkleProofs.RootOf(Leaves[leaf], (leaf + 1) % size, size, path));
                if (path.Count > 0) Assert.Null(MerkleProofs.RootOf(Leaves[leaf], leaf, size, path[1..]));
            }
        }
    }

    [Fact]
    public void Every_tree_is_proven_to_go_on_in_every_larger_one_and_in_no_other()
    {
        for (var second = 1; second <= Most; second++)
        {
            for (var first = 1; first <= second; first++)
            {
                var path = Subtree.Consistency(first, second).Select(HashOf).ToList();

                Assert.True(MerkleProofs.IsContinued(first, Root(0, first), second, Root(0, second), path), $"{first} to {second}");
                Assert.False(MerkleProofs.IsContinued(first, Hash([9]), second, Root(0, second), path));
                Assert.False(MerkleProofs.IsContinued(first, Root(0, first), second, Hash([9]), path));
                if (path.Count > 0) Assert.False(MerkleProofs.IsContinued(first, Root(0, first), second, Root(0, second), path[..^1]));
            }
        }
    }

    /// <summary>MTH of RFC 9162 §2.1.1, as it is written there.</summary>
    private static byte[] Root(int from, int to)
    {
        if (to - from == 1) return Leaves[from];

        var half = 1;
        while (half * 2 < to - from) half *= 2;
        return Hash([1, .. Root(from, from + half), .. Root(from + half, to)]);
    }

    private static byte[] HashOf(Subtree subtree) => Subtree.Fold(subtree.Nodes().Select(node => Root((int)(node.Index << node.Level), (int)((node.Index + 1) << node.Level))));

    private static byte[] Hash(byte[] bytes) => SHA256.HashData(bytes);
}
