using System.ComponentModel.DataAnnotations;
using IncidentApi.Features.Incidents.Dates;
using IncidentApi.Features.Vocabularies;
using IncidentApi.Platform.Http;

namespace IncidentApi.Features.Incidents.Body;

/// <summary>A deprivation of liberty. Without releasedOn it does not mean “still held”: status and asOf say what is known.</summary>
internal sealed record Detention
{
    /// <summary>Held, released, died, or unknown.</summary>
    [Required, Code("detention.status")] public string? Status { get; init; }

    /// <summary>The day on which the status was last known to be true.</summary>
    [Required, PartialDate] public string? AsOf { get; init; }

    /// <summary>The place of detention.</summary>
    [MaxLength(200)] public string? Place { get; init; }

    /// <summary>The law or order that was given as ground.</summary>
    [MaxLength(300)] public string? LegalBasis { get; init; }

    /// <summary>Whether and when a lawyer could come.</summary>
    [Code("detention.counselAccess")] public string? CounselAccess { get; init; }

    /// <summary>When the detention ended.</summary>
    [DateOrInterval] public string? ReleasedOn { get; init; }
}

internal sealed class DetentionRules : MemberRules<Detention>
{
    public DetentionRules(TimeProvider clock)
    {
        RuleFor(detention => detention.AsOf).NotInFuture(clock);
        RuleFor(detention => detention.ReleasedOn).NotInFuture(clock);
    }
}
