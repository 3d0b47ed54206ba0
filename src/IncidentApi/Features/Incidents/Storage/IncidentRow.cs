using NpgsqlTypes;

namespace IncidentApi.Features.Incidents.Storage;

/// <summary>
/// What the three tables of incidents have in common: the two documents that are copied to answers, and the columns that filters need,
/// all derived from the document. Their names are the same in each, so one filter asks all three.
/// </summary>
internal abstract class DocumentRow
{
    public Guid OrganisationId { get; set; }

    public Guid Id { get; set; }

    public int Version { get; set; }

    public string Reference { get; set; } = "";

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

    /// <summary>How finely a map can place the record, as <see cref="Map.Placement"/> says it.</summary>
    public string? Placed { get; set; }

    public DateTimeOffset CreatedAt { get; set; }

    public DateTimeOffset UpdatedAt { get; set; }

    public NpgsqlTsVector Search { get; set; } = NpgsqlTsVector.Empty;

    public string Brief { get; set; } = "";

    public string Document { get; set; } = "";
}

/// <summary>One incident as its organisation keeps it.</summary>
internal sealed class IncidentRow : DocumentRow
{
    public string? ExternalSystem { get; set; }

    public string? ExternalId { get; set; }

    public Guid CreatedBy { get; set; }

    public Guid UpdatedBy { get; set; }

    /// <summary>What made this version: created, replaced, submitted…</summary>
    public string Change { get; set; } = "";

    /// <summary>JSON Pointers to what it changed.</summary>
    public string[] Changed { get; set; } = [];
}

/// <summary>One incident as every partner sees it; which partner may is a grant.</summary>
internal sealed class SharedIncidentRow : DocumentRow
{
    /// <summary>How far the record may go: to partners, or to everybody.</summary>
    public string Visibility { get; set; } = "";
}

/// <summary>One incident as the world sees it.</summary>
internal sealed class PublicIncidentRow : DocumentRow;
