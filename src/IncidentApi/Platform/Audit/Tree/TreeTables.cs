using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace IncidentApi.Platform.Audit.Tree;

/// <summary>A leaf of the tree over all organisations' entries: whose, which entry, and how the chain stood there.</summary>
internal sealed class AuditLeaf
{
    public long Index { get; set; }

    /// <summary>Zeros for the leaf that ends a seal.</summary>
    public Guid OrganisationId { get; set; }

    /// <summary>The entry's position, or the number of the seal.</summary>
    public long Position { get; set; }

    /// <summary>The hash of the chain up to the entry, or what the seal says of all heads.</summary>
    public byte[] Hash { get; set; } = [];
}

/// <summary>The hash of a complete subtree: <c>2^Level</c> leaves from <c>Index * 2^Level</c> on.</summary>
internal sealed class AuditNode
{
    public int Level { get; set; }

    public long Index { get; set; }

    public byte[] Hash { get; set; } = [];
}

/// <summary>Up to where an organisation's chain is under the tree.</summary>
internal sealed class AuditSealed
{
    public Guid OrganisationId { get; set; }

    public long Position { get; set; }

    public byte[] Hash { get; set; } = [];
}

/// <summary>The last signed checkpoint.</summary>
internal sealed class AuditCheckpoint
{
    public long Size { get; set; }

    public byte[] Root { get; set; } = [];

    public string Note { get; set; } = "";
}

internal sealed class TreeTables : IEntityTypeConfiguration<AuditLeaf>, IEntityTypeConfiguration<AuditNode>,
    IEntityTypeConfiguration<AuditSealed>, IEntityTypeConfiguration<AuditCheckpoint>
{
    public void Configure(EntityTypeBuilder<AuditLeaf> builder)
    {
        builder.ToTable("audit_leaves").HasKey(leaf => leaf.Index).HasName("pk_audit_leaves");
        builder.Property(leaf => leaf.Index).ValueGeneratedNever();

        // Where an entry is, and where a chain stood when the tree had some size.
        builder.HasIndex(leaf => new { leaf.OrganisationId, leaf.Position }).IsUnique().IncludeProperties(leaf => leaf.Index).HasDatabaseName("ux_audit_leaves_entry");
    }

    public void Configure(EntityTypeBuilder<AuditNode> builder) =>
        builder.ToTable("audit_nodes").HasKey(node => new { node.Level, node.Index }).HasName("pk_audit_nodes");

    public void Configure(EntityTypeBuilder<AuditSealed> builder)
    {
        // Room on the page for the next version of a row that every seal updates.
        builder.ToTable("audit_sealed").HasKey(last => last.OrganisationId).HasName("pk_audit_sealed");
        builder.HasStorageParameter("fillfactor", 50);
    }

    public void Configure(EntityTypeBuilder<AuditCheckpoint> builder)
    {
        builder.ToTable("audit_checkpoints").HasKey(checkpoint => checkpoint.Size).HasName("pk_audit_checkpoints");
        builder.Property(checkpoint => checkpoint.Size).ValueGeneratedNever();
    }
}
