using System.Buffers.Binary;
using System.Security.Cryptography;
using IncidentApi.Platform.Data;
using IncidentApi.Platform.Http;

namespace IncidentApi.Platform.Audit.Tree;

/// <summary>How far the tree has grown, and up to where it is signed.</summary>
internal sealed record TreeState(long Leaves, long SignedSize, byte[]? SignedRoot, string? Note);

/// <summary>
/// Where an organisation's chain stood when the tree had some size, and what proves it: a path to the root over all heads, which the
/// last leaf of that tree holds.
/// </summary>
internal sealed record SealedHead(long Seal, long Organisations, long Index, long Position, byte[] Hash, IReadOnlyList<byte[]> Heads, IReadOnlyList<byte[]> Path);

/// <summary>Reads the tree through functions that tell of other organisations no more than hashes.</summary>
internal sealed class TreeRead(Store store)
{
    public async Task<TreeState> StateAsync(CancellationToken cancellation) => (await store.ReadAsync(Scope.Nobody, $"select leaves, size, root, note from audit_state()",
        row => row.IsDBNull(1) ? new TreeState(row.GetInt64(0), 0, null, null) : new TreeState(row.GetInt64(0), row.GetInt64(1), row.GetFieldValue<byte[]>(2), row.GetString(3)),
        cancellation))[0];

    public async Task<byte[]> RootAsync(long size, CancellationToken cancellation) => (await HashesAsync([new Subtree(0, size)], cancellation))[0];

    /// <summary>The hashes of subtrees; a problem when the tree lacks what it must have.</summary>
    public async Task<IReadOnlyList<byte[]>> HashesAsync(IReadOnlyList<Subtree> subtrees, CancellationToken cancellation)
    {
        var nodes = subtrees.Select(subtree => subtree.Nodes().ToList()).ToList();
        var (levels, places) = (nodes.SelectMany(list => list).Select(node => node.Level).ToArray(), nodes.SelectMany(list => list).Select(node => node.Index).ToArray());
        var hashes = await store.ReadAsync(Scope.Nobody, $"select * from audit_hashes({levels}, {places})", row => row.IsDBNull(0) ? null : row.GetFieldValue<byte[]>(0), cancellation);
        if (hashes.FindIndex(hash => hash is null) is >= 0 and var missing)
        {
            throw new ProblemException(Problems.AuditTampered.With($"The tree over the audit log lacks the hash of level {levels[missing]} at {places[missing]}."));
        }

        var next = 0;
        return [.. nodes.Select(list => Subtree.Fold(hashes.GetRange((next += list.Count) - list.Count, list.Count)!))];
    }

    /// <summary>Null when no seal ended there, or when the organisation had no sealed entry then.</summary>
    public async Task<SealedHead?> SealedHeadAsync(Guid organisation, long size, CancellationToken cancellation)
    {
        var seals = await store.ReadAsync(Scope.Nobody, $"select seal from audit_seal_at({size})", row => row.GetInt64(0), cancellation);
        if (seals is not [var seal]) return null;

        var heads = await store.ReadAsync(Scope.Of(organisation), $"select leaf, own_position, own_hash from audit_heads_at({size})",
            row => (Leaf: row.GetFieldValue<byte[]>(0), Position: row.IsDBNull(1) ? 0 : row.GetInt64(1), Hash: row.IsDBNull(2) ? null : row.GetFieldValue<byte[]>(2)), cancellation);
        var own = heads.FindIndex(head => head.Hash is not null);
        if (own < 0) return null;

        var leaves = heads.Select(head => head.Leaf).ToList();
        return new SealedHead(seal, heads.Count, own, heads[own].Position, heads[own].Hash!,
            [.. Subtree.Inclusion(own, heads.Count).Select(part => HashOf(leaves, part.From, part.To))],
            await HashesAsync(Subtree.Inclusion(size - 1, size), cancellation));
    }

    /// <summary>The hash of a leaf: whose, which one, and how the chain stood there (RFC 9162 §2.1.1 with its prefix 0).</summary>
    public static byte[] Leaf(Guid organisation, long position, byte[] hash)
    {
        var bytes = new byte[1 + 16 + 8 + 32];
        organisation.TryWriteBytes(bytes.AsSpan(1), bigEndian: true, out _);
        BinaryPrimitives.WriteInt64BigEndian(bytes.AsSpan(17), position);
        hash.CopyTo(bytes, 25);
        return SHA256.HashData(bytes);
    }

    private static byte[] HashOf(List<byte[]> leaves, long from, long to) => to - from == 1
        ? leaves[(int)from]
        : Subtree.Fold(new Subtree(from, to).Nodes().Select(node =>
        {
            var (left, width) = (node.Index << node.Level, 1L << node.Level);
            return width == 1 ? leaves[(int)left] : Subtree.Join(HashOf(leaves, left, left + (width / 2)), HashOf(leaves, left + (width / 2), left + width));
        }));
}
