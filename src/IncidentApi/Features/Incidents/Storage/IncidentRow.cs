using NpgsqlTypes;

namespace IncidentApi.Features.Incidents.Storage;

/// <summary>
/// One incident as PostgreSQL keeps it: the two documents that are copied to answers, and the columns that filters need,
/// all derived from the document.
/// </summary>
internal sealed class IncidentRow
{
    public Guid OrganisationId { get; set; }

    public Guid Id { get; set; }

    public int Version { get; set; }

    public string Reference { get; set; } = "";

    public string? ExternalSystem { get; set; }

    public string? ExternalId { get; set; }

    public string Kind { get; set; } = "";

    public string Status { get; set; } = "";

    public string Verification { get; set; } = "";

    public DateOnly OccurredOn { get; set; }

    public DateOnly Earliest { get; set; }

    public DateOnly Latest { get; set; }

    public DateOnly SurelyFrom { get; set; }

    public DateOnly SurelyTo { get; set; }

    public bool Lasting { get; set; }

    public int[] Terms { get; set; } = [];

    public int[] Places { get; set; } = [];

    public double? Latitude { get; set; }

    public double? Longitude { get; set; }

    public DateTimeOffset CreatedAt { get; set; }

    public Guid CreatedBy { get; set; }

    public DateTimeOffset UpdatedAt { get; set; }

    public Guid UpdatedBy { get; set; }

    /// <summary>What made this version: created, replaced, submitted…</summary>
    public string Change { get; set; } = "";

    /// <summary>JSON Pointers to what it changed.</summary>
    public string[] Changed { get; set; } = [];

    public NpgsqlTsVector Search { get; set; } = NpgsqlTsVector.Empty;

    public string Brief { get; set; } = "";

    public string Document { get; set; } = "";
}
