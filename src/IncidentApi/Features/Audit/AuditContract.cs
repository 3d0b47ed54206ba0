using System.Text.Json.Serialization;
using IncidentApi.Platform.Http;

namespace IncidentApi.Features.Audit;

/// <summary>One act: who did what to what, and when. It tells of no content.</summary>
/// <param name="Position">Counts the organisation's acts from 1, without a gap.</param>
/// <param name="At">When.</param>
/// <param name="Act">What was done: created, replaced, key_revoked, identity_read, denied…</param>
/// <param name="Key">The key with which it was done; absent for the operator, and where a recovery code was spent.</param>
/// <param name="Subject">The kind of thing to which it was done: incident, person, key, organisation, partnership…</param>
/// <param name="SubjectId">Which one.</param>
/// <param name="Number">The version that an incident came to, or how often the key did it within the minute that began at since.</param>
/// <param name="Since">When the counting of number began.</param>
/// <param name="Reason">Why, as the caller said it.</param>
/// <param name="ReasonErased">true where a reason was given and has been erased since.</param>
/// <param name="Hash">SHA-256 of the chain up to this entry, in base64.</param>
/// <param name="Leaf">Where it stands in the tree over all logs; absent for the first seconds.</param>
/// <param name="Tampered">true where somebody changed it past the service: faults says how.</param>
[SchemaName("AuditEntry")]
internal sealed record ShownEntry(long Position, DateTimeOffset At, string Act, Guid? Key, string? Subject, Guid? SubjectId, long? Number, DateTimeOffset? Since,
    string? Reason, bool? ReasonErased, string Hash, long? Leaf, bool? Tampered);

/// <summary>An entry that somebody changed, removed or reordered past the service.</summary>
/// <param name="Position">Which entry.</param>
/// <param name="Detail">What is wrong with it.</param>
[SchemaName("AuditFault")]
internal sealed record EntryFault(long Position, string Detail);

/// <summary>A page of the audit log. Each entry was checked against the chain; one that does not fit is shown, and marked.</summary>
/// <param name="Items">The entries.</param>
/// <param name="NextCursor">Send it in after for the next page; null on the last.</param>
/// <param name="Faults">The entries of this page, and the end of the log, that are not as they were written; empty when all is well.</param>
[SchemaName("AuditPage")]
internal sealed record EntryPage(IReadOnlyList<ShownEntry> Items, [property: JsonIgnore(Condition = JsonIgnoreCondition.Never)] string? NextCursor, IReadOnlyList<EntryFault> Faults);

/// <summary>The proof that an entry is under a checkpoint (RFC 9162); hashes are in base64.</summary>
/// <param name="Organisation">Whose log.</param>
/// <param name="Position">Which entry.</param>
/// <param name="Entry">The bytes that are hashed, in base64.</param>
/// <param name="Hash">SHA-256 of the hash before it and these bytes.</param>
/// <param name="Leaf">Where it stands in the tree.</param>
/// <param name="Proof">The path from the leaf to the root.</param>
/// <param name="Checkpoint">The signed checkpoint.</param>
[SchemaName("AuditProof")]
internal sealed record InclusionProof(Guid Organisation, long Position, string Entry, string Hash, long Leaf, IReadOnlyList<string> Proof, string Checkpoint);

/// <summary>The proof that one tree is the beginning of another (RFC 9162); hashes are in base64.</summary>
/// <param name="From">The size of the earlier tree.</param>
/// <param name="To">The size of the later one.</param>
/// <param name="FromRoot">The root of the earlier tree, as this server has it now: compare it with the checkpoint that you kept.</param>
/// <param name="ToRoot">The root of the later one.</param>
/// <param name="Proof">The hashes that lead from one to the other.</param>
[SchemaName("ConsistencyProof")]
internal sealed record ConsistencyProof(long From, long To, string FromRoot, string ToRoot, IReadOnlyList<string> Proof);
