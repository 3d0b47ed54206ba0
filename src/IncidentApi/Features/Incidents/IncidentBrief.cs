using System.ComponentModel.DataAnnotations;
using IncidentApi.Features.Incidents.Body;
using IncidentApi.Features.Vocabularies;

namespace IncidentApi.Features.Incidents;

/// <summary>An incident as lists show it.</summary>
internal record IncidentBrief
{
    /// <summary>The incident's id.</summary>
    public Guid Id { get; init; }

    /// <summary>A short name that can be read out on a telephone.</summary>
    public string Reference { get; init; } = "";

    /// <summary>Counts the changes.</summary>
    public int Version { get; init; }

    /// <summary>Event, pattern or measure.</summary>
    [Required, Code("incident.kind")] public string? Kind { get; init; }

    /// <summary>One line that names it.</summary>
    [Required] public string? Title { get; init; }

    /// <summary>The language of the title.</summary>
    [Required] public string? Language { get; init; }

    /// <summary>Where the record stands in its workflow.</summary>
    [Required, Code("incident.status")] public string? Status { get; init; }

    /// <summary>How far it is verified.</summary>
    [Required, Code("incident.verification")] public string? Verification { get; init; }

    /// <summary>Who may see it.</summary>
    [Required, Code("incident.visibility")] public string? Visibility { get; init; }

    /// <summary>When it happened.</summary>
    [Required] public Occurrence? Occurred { get; init; }

    /// <summary>Where it happened; absent where that is hidden.</summary>
    public Location? Location { get; init; }

    /// <summary>The types of its acts, each once.</summary>
    [Required, Code("violations.type")] public IReadOnlyList<string>? ViolationTypes { get; init; }

    /// <summary>Words to find it by.</summary>
    public IReadOnlyList<string>? Tags { get; init; }

    /// <summary>When it was recorded.</summary>
    public DateTimeOffset CreatedAt { get; init; }

    /// <summary>When it was last changed.</summary>
    public DateTimeOffset UpdatedAt { get; init; }

    /// <summary>Where to go from here.</summary>
    [Required] public IncidentLinks? Links { get; init; }

    public static IncidentBrief Of(Incident incident) => new()
    {
        Id = incident.Id,
        Reference = incident.Reference,
        Version = incident.Version,
        Kind = incident.Kind,
        Title = incident.Title,
        Language = incident.Language,
        Status = incident.Status,
        Verification = incident.Verification,
        Visibility = incident.Visibility,
        Occurred = incident.Occurred,
        Location = incident.Location,
        ViolationTypes = [.. incident.Violations!.Select(violation => violation.Type!).Distinct()],
        Tags = incident.Tags,
        CreatedAt = incident.CreatedAt,
        UpdatedAt = incident.UpdatedAt,
        Links = incident.Links,
    };
}
