using System.ComponentModel.DataAnnotations;
using IncidentApi.Features.Incidents.Dates;
using IncidentApi.Features.Vocabularies;
using IncidentApi.Platform.Http;

namespace IncidentApi.Features.Incidents.Body;

/// <summary>How far an act is established: alleged, documented, or found by a body.</summary>
internal sealed record Finding
{
    /// <summary>What was found.</summary>
    [Required, Code("violations.finding")] public string? Status { get; init; }

    /// <summary>The body that found it.</summary>
    [MaxLength(200)] public string? By { get; init; }

    /// <summary>When it was found.</summary>
    [DateOrInterval] public string? Date { get; init; }
}

internal sealed class FindingRules : MemberRules<Finding>
{
    public FindingRules(TimeProvider clock) => RuleFor(finding => finding.Date).NotInFuture(clock);
}
