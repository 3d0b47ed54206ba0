using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace IncidentApi.Features.Incidents.Storage;

internal sealed class IncidentTable : IEntityTypeConfiguration<IncidentRow>
{
    // Unique violations are told apart by these names.
    public const string PrimaryKey = "pk_incidents";
    public const string UniqueReference = "ux_incidents_reference";
    public const string UniqueExternalRef = "ux_incidents_external_ref";

    public void Configure(EntityTypeBuilder<IncidentRow> builder)
    {
        builder.ToTable("incidents", table =>
        {
            table.HasCheckConstraint("ck_incidents_kind", "kind in ('event', 'pattern', 'measure')");
            table.HasCheckConstraint("ck_incidents_status", "status in ('draft', 'submitted', 'returned', 'published', 'withdrawn')");
            table.HasCheckConstraint("ck_incidents_verification", "verification in ('unverified', 'pending', 'corroborated', 'verified', 'disputed', 'false')");
        });

        // An id alone would tell one organisation that another has a record of that id.
        builder.HasKey(row => new { row.OrganisationId, row.Id }).HasName(PrimaryKey);
        builder.Property(row => row.Brief).HasColumnType("json");
        builder.Property(row => row.Document).HasColumnType("json");
        builder.HasIndex(row => new { row.OrganisationId, row.Reference }).IsUnique().HasDatabaseName(UniqueReference);
        builder.HasIndex(row => new { row.OrganisationId, row.ExternalSystem, row.ExternalId }).IsUnique()
            .HasFilter("external_id is not null").HasDatabaseName(UniqueExternalRef);

        // The list in its own order, with every column that filters look at: a filtered page is one index-only scan that stops when
        // the page is full. Operators on arrays cannot use an index of their own under row-level security, for they are not leakproof.
        builder.HasIndex(row => new { row.OrganisationId, row.OccurredOn, row.Id }).IsDescending(false, true, true)
            .IncludeProperties(row => new
            {
                row.Earliest,
                row.Latest,
                row.SurelyFrom,
                row.SurelyTo,
                row.Lasting,
                row.Kind,
                row.Status,
                row.Verification,
                row.Terms,
                row.Places,
                row.Latitude,
                row.Longitude,
                row.CreatedAt,
                row.UpdatedAt,
            })
            .HasDatabaseName("ix_incidents_page");
        builder.HasIndex(row => new { row.OrganisationId, row.CreatedAt, row.Id }).HasDatabaseName("ix_incidents_created");
        builder.HasIndex(row => new { row.OrganisationId, row.UpdatedAt, row.Id }).HasDatabaseName("ix_incidents_updated");

        // For the search function alone, whose role has a policy without a barrier.
        builder.HasIndex(row => row.Search).HasMethod("gin").HasDatabaseName("ix_incidents_search");
    }
}

/// <summary>An earlier version of an incident, whole.</summary>
internal sealed class IncidentVersion
{
    public Guid OrganisationId { get; set; }

    public Guid IncidentId { get; set; }

    public int Version { get; set; }

    public DateTimeOffset At { get; set; }

    public Guid By { get; set; }

    public string Change { get; set; } = "";

    public string[] Changed { get; set; } = [];

    public string Document { get; set; } = "";
}

internal sealed class IncidentVersionTable : IEntityTypeConfiguration<IncidentVersion>
{
    public const string PrimaryKey = "pk_incident_versions";

    public void Configure(EntityTypeBuilder<IncidentVersion> builder)
    {
        builder.ToTable("incident_versions");
        builder.HasKey(version => new { version.OrganisationId, version.IncidentId, version.Version }).HasName(PrimaryKey);
        builder.Property(version => version.Document).HasColumnType("json");
    }
}
