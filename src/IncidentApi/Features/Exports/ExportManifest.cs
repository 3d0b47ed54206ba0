using IncidentApi.Features.Incidents.Query;
using IncidentApi.Platform.Http;

namespace IncidentApi.Features.Exports;

/// <summary>
/// What an export holds, for whoever wants to prove that a file is whole: it is complete when status says so, and then rows, bytes and sha256
/// are those of the file. It is kept for a while, and says how far an export has come while it runs.
/// </summary>
/// <param name="Id">The export's id, as its answer bore it in Export-Id.</param>
/// <param name="Status">running; complete; failed, when the server could not end it; left, when the client broke it off.</param>
/// <param name="Format">The form of the file.</param>
/// <param name="Scope">Whose incidents: own, shared or public.</param>
/// <param name="Filters">The filters as they were sent, by parameter; empty for none.</param>
/// <param name="After">The incident behind which it began; absent when it began at the beginning.</param>
/// <param name="Rows">How many incidents were sent.</param>
/// <param name="Bytes">How many bytes were sent, before any content coding.</param>
/// <param name="Sha256">SHA-256 of these bytes in hexadecimal; absent unless complete.</param>
/// <param name="Snapshots">The moments of the database that it shows, in order: one, unless it took longer than a snapshot may last.</param>
/// <param name="Began">When it began.</param>
/// <param name="Ended">When it ended; absent while it runs.</param>
/// <param name="KeptUntil">When this manifest is forgotten.</param>
[SchemaName("Export")]
internal sealed record ExportManifest(
    Guid Id,
    [property: OneOf("running", "complete", "failed", "left", Called = "ExportStatus", Note = "How far an export is, and how it ended.")] string Status,
    [property: ExportFormat] string Format,
    [property: IncidentScope] string Scope,
    IReadOnlyDictionary<string, string> Filters,
    Guid? After,
    long Rows,
    long Bytes,
    string? Sha256,
    IReadOnlyList<ExportSnapshot> Snapshots,
    DateTimeOffset Began,
    DateTimeOffset? Ended,
    DateTimeOffset KeptUntil)
{
    public const string Running = "running";
    public const string Complete = "complete";
    public const string Failed = "failed";
    public const string Left = "left";
}

/// <summary>One moment of the database.</summary>
/// <param name="Position">Where the change log of these incidents stood then, for after at /v1/changes: all that changed later is not in the rows of this snapshot.</param>
/// <param name="At">When.</param>
/// <param name="Rows">How many rows had been sent before it.</param>
internal sealed record ExportSnapshot(string Position, DateTimeOffset At, long Rows);

internal sealed class ExportFormatAttribute : OneOfAttribute
{
    public ExportFormatAttribute()
        : base("csv", "ndjson", "geojson", "xlsx") => (Called, Note) = ("ExportFormat", "The form of an export.");
}
