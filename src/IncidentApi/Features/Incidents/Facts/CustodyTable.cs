using IncidentApi.Features.Incidents.Storage;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace IncidentApi.Features.Incidents.Facts;

/// <summary>A <see cref="Custody"/> of one record.</summary>
internal abstract class CustodyRow
{
    public Guid OrganisationId { get; set; }

    public Guid IncidentId { get; set; }

    public short Act { get; set; }

    public short Victim { get; set; }

    public DateOnly? BegunFrom { get; set; }

    public DateOnly? BegunBy { get; set; }

    public DateOnly? HeldUntil { get; set; }

    public DateOnly? OverBy { get; set; }

    public DateOnly? ConfirmedBy { get; set; }

    public string? Place { get; set; }

    public string[] Charges { get; set; } = [];

    public string? CounselAccess { get; set; }
}

internal sealed class IncidentCustodyRow : CustodyRow;

internal sealed class SharedCustodyRow : CustodyRow
{
    /// <summary>As in shared_incidents, for the same policy.</summary>
    public string Visibility { get; set; } = "";
}

internal sealed class PublicCustodyRow : CustodyRow;

internal sealed class CustodyTable : IEntityTypeConfiguration<IncidentCustodyRow>, IEntityTypeConfiguration<SharedCustodyRow>, IEntityTypeConfiguration<PublicCustodyRow>
{
    public void Configure(EntityTypeBuilder<IncidentCustodyRow> builder)
    {
        builder.ToTable("incident_detentions").HasKey(row => new { row.OrganisationId, row.IncidentId, row.Act, row.Victim }).HasName("pk_incident_detentions");
        builder.HasOne<IncidentRow>().WithMany().HasForeignKey(row => new { row.OrganisationId, row.IncidentId })
            .OnDelete(DeleteBehavior.Cascade).HasConstraintName("fk_incident_detentions_incidents");
    }

    public void Configure(EntityTypeBuilder<SharedCustodyRow> builder)
    {
        builder.ToTable("shared_detentions").HasKey(row => new { row.IncidentId, row.Act, row.Victim }).HasName("pk_shared_detentions");
        builder.HasOne<SharedIncidentRow>().WithMany().HasForeignKey(row => row.IncidentId).OnDelete(DeleteBehavior.Cascade).HasConstraintName("fk_shared_detentions_incidents");
    }

    public void Configure(EntityTypeBuilder<PublicCustodyRow> builder)
    {
        builder.ToTable("public_detentions").HasKey(row => new { row.IncidentId, row.Act, row.Victim }).HasName("pk_public_detentions");
        builder.HasOne<PublicIncidentRow>().WithMany().HasForeignKey(row => row.IncidentId).OnDelete(DeleteBehavior.Cascade).HasConstraintName("fk_public_detentions_incidents");
    }
}
