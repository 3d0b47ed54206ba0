using System.Linq.Expressions;
using IncidentApi.Features.Incidents.Storage;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace IncidentApi.Features.Incidents.Facts;

/// <summary>A <see cref="Fact"/> with what its record says of all of them.</summary>
internal abstract class FactRow
{
    public Guid OrganisationId { get; set; }

    public Guid IncidentId { get; set; }

    public short Act { get; set; }

    public short Victim { get; set; }

    public string Kind { get; set; } = "";

    public string Status { get; set; } = "";

    public string Verification { get; set; } = "";

    public int? Year { get; set; }

    public int? Quarter { get; set; }

    public int? Month { get; set; }

    public string ActVerification { get; set; } = "";

    public int Type { get; set; }

    public int[] AlsoTypes { get; set; } = [];

    public int[] Rights { get; set; } = [];

    public int[] Perpetrators { get; set; } = [];

    public int[] SourceKinds { get; set; } = [];

    public int? Country { get; set; }

    public int? Region { get; set; }

    public int? ActYear { get; set; }

    public int? ActQuarter { get; set; }

    public int? ActMonth { get; set; }

    public int ActsMin { get; set; }

    public int ActsMax { get; set; }

    public int ActsUnknown { get; set; }

    public Guid? PersonId { get; set; }

    public string? VictimKind { get; set; }

    public int PeopleMin { get; set; }

    public int PeopleMax { get; set; }

    public int PeopleUnknown { get; set; }

    public int Organisations { get; set; }

    public int? Gender { get; set; }

    public int? AgeBand { get; set; }

    public int[] AtRisk { get; set; } = [];

    public int[] DefenderRoles { get; set; } = [];
}

internal sealed class IncidentFactRow : FactRow
{
    /// <summary>Whether the record is one act alone, whose figures its <see cref="Tally"/> holds.</summary>
    public bool Alone { get; set; }
}

internal sealed class SharedFactRow : FactRow
{
    /// <summary>As in shared_incidents, for the same policy.</summary>
    public string Visibility { get; set; } = "";
}

internal sealed class PublicFactRow : FactRow;

/// <summary>A <see cref="Link"/> of one record.</summary>
internal abstract class LinkRow
{
    public Guid OrganisationId { get; set; }

    public Guid IncidentId { get; set; }

    public int Place { get; set; }

    public string Type { get; set; } = "";

    public Guid? TargetId { get; set; }

    public string? TargetSystem { get; set; }

    public string? TargetReference { get; set; }
}

internal sealed class IncidentLinkRow : LinkRow;

internal sealed class SharedLinkRow : LinkRow
{
    /// <summary>As in shared_incidents, for the same policy.</summary>
    public string Visibility { get; set; } = "";
}

internal sealed class PublicLinkRow : LinkRow;

internal sealed class FactTable : IEntityTypeConfiguration<IncidentFactRow>, IEntityTypeConfiguration<SharedFactRow>, IEntityTypeConfiguration<PublicFactRow>
{
    /// <summary>What the usual figures look at: with it they read the index alone.</summary>
    private static readonly string[] Usual =
    [
        nameof(FactRow.IncidentId), nameof(FactRow.Kind), nameof(FactRow.Status), nameof(FactRow.Verification), nameof(FactRow.Year), nameof(FactRow.ActYear), nameof(FactRow.ActMonth),
        nameof(FactRow.ActsMin), nameof(FactRow.ActsMax), nameof(FactRow.ActsUnknown), nameof(FactRow.PeopleMin), nameof(FactRow.PeopleMax), nameof(FactRow.PeopleUnknown),
    ];

    public void Configure(EntityTypeBuilder<IncidentFactRow> builder)
    {
        builder.ToTable("incident_facts").HasKey(row => new { row.OrganisationId, row.IncidentId, row.Act, row.Victim }).HasName("pk_incident_facts");
        builder.HasOne<IncidentRow>().WithMany().HasForeignKey(row => new { row.OrganisationId, row.IncidentId })
            .OnDelete(DeleteBehavior.Cascade).HasConstraintName("fk_incident_facts_incidents");
        Index(builder, "ix_incident_facts_figures", row => new { row.OrganisationId, row.Country, row.Type, row.Month }, [.. Usual, nameof(IncidentFactRow.Alone)]);

        // What the kept sums do not hold.
        builder.HasIndex(row => new { row.OrganisationId, row.IncidentId }).HasFilter("not alone").HasDatabaseName("ix_incident_facts_others");
    }

    public void Configure(EntityTypeBuilder<SharedFactRow> builder)
    {
        builder.ToTable("shared_facts").HasKey(row => new { row.IncidentId, row.Act, row.Victim }).HasName("pk_shared_facts");
        builder.HasOne<SharedIncidentRow>().WithMany().HasForeignKey(row => row.IncidentId).OnDelete(DeleteBehavior.Cascade).HasConstraintName("fk_shared_facts_incidents");
        Index(builder, "ix_shared_facts_figures", row => new { row.OrganisationId, row.Country, row.Type, row.Month }, [.. Usual, nameof(SharedFactRow.Visibility)]);
    }

    public void Configure(EntityTypeBuilder<PublicFactRow> builder)
    {
        builder.ToTable("public_facts").HasKey(row => new { row.IncidentId, row.Act, row.Victim }).HasName("pk_public_facts");
        builder.HasOne<PublicIncidentRow>().WithMany().HasForeignKey(row => row.IncidentId).OnDelete(DeleteBehavior.Cascade).HasConstraintName("fk_public_facts_incidents");
        Index(builder, "ix_public_facts_figures", row => new { row.Country, row.Type, row.Month }, [.. Usual, nameof(FactRow.OrganisationId)]);
    }

    private static void Index<T>(EntityTypeBuilder<T> builder, string name, Expression<Func<T, object?>> columns, string[] included) where T : FactRow =>
        builder.HasIndex(columns).IncludeProperties(included).HasDatabaseName(name);
}

internal sealed class LinkTable : IEntityTypeConfiguration<IncidentLinkRow>, IEntityTypeConfiguration<SharedLinkRow>, IEntityTypeConfiguration<PublicLinkRow>
{
    public void Configure(EntityTypeBuilder<IncidentLinkRow> builder)
    {
        builder.ToTable("incident_links").HasKey(row => new { row.OrganisationId, row.IncidentId, row.Place }).HasName("pk_incident_links");
        builder.HasOne<IncidentRow>().WithMany().HasForeignKey(row => new { row.OrganisationId, row.IncidentId })
            .OnDelete(DeleteBehavior.Cascade).HasConstraintName("fk_incident_links_incidents");
    }

    public void Configure(EntityTypeBuilder<SharedLinkRow> builder)
    {
        builder.ToTable("shared_links").HasKey(row => new { row.IncidentId, row.Place }).HasName("pk_shared_links");
        builder.HasOne<SharedIncidentRow>().WithMany().HasForeignKey(row => row.IncidentId).OnDelete(DeleteBehavior.Cascade).HasConstraintName("fk_shared_links_incidents");
    }

    public void Configure(EntityTypeBuilder<PublicLinkRow> builder)
    {
        builder.ToTable("public_links").HasKey(row => new { row.IncidentId, row.Place }).HasName("pk_public_links");
        builder.HasOne<PublicIncidentRow>().WithMany().HasForeignKey(row => row.IncidentId).OnDelete(DeleteBehavior.Cascade).HasConstraintName("fk_public_links_incidents");
    }
}
