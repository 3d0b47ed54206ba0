using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace IncidentApi.Platform.Changes;

/// <summary>
/// One entry of an organisation's change log: which record came to which version. Positions are dense, so that who follows the log
/// can prove that nothing is missing.
/// </summary>
internal sealed class Change
{
    public Guid OrganisationId { get; set; }

    public long Position { get; set; }

    public Guid IncidentId { get; set; }

    public int Version { get; set; }

    public string Kind { get; set; } = "";

    /// <summary>What it means for whoever follows: created, changed or removed.</summary>
    public string Type { get; set; } = "";

    public DateTimeOffset At { get; set; }

    /// <summary>Drawn at random: tells this entry from another one at the same position, in a log that was restored from a backup.</summary>
    public long Mark { get; set; }
}

/// <summary>
/// The end of an organisation's change log and of its audit log. Its row is locked by the last statement of a writing transaction, so positions
/// become visible in order.
/// </summary>
internal sealed class Head
{
    public Guid OrganisationId { get; set; }

    public long Position { get; set; }

    /// <summary>Counts what changes answers and no record: merges in the register, facts made anew.</summary>
    public long Upkeep { get; set; }

    /// <summary>The position of the last entry of its audit log.</summary>
    public long AuditPosition { get; set; }

    /// <summary>The hash of that entry, to which the next one is chained.</summary>
    public byte[] AuditHash { get; set; } = [];
}

internal sealed class ChangeTable : IEntityTypeConfiguration<Change>, IEntityTypeConfiguration<Head>
{
    public void Configure(EntityTypeBuilder<Change> builder)
    {
        builder.ToTable("changes");
        builder.HasKey(change => new { change.OrganisationId, change.Position }).HasName("pk_changes");
        builder.Property(change => change.Mark).HasDefaultValueSql(Marks.Draw);
    }

    public void Configure(EntityTypeBuilder<Head> builder)
    {
        // Room on the page for the next version of a row that every write updates.
        builder.ToTable("heads").HasKey(head => head.OrganisationId).HasName("pk_heads");
        builder.HasStorageParameter("fillfactor", 50);

        builder.Property(head => head.Upkeep).HasDefaultValue(0L);

        // A chain begins with 32 zero bytes.
        builder.Property(head => head.AuditPosition).HasDefaultValue(0L);
        builder.Property(head => head.AuditHash).HasDefaultValueSql("decode(repeat('00', 32), 'hex')");
    }
}

internal static class Marks
{
    public const string Draw = "(random() * 9e18)::bigint";
}
