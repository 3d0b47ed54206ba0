namespace IncidentApi.Features.Changes;

/// <summary>One entry of a change log: which record came to which version, and what that means for whoever follows. Never a word of the record.</summary>
/// <param name="Position">Counts the entries of this reader's log from 1, without a hole.</param>
/// <param name="Mark">Tells it from another entry that may stand at this position one day, in a log that was restored from a backup.</param>
/// <param name="Type">One of <see cref="ChangeType"/>.</param>
/// <param name="IncidentId">The record, by the id under which this reader knows it.</param>
/// <param name="Version">Its version as this reader counts them.</param>
/// <param name="Change">What was done, in one's own log alone.</param>
/// <param name="Reason">Why an own record was withdrawn, as a code.</param>
/// <param name="At">When: an instant in one's own log, else midnight UTC of the day.</param>
/// <param name="Organisation">Whose record it is, in the log of what partners share.</param>
internal sealed record ChangeEntry(
    long Position, long Mark, string Type, Guid IncidentId, int Version, string? Change, string? Reason, DateTimeOffset At, Guid? Organisation);

/// <summary>What a change means for whoever follows.</summary>
internal static class ChangeType
{
    /// <summary>A record came into what this reader sees: it was recorded, published, shared or restored.</summary>
    public const string Created = "incident.created";

    /// <summary>It has a new version.</summary>
    public const string Changed = "incident.changed";

    /// <summary>It is no more in what this reader sees: withdrawn, unpublished, shared no more, or erased.</summary>
    public const string Removed = "incident.removed";
}

/// <summary>A place in a change log: behind the entry at this position, which bears this mark.</summary>
internal readonly record struct ChangePlace(long Position, long Mark)
{
    public static readonly ChangePlace Beginning;
}
