using IncidentApi.Platform.Data;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace IncidentApi.Features.Partnerships;

/// <summary>A grant: what one organisation lets another read, for what, and until when.</summary>
internal sealed class Partnership
{
    public Guid OrganisationId { get; set; }

    public Guid Id { get; set; }

    public Guid PartnerId { get; set; }

    /// <summary>Both names as they were when it began: neither organisation reads the other's settings.</summary>
    public string OrganisationName { get; set; } = "";

    public string PartnerName { get; set; } = "";

    /// <summary>partners or public: all records that may go so far; null for single ones.</summary>
    public string? Visibility { get; set; }

    public string Purpose { get; set; } = "";

    /// <summary>The last day, in UTC.</summary>
    public DateOnly Until { get; set; }

    public DateTimeOffset CreatedAt { get; set; }

    public Guid CreatedBy { get; set; }

    public DateTimeOffset? EndedAt { get; set; }

    /// <summary>Whether the partner was told that its last day is over.</summary>
    public bool LapseNoted { get; set; }
}

/// <summary>One record of a partnership for single ones, by the id under which partners see it.</summary>
internal sealed class PartnershipIncident
{
    public Guid OrganisationId { get; set; }

    public Guid PartnershipId { get; set; }

    public Guid PartnerId { get; set; }

    public Guid IncidentId { get; set; }
}

internal sealed class PartnershipTables : IEntityTypeConfiguration<Partnership>, IEntityTypeConfiguration<PartnershipIncident>
{
    public void Configure(EntityTypeBuilder<Partnership> builder)
    {
        builder.ToTable("partnerships", table =>
        {
            table.HasCheckConstraint("ck_partnerships_visibility", "visibility in ('partners', 'public')");
            table.HasCheckConstraint("ck_partnerships_other", "partner_id <> organisation_id");
        });
        builder.HasKey(row => new { row.OrganisationId, row.Id }).HasName("pk_partnerships");

        // The policies ask by partner for every row that a partner might read.
        builder.HasIndex(row => new { row.PartnerId, row.OrganisationId }).HasDatabaseName("ix_partnerships_partner");

        builder.Property(row => row.LapseNoted).HasDefaultValue(false);
        builder.HasIndex(row => row.Until).HasDatabaseName("ix_partnerships_lapsing").HasFilter("ended_at is null and not lapse_noted");
    }

    public void Configure(EntityTypeBuilder<PartnershipIncident> builder)
    {
        builder.ToTable("partnership_incidents");
        builder.HasKey(row => new { row.OrganisationId, row.PartnershipId, row.IncidentId }).HasName("pk_partnership_incidents");
        builder.HasIndex(row => new { row.PartnerId, row.OrganisationId, row.PartnershipId }).IncludeProperties(row => row.IncidentId).HasDatabaseName("ix_partnership_incidents_partner");
        builder.HasOne<Partnership>().WithMany().HasForeignKey(row => new { row.OrganisationId, row.PartnershipId })
            .HasConstraintName("fk_partnership_incidents_partnership");
    }
}

internal static class PartnershipSets
{
    extension(IncidentDb db)
    {
        public DbSet<Partnership> Partnerships => db.Set<Partnership>();

        public DbSet<PartnershipIncident> PartnershipIncidents => db.Set<PartnershipIncident>();
    }
}
