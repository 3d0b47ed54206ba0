using IncidentApi.Platform.Audit;
using IncidentApi.Platform.Audit.Verification;
using IncidentApi.Platform.Data;
using Npgsql;

namespace IncidentApi.Features.Audit;

/// <summary>An entry as the database has it, beside what it must agree with: the hash before it, its leaf, its reason.</summary>
internal sealed record StoredEntry(EntryLine Line, byte[]? Before, byte[]? Salt, string? Reason)
{
    // Sub-selects, not joins: they look up what a page shows, and no more, whatever the planner believes of the tables.
    public static readonly Sql Columns = $"""
        e.position, e.entry, e.hash,
            (select l.index from audit_leaves l where l.organisation_id = e.organisation_id and l.position = e.position),
            (select l.hash from audit_leaves l where l.organisation_id = e.organisation_id and l.position = e.position),
            e.at, e.act, e.key_id, e.subject, e.subject_id, e.number, e.since, e.commitment,
            (select b.hash from audit_entries b where b.organisation_id = e.organisation_id and b.position = e.position - 1),
            (select r.salt from audit_reasons r where r.organisation_id = e.organisation_id and r.position = e.position),
            (select r.text from audit_reasons r where r.organisation_id = e.organisation_id and r.position = e.position)
        from audit_entries e
        """;

    public static StoredEntry Read(NpgsqlDataReader row) => new(
        new EntryLine(row.GetInt64(0), row.GetFieldValue<byte[]>(1), row.GetFieldValue<byte[]>(2), row.IsDBNull(3) ? null : row.GetInt64(3), Bytes(row, 4),
            row.GetFieldValue<DateTimeOffset>(5), row.GetString(6), row.IsDBNull(7) ? null : row.GetGuid(7), row.IsDBNull(8) ? null : row.GetString(8),
            row.IsDBNull(9) ? null : row.GetGuid(9), row.IsDBNull(10) ? null : row.GetInt64(10), row.IsDBNull(11) ? null : row.GetFieldValue<DateTimeOffset>(11), Bytes(row, 12)),
        Bytes(row, 13), Bytes(row, 14), row.IsDBNull(15) ? null : row.GetString(15));

    /// <summary>What is wrong with it; null when it is as it was written.</summary>
    public string? FaultIn(Guid organisation)
    {
        if (Before is null && Line.Position > 1) return $"Entry {Line.Position - 1}, which stood before it, was removed.";
        if (ChainCheck.FaultOf(organisation, Line.Position, Before ?? new byte[32], Line) is { } fault) return fault;
        return Reason is not null && (Line.Commitment is null || !AuditLog.Commitment(Salt!, Reason).AsSpan().SequenceEqual(Line.Commitment)) ? "Its reason was changed." : null;
    }

    public ShownEntry Shown(bool tampered) => new(Line.Position, Line.At, Line.Act, Line.Key, Line.Subject, Line.SubjectId, Line.Number, Line.Since,
        Reason, Reason is null && Line.Commitment is not null ? true : null, Convert.ToBase64String(Line.Hash), Line.Leaf, tampered ? true : null);

    private static byte[]? Bytes(NpgsqlDataReader row, int column) => row.IsDBNull(column) ? null : row.GetFieldValue<byte[]>(column);
}
