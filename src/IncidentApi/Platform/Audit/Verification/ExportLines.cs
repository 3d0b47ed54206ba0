using System.Text.Json.Serialization;

namespace IncidentApi.Platform.Audit.Verification;

/// <summary>A line of an export of an audit log: NDJSON, so that it can be written and read as a stream. Hashes are in base64.</summary>
[JsonPolymorphic(TypeDiscriminatorPropertyName = "line")]
[JsonDerivedType(typeof(LogLine), "log")]
[JsonDerivedType(typeof(EntryLine), "entry")]
[JsonDerivedType(typeof(ProofLine), "proof")]
[JsonDerivedType(typeof(EndLine), "end")]
internal abstract record ExportLine;

/// <summary>The first line: whose log, how long, and the checkpoint that stood when the export was made.</summary>
internal sealed record LogLine(string Format, Guid Organisation, long Entries, byte[] Hash, string? Checkpoint, string? VerifierKey) : ExportLine;

/// <summary>
/// An entry: the bytes that are hashed, the hash that is kept with it, and where it stands in the tree with the hash that was sealed there;
/// beside them what the bytes say, for people.
/// </summary>
internal sealed record EntryLine(long Position, byte[] Entry, byte[] Hash, long? Leaf, byte[]? Sealed, DateTimeOffset At, string Act, Guid? Key,
    string? Subject, Guid? SubjectId, long? Number, DateTimeOffset? Since, byte[]? Commitment) : ExportLine
{
    /// <summary>Whether the columns say what the bytes say.</summary>
    public bool Says(CanonicalEntry entry) => entry.At == At && entry.Act == Act && entry.Key == Key && entry.Subject == Subject && entry.SubjectId == SubjectId
        && entry.Number == Number && entry.Since == Since && entry.Commitment.AsSpan().SequenceEqual(Commitment);
}

/// <summary>Where the organisation's chain stood when the tree had a size, and the proof; and that this tree goes on in the one of the export.</summary>
internal sealed record ProofLine(long Size, long Seal, long Organisations, long Index, long Position, byte[] Hash,
    IReadOnlyList<byte[]> Heads, IReadOnlyList<byte[]> Path, IReadOnlyList<byte[]> Consistency) : ExportLine;

/// <summary>The last line: without it the export was cut.</summary>
internal sealed record EndLine(long Entries) : ExportLine;
