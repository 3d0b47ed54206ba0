using System.ComponentModel.DataAnnotations;
using IncidentApi.Features.Incidents.Dates;
using IncidentApi.Features.Vocabularies;
using IncidentApi.Platform.Http;

namespace IncidentApi.Features.Incidents.Body;

/// <summary>A case in court or before an authority.</summary>
internal sealed record Proceeding
{
    /// <summary>Criminal, administrative, civil, disciplinary or extradition.</summary>
    [Required, Code("proceedings.kind")] public string? Kind { get; init; }

    /// <summary>The court or authority.</summary>
    [MaxLength(200)] public string? Body { get; init; }

    /// <summary>The case number.</summary>
    [MaxLength(100)] public string? Number { get; init; }

    /// <summary>The charge, with its article.</summary>
    [MaxLength(500)] public string? Charge { get; init; }

    /// <summary>What a civil claim asks for.</summary>
    [MaxLength(200)] public string? Claim { get; init; }

    /// <summary>The sentence.</summary>
    [MaxLength(300)] public string? Sentence { get; init; }

    /// <summary>The steps of the case, in order.</summary>
    [MaxLength(100)] public IReadOnlyList<ProceedingStatus>? Statuses { get; init; }
}

/// <summary>One step of a case.</summary>
internal sealed record ProceedingStatus
{
    /// <summary>When; a scheduled step may lie ahead.</summary>
    [Required, DateOrInterval] public string? Date { get; init; }

    /// <summary>What happened.</summary>
    [Required, Code("developments.kind")] public string? Status { get; init; }

    /// <summary>What is particular about it.</summary>
    [MaxLength(500)] public string? Note { get; init; }
}

internal sealed class ProceedingRules : MemberRules<Proceeding>
{
    public ProceedingRules(TimeProvider clock) => RuleForEach(proceeding => proceeding.Statuses).SetValidator(new ProceedingStatusRules(clock));
}

internal sealed class ProceedingStatusRules : MemberRules<ProceedingStatus>
{
    public ProceedingStatusRules(TimeProvider clock) =>
        RuleFor(step => step.Date).NotInFuture(clock, step => Scheduled.IsPlanned(step.Status));
}
