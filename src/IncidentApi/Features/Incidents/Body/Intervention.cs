using System.ComponentModel.DataAnnotations;
using IncidentApi.Features.Incidents.Dates;
using IncidentApi.Features.Vocabularies;
using IncidentApi.Platform.Http;

namespace IncidentApi.Features.Incidents.Body;

/// <summary>What others did about it, and the answer (HURIDOCS: intervention).</summary>
internal sealed record Intervention
{
    /// <summary>Names the intervention: the same key in several incidents is one intervention. Made by the server where absent.</summary>
    /// <example>upr-kg-2020-finland</example>
    [MaxLength(100)] public string? Key { get; init; }

    /// <summary>What was done.</summary>
    /// <example>un_statement</example>
    [Required, Code("interventions.type")] public string? Type { get; init; }

    /// <summary>Who did it.</summary>
    [MaxLength(200)] public string? Actor { get; init; }

    /// <summary>When; a planned one may lie ahead.</summary>
    [DateOrInterval] public string? Date { get; init; }

    /// <summary>What it says or asks.</summary>
    [MaxLength(5000)] public string? Text { get; init; }

    /// <summary>Where it stands.</summary>
    [Code("interventions.status")] public string? Status { get; init; }

    /// <summary>What came of it.</summary>
    [MaxLength(2000)] public string? Outcome { get; init; }

    /// <summary>Refs of the sources that tell of it.</summary>
    [MaxLength(200), LongestItem(40)] public IReadOnlyList<string>? Sources { get; init; }
}

internal sealed class InterventionRules : MemberRules<Intervention>
{
    public InterventionRules(TimeProvider clock) =>
        RuleFor(intervention => intervention.Date).NotInFuture(clock, intervention => intervention.Status == "planned");
}
