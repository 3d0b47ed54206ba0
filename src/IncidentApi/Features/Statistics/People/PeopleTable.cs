using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace IncidentApi.Features.Statistics.People;

/// <summary>One yearly table: whose records, for whom they are, where, what was done, when it began, and what it divides people by.</summary>
internal sealed class PeopleTable
{
    public int Id { get; set; }

    public Guid OrganisationId { get; set; }

    /// <summary>partners or public.</summary>
    public string Audience { get; set; } = "";

    public int Country { get; set; }

    public string ViolationGroup { get; set; } = "";

    public int Year { get; set; }

    /// <summary>The number of a <see cref="People.Subject"/>.</summary>
    public int Subject { get; set; }

    /// <summary>Whether it is published now.</summary>
    public bool Shown { get; set; }
}

/// <summary>Everything that was ever published of a table, with what it suppressed. Only the functions of incidents_figures read it.</summary>
internal sealed class PeopleRelease
{
    public int TableId { get; set; }

    public int Number { get; set; }

    public DateOnly Day { get; set; }

    public int[] Counts { get; set; } = [];

    public bool[] Visible { get; set; } = [];
}

/// <summary>In which table somebody was counted. The key lets nobody be counted in two of one subject, so that no two overlap.</summary>
internal sealed class PeopleContributor
{
    public Guid OrganisationId { get; set; }

    public int Subject { get; set; }

    public Guid Contributor { get; set; }

    public int TableId { get; set; }

    /// <summary>Whether the last publication counted this person.</summary>
    public bool Counted { get; set; }
}

/// <summary>A figure as it is published.</summary>
internal abstract class PeopleFigureRow
{
    public int TableId { get; set; }

    /// <summary>The place of the value among its subject's.</summary>
    public short Value { get; set; }

    public Guid OrganisationId { get; set; }

    public string OrganisationName { get; set; } = "";

    public int Country { get; set; }

    public string ViolationGroup { get; set; } = "";

    public int Year { get; set; }

    public int Subject { get; set; }

    /// <summary>null where it is suppressed.</summary>
    public int? Count { get; set; }

    public DateOnly PublishedOn { get; set; }
}

internal sealed class PublicPeopleFigureRow : PeopleFigureRow;

internal sealed class SharedPeopleFigureRow : PeopleFigureRow;

/// <summary>When the tables were last made.</summary>
internal sealed class PeopleDay
{
    public int Id { get; set; }

    public DateOnly Day { get; set; }
}

internal sealed class PeopleTables : IEntityTypeConfiguration<PeopleTable>, IEntityTypeConfiguration<PeopleRelease>, IEntityTypeConfiguration<PeopleContributor>,
    IEntityTypeConfiguration<PublicPeopleFigureRow>, IEntityTypeConfiguration<SharedPeopleFigureRow>, IEntityTypeConfiguration<PeopleDay>
{
    public void Configure(EntityTypeBuilder<PeopleTable> builder)
    {
        builder.ToTable("people_tables", table => table.HasCheckConstraint("ck_people_tables_audience", "audience in ('partners', 'public')"));
        builder.HasKey(table => table.Id).HasName("pk_people_tables");
        builder.HasIndex(table => new { table.OrganisationId, table.Audience, table.Country, table.ViolationGroup, table.Year, table.Subject })
            .IsUnique().HasDatabaseName("ux_people_tables");
    }

    public void Configure(EntityTypeBuilder<PeopleRelease> builder)
    {
        builder.ToTable("people_releases").HasKey(release => new { release.TableId, release.Number }).HasName("pk_people_releases");
        builder.HasOne<PeopleTable>().WithMany().HasForeignKey(release => release.TableId).HasConstraintName("fk_people_releases_table");
    }

    public void Configure(EntityTypeBuilder<PeopleContributor> builder)
    {
        builder.ToTable("people_contributors").HasKey(row => new { row.OrganisationId, row.Subject, row.Contributor }).HasName("pk_people_contributors");
        builder.HasOne<PeopleTable>().WithMany().HasForeignKey(row => row.TableId).HasConstraintName("fk_people_contributors_table");
        builder.HasIndex(row => row.TableId).HasDatabaseName("ix_people_contributors_table");
    }

    public void Configure(EntityTypeBuilder<PublicPeopleFigureRow> builder) => Configure(builder, "public_people_figures");

    public void Configure(EntityTypeBuilder<SharedPeopleFigureRow> builder) => Configure(builder, "shared_people_figures");

    public void Configure(EntityTypeBuilder<PeopleDay> builder)
    {
        builder.ToTable("public_people_day", table => table.HasCheckConstraint("ck_public_people_day", "id = 1")).HasKey(row => row.Id).HasName("pk_public_people_day");
        builder.Property(row => row.Id).ValueGeneratedNever();
    }

    private static void Configure<T>(EntityTypeBuilder<T> builder, string name)
        where T : PeopleFigureRow
    {
        // Whatever the service believes: nobody reads a figure from 1 to 4.
        builder.ToTable(name, table => table.HasCheckConstraint($"ck_{name}_count", $"count = 0 or count >= {PeopleRule.K}"));
        builder.HasKey(row => new { row.TableId, row.Value }).HasName($"pk_{name}");
        builder.HasIndex(row => new { row.OrganisationId, row.Country, row.Year }).HasDatabaseName($"ix_{name}");
    }
}
