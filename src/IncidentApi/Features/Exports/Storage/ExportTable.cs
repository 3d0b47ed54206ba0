using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace IncidentApi.Features.Exports.Storage;

/// <summary>What is kept of an export: whose, how far it came, what it held. Never a row of it.</summary>
internal sealed class ExportRow
{
    public Guid Id { get; set; }

    /// <summary>Null where nobody showed a key.</summary>
    public Guid? OrganisationId { get; set; }

    public string Format { get; set; } = "";

    public string Scope { get; set; } = "";

    /// <summary>The filters and where it began, sealed: words that somebody searched for are none of the database's business.</summary>
    public byte[] Asked { get; set; } = [];

    public string Status { get; set; } = "";

    public DateTimeOffset BeganAt { get; set; }

    /// <summary>When it was last heard of.</summary>
    public DateTimeOffset SeenAt { get; set; }

    public DateTimeOffset? EndedAt { get; set; }

    public long Rows { get; set; }

    public long Bytes { get; set; }

    public byte[]? Digest { get; set; }

    public string Snapshots { get; set; } = "[]";

    public DateTimeOffset KeptUntil { get; set; }
}

internal sealed class ExportTable : IEntityTypeConfiguration<ExportRow>
{
    public void Configure(EntityTypeBuilder<ExportRow> builder)
    {
        builder.ToTable("exports", table => table.HasCheckConstraint("ck_exports_status", "status in ('running', 'complete', 'failed', 'left')"));

        // The service makes the ids itself, at random: one that is taken tells nobody anything.
        builder.HasKey(row => row.Id).HasName("pk_exports");
        builder.Property(row => row.Id).ValueGeneratedNever();
        builder.Property(row => row.Snapshots).HasColumnType("json");
        builder.HasIndex(row => row.KeptUntil).HasDatabaseName("ix_exports_kept_until");
    }
}
