using IncidentApi.Features.Incidents.Query;
using IncidentApi.Platform.Security;

namespace IncidentApi.Features.Exports;

/// <summary>An export on its way: what was asked for, and how far it has come.</summary>
internal sealed class Export
{
    private long _rows;
    private long _bytes;

    /// <summary>Random, for whoever knows the id of an export without a key may read what it says.</summary>
    public required Guid Id { get; init; }

    public required Caller? Caller { get; init; }

    public required string Format { get; init; }

    public required bool Bom { get; init; }

    public required Door Door { get; init; }

    public required IncidentFilter Filter { get; init; }

    /// <summary>The filters as they were sent.</summary>
    public required IReadOnlyDictionary<string, string> Filters { get; init; }

    public required Guid? After { get; init; }

    public required DateTimeOffset Began { get; init; }

    public required DateTimeOffset KeptUntil { get; init; }

    public List<ExportSnapshot> Snapshots { get; } = [];

    /// <summary>The last incident that was written.</summary>
    public Guid? Last { get; private set; }

    public long Rows => Interlocked.Read(ref _rows);

    public long Bytes
    {
        get => Interlocked.Read(ref _bytes);
        set => Interlocked.Exchange(ref _bytes, value);
    }

    public byte[]? Digest { get; set; }

    public DateTimeOffset? Ended { get; set; }

    public void Wrote(Guid incident)
    {
        Last = incident;
        Interlocked.Increment(ref _rows);
    }

    public ExportManifest ToManifest(string status) => new(Id, status, Format, Door.Name, Filters, After, Rows, Bytes,
        Digest is null ? null : Convert.ToHexStringLower(Digest), [.. Snapshots], Began, Ended, KeptUntil);
}
