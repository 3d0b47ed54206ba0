using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace IncidentApi.Platform.Audit;

/// <summary>
/// One act, as an organisation's audit log keeps it for good: who, what, when, on what; never the content. The columns say what
/// <see cref="Entry"/> says, for those who search; the bytes are what the chain holds.
/// </summary>
internal sealed class AuditEntry
{
    public Guid OrganisationId { get; set; }

    /// <summary>Counts the organisation's acts from 1, without a gap.</summary>
    public long Position { get; set; }

    public DateTimeOffset At { get; set; }

    /// <summary>One of <see cref="AuditAct"/>, or what happened to an incident as its history names it.</summary>
    public string Act { get; set; } = "";

    /// <summary>The key with which it was done; null for the operator and for who has no key yet.</summary>
    public Guid? KeyId { get; set; }

    /// <summary>The kind of thing to which it was done.</summary>
    public string? Subject { get; set; }

    public Guid? SubjectId { get; set; }

    /// <summary>The version that an incident came to, or how often something was done since <see cref="Since"/>.</summary>
    public long? Number { get; set; }

    public DateTimeOffset? Since { get; set; }

    /// <summary>HMAC-SHA256 of the reason, keyed with a salt that is erased with it.</summary>
    public byte[]? Commitment { get; set; }

    /// <summary>The canonical encoding: what is hashed.</summary>
    public byte[] Entry { get; set; } = [];

    /// <summary>SHA-256 of the hash before it and <see cref="Entry"/>.</summary>
    public byte[] Hash { get; set; } = [];
}

/// <summary>Why something was done, in somebody's own words: kept apart from the entry, because it may have to be forgotten.</summary>
internal sealed class AuditReason
{
    public Guid OrganisationId { get; set; }

    public long Position { get; set; }

    public byte[] Salt { get; set; } = [];

    public string Text { get; set; } = "";
}

internal sealed class AuditTables : IEntityTypeConfiguration<AuditEntry>, IEntityTypeConfiguration<AuditReason>
{
    public void Configure(EntityTypeBuilder<AuditEntry> builder)
    {
        builder.ToTable("audit_entries").HasKey(entry => new { entry.OrganisationId, entry.Position }).HasName("pk_audit_entries");

        // What was done to one record or person; also to forget the reasons for it.
        builder.HasIndex(entry => new { entry.OrganisationId, entry.SubjectId, entry.Position }).HasFilter("subject_id is not null").HasDatabaseName("ix_audit_entries_subject");
    }

    public void Configure(EntityTypeBuilder<AuditReason> builder) =>
        builder.ToTable("audit_reasons").HasKey(reason => new { reason.OrganisationId, reason.Position }).HasName("pk_audit_reasons");
}
