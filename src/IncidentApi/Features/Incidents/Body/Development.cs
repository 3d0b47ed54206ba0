using System.ComponentModel.DataAnnotations;
using FluentValidation;
using IncidentApi.Features.Incidents.Dates;
using IncidentApi.Features.Vocabularies;
using IncidentApi.Platform.Http;

namespace IncidentApi.Features.Incidents.Body;

/// <summary>What happened next to a victim, a case or a measure.</summary>
internal sealed record Development : ICounted
{
    /// <summary>Names this entry within the record; made by the server where absent.</summary>
    /// <example>d1</example>
    [Ref] public string? Ref { get; init; }

    /// <summary>When; a scheduled hearing or an entry into force may lie ahead.</summary>
    /// <example>2020-07-25</example>
    [Required, DateOrInterval] public string? Date { get; init; }

    /// <summary>What happened.</summary>
    /// <example>release</example>
    [Required, Code("developments.kind")] public string? Kind { get; init; }

    /// <summary>The same in words.</summary>
    [MaxLength(5000)] public string? Text { get; init; }

    /// <summary>Refs of the people it concerns.</summary>
    [MaxLength(200), LongestItem(40)] public IReadOnlyList<string>? Victims { get; init; }

    /// <summary>Refs of the acts it concerns.</summary>
    [MaxLength(200), LongestItem(40)] public IReadOnlyList<string>? Violations { get; init; }

    /// <summary>Refs of the sources that tell of it.</summary>
    [MaxLength(200), LongestItem(40)] public IReadOnlyList<string>? Sources { get; init; }

    /// <summary>How many people it concerns, when known exactly.</summary>
    [Range(1, 100_000_000)] public int? Count { get; init; }

    /// <summary>At least how many.</summary>
    [Range(1, 100_000_000)] public int? CountMin { get; init; }

    /// <summary>At most how many.</summary>
    [Range(1, 100_000_000)] public int? CountMax { get; init; }

    /// <summary>The number in the source's own words.</summary>
    [MaxLength(100)] public string? CountNote { get; init; }
}

internal sealed class DevelopmentRules : MemberRules<Development>
{
    public DevelopmentRules(TimeProvider clock)
    {
        RuleFor(development => development.Date).NotInFuture(clock, development => Scheduled.IsPlanned(development.Kind));
        RuleFor(development => development).Custom((development, context) => context.CheckCount(development));
    }
}
