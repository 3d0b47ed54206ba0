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
        builder.KeepDocuments();
        builder.HasIndex(row => new { row.OrganisationId, row.Reference }).IsUnique().HasDatabaseName(UniqueReference);
        builder.HasIndex(row => new { row.OrganisationId, row.ExternalSystem, row.ExternalId }).IsUnique()
            .HasFilter("external_id is not null").HasDatabaseName(UniqueExternalRef);

        // The list in its own order, with every column that filters look at: a filtered page is one index-only scan that stops when
        // the page is full. Operators on arrays cannot use an index of their own under row-level security, for they are not leakproof.
        builder.HasIndex(row => new { row.OrganisationId, row.OccurredOn, row.Id }).IsDescending(false, true, true)
            .IncludeProperties(DocumentColumns.Filtered).HasDatabaseName("ix_incidents_page");
        builder.HasIndex(row => new { row.OrganisationId, row.CreatedAt, row.Id }).HasDatabaseName("ix_incidents_created");
        builder.HasIndex(row => new { row.OrganisationId, row.UpdatedAt, row.Id }).HasDatabaseName("ix_incidents_updated");

        // For the search function alone, whose role has a policy without a barrier.
        builder.HasIndex(row => row.Search).HasMethod("gin").HasDatabaseName("ix_incidents_search");
    }
}

/// <summary>The redacted twins of incidents. Their ids are random and made here, so an id alone tells nobody anything.</summary>
internal sealed class DisclosedIncidentTables : IEntityTypeConfiguration<SharedIncidentRow>, IEntityTypeConfiguration<PublicIncidentRow>
{
    public void Configure(EntityTypeBuilder<SharedIncidentRow> builder)
    {
        builder.ToTable("shared_incidents").HasKey(row => row.Id).HasName("pk_shared_incidents");
        builder.KeepDocuments();
        builder.HasIndex(row => new { row.OrganisationId, row.OccurredOn, row.Id }).IsDescending(false, true, true)
            .IncludeProperties([.. DocumentColumns.Filtered, nameof(SharedIncidentRow.Visibility)]).HasDatabaseName("ix_shared_incidents_page");
        builder.HasIndex(row => new { row.OccurredOn, row.Id }).IsDescending(true, true)
            .IncludeProperties([.. DocumentColumns.Filtered, nameof(DocumentRow.OrganisationId), nameof(SharedIncidentRow.Visibility)]).HasDatabaseName("ix_shared_incidents_all");
        builder.HasIndex(row => row.Search).HasMethod("gin").HasDatabaseName("ix_shared_incidents_search");
    }

    public void Configure(EntityTypeBuilder<PublicIncidentRow> builder)
    {
        builder.ToTable("public_incidents").HasKey(row => row.Id).HasName("pk_public_incidents");
        builder.KeepDocuments();
        builder.HasIndex(row => new { row.OccurredOn, row.Id }).IsDescending(true, true)
            .IncludeProperties([.. DocumentColumns.Filtered, nameof(DocumentRow.OrganisationId)]).HasDatabaseName("ix_public_incidents_page");
        builder.HasIndex(row => new { row.CreatedAt, row.Id }).HasDatabaseName("ix_public_incidents_created");
        builder.HasIndex(row => new { row.UpdatedAt, row.Id }).HasDatabaseName("ix_public_incidents_updated");
        builder.HasIndex(row => row.Search).HasMethod("gin").HasDatabaseName("ix_public_incidents_search");
    }
}

file static class DocumentColumns
{
    /// <summary>What filters look at.</summary>
    public static readonly string[] Filtered =
    [
        nameof(DocumentRow.Earliest), nameof(DocumentRow.Latest), nameof(DocumentRow.SurelyFrom), nameof(DocumentRow.SurelyTo), nameof(DocumentRow.Lasting),
        nameof(DocumentRow.Kind), nameof(DocumentRow.Status), nameof(DocumentRow.Verification), nameof(DocumentRow.Terms), nameof(DocumentRow.Places),
        nameof(DocumentRow.Latitude), nameof(DocumentRow.Longitude), nameof(DocumentRow.Placed), nameof(DocumentRow.CreatedAt), nameof(DocumentRow.UpdatedAt),
    ];

    /// <summary>As json, not jsonb: copied as they were written, never made anew.</summary>
    public static void KeepDocuments<T>(this EntityTypeBuilder<T> builder) where T : DocumentRow
    {
        builder.Property(row => row.Brief).HasColumnType("json");
        builder.Property(row => row.Document).HasColumnType("json");
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
