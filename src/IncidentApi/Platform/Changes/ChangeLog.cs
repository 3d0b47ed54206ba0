using IncidentApi.Platform.Audit;
using IncidentApi.Platform.Data;
using IncidentApi.Platform.Security;

namespace IncidentApi.Platform.Changes;

/// <summary>What happens to a record, as the change log and the history name it.</summary>
internal static class ChangeKind
{
    public const string Created = "created";
    public const string Replaced = "replaced";
    public const string Patched = "patched";
    public const string Withdrawn = "withdrawn";
    public const string Restored = "restored";
    public const string Published = "published";
    public const string VisibilityChanged = "visibility_changed";
    public const string Verified = "verified";
    public const string IdentityHidden = "identity_hidden";
    public const string IdentityErased = "identity_erased";
    public const string TextErased = "text_erased";
}

/// <summary>Writes the change log through the one function that may. Followers of this instance are woken at the commit.</summary>
internal static class ChangeLog
{
    /// <summary>The last statement of a writing transaction: it holds the head's lock until the commit. The change has its audit entry with it.</summary>
    public static Sql Append(Caller caller, Guid incident, int version, string kind) => AuditLog.RecordChange(caller, incident, version, kind).Awaited();

    /// <summary>The same for the world, last of all. What partners are told follows by itself from the rows that they read (012_feeds.sql).</summary>
    public static Sql AppendPublic(Guid incident, int version, string kind) => $"select append_public_change({incident}, {version}, {kind})";
}
