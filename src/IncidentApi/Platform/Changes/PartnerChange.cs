using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace IncidentApi.Platform.Changes;

/// <summary>
/// One entry of the log that one organisation follows of what others share with it. It names redacted rows alone, by their own ids, and tells
/// days, not instants. Its positions count what this reader was told, and nothing else.
/// </summary>
internal sealed class PartnerChange
{
    /// <summary>Who reads.</summary>
    public Guid OrganisationId { get; set; }

    public long Position { get; set; }

    /// <summary>Whose record it is.</summary>
    public Guid SourceId { get; set; }

    public Guid IncidentId { get; set; }

    public int Version { get; set; }

    public string Type { get; set; } = "";

    public DateOnly OnDay { get; set; }

    public long Mark { get; set; }
}

/// <summary>The end of that log.</summary>
internal sealed class PartnerHead
{
    public Guid OrganisationId { get; set; }

    public long Position { get; set; }
}

/// <summary>A record, and its version, of which that log told last that its reader may see it.</summary>
internal sealed class PartnerKnown
{
    public Guid OrganisationId { get; set; }

    public Guid SourceId { get; set; }

    public Guid IncidentId { get; set; }

    public int Version { get; set; }
}

internal sealed class PartnerChangeTables : IEntityTypeConfiguration<PartnerChange>, IEntityTypeConfiguration<PartnerHead>, IEntityTypeConfiguration<PartnerKnown>
{
    public void Configure(EntityTypeBuilder<PartnerChange> builder)
    {
        builder.ToTable("partner_changes").HasKey(change => new { change.OrganisationId, change.Position }).HasName("pk_partner_changes");
        builder.Property(change => change.Mark).HasDefaultValueSql(Marks.Draw);
    }

    public void Configure(EntityTypeBuilder<PartnerHead> builder)
    {
        builder.ToTable("partner_heads").HasKey(head => head.OrganisationId).HasName("pk_partner_heads");
        builder.HasStorageParameter("fillfactor", 50);
    }

    // Each write asks who knows one record.
    public void Configure(EntityTypeBuilder<PartnerKnown> builder) => builder.ToTable("partner_known")
        .HasKey(known => new { known.SourceId, known.IncidentId, known.OrganisationId }).HasName("pk_partner_known");
}
