using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace IncidentApi.Platform.Changes;

/// <summary>What names the answers that an organisation's partners get: numbers that move when a row for partners does.</summary>
internal sealed class SharedHead
{
    public Guid OrganisationId { get; set; }

    /// <summary>Counts the changes of its rows for partners.</summary>
    public long Position { get; set; }

    /// <summary>Counts the changes of rows that are, or were, for everybody: what a partnership for these alone follows.</summary>
    public long PublicPosition { get; set; }

    /// <summary>Counts what changes answers and no row.</summary>
    public long Upkeep { get; set; }
}

/// <summary>One entry of the change log that the world follows. It tells days, not instants.</summary>
internal sealed class PublicChange
{
    public long Position { get; set; }

    public Guid IncidentId { get; set; }

    public int Version { get; set; }

    public string Kind { get; set; } = "";

    public DateOnly OnDay { get; set; }

    public long Mark { get; set; }
}

/// <summary>The end of that change log: the one row of its table.</summary>
internal sealed class PublicHead
{
    public int Id { get; set; }

    public long Position { get; set; }

    /// <summary>Counts what changes answers and no row.</summary>
    public long Upkeep { get; set; }
}

internal sealed class DisclosedChangeTables : IEntityTypeConfiguration<SharedHead>,
    IEntityTypeConfiguration<PublicChange>, IEntityTypeConfiguration<PublicHead>
{
    public void Configure(EntityTypeBuilder<SharedHead> builder)
    {
        builder.ToTable("shared_heads").HasKey(head => head.OrganisationId).HasName("pk_shared_heads");
        builder.Property(head => head.PublicPosition).HasDefaultValue(0L);
        builder.Property(head => head.Upkeep).HasDefaultValue(0L);
        builder.HasStorageParameter("fillfactor", 50);
    }

    public void Configure(EntityTypeBuilder<PublicChange> builder)
    {
        builder.ToTable("public_changes").HasKey(change => change.Position).HasName("pk_public_changes");
        builder.Property(change => change.Position).ValueGeneratedNever();
        builder.Property(change => change.Mark).HasDefaultValueSql(Marks.Draw);
    }

    public void Configure(EntityTypeBuilder<PublicHead> builder)
    {
        builder.ToTable("public_heads").HasKey(head => head.Id).HasName("pk_public_heads");
        builder.Property(head => head.Id).ValueGeneratedNever();
        builder.Property(head => head.Upkeep).HasDefaultValue(0L);
        builder.HasStorageParameter("fillfactor", 50);
    }
}
