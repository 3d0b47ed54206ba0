using System.ComponentModel.DataAnnotations;
using FluentValidation;
using IncidentApi.Features.Vocabularies;
using IncidentApi.Platform.Http;

namespace IncidentApi.Features.Incidents.Body;

/// <summary>One act, or several like ones, by somebody against somebody (HURIDOCS: act and involvement).</summary>
internal sealed record Violation : ICounted
{
    /// <summary>Names this act within the record; made by the server where absent.</summary>
    /// <example>x1</example>
    [Ref] public string? Ref { get; init; }

    /// <summary>What it was: the type that is counted.</summary>
    /// <example>arrest</example>
    [Required, Code("violations.type")] public string? Type { get; init; }

    /// <summary>What else the same act was: found by filters, never counted again.</summary>
    [MaxLength(20), Code("violations.type")] public IReadOnlyList<string>? AlsoTypes { get; init; }

    /// <summary>Refs of the people who suffered it.</summary>
    [MaxLength(200), LongestItem(40)] public IReadOnlyList<string>? Victims { get; init; }

    /// <summary>Refs of those said to have done it.</summary>
    [MaxLength(200), LongestItem(40)] public IReadOnlyList<string>? Perpetrators { get; init; }

    /// <summary>When, where it differs from the record.</summary>
    public Occurrence? Occurred { get; init; }

    /// <summary>Where, where it differs from the record.</summary>
    public Location? Location { get; init; }

    /// <summary>How many like acts, when known exactly.</summary>
    [Range(1, 100_000_000)] public int? Count { get; init; }

    /// <summary>At least how many.</summary>
    [Range(1, 100_000_000)] public int? CountMin { get; init; }

    /// <summary>At most how many.</summary>
    [Range(1, 100_000_000)] public int? CountMax { get; init; }

    /// <summary>The number in the source's own words, such as “dozens”.</summary>
    [MaxLength(100)] public string? CountNote { get; init; }

    /// <summary>How far the act is established, and by whom.</summary>
    public Finding? Finding { get; init; }

    /// <summary>Whether it was done for the victim's work.</summary>
    [Code("violations.motive")] public string? Motive { get; init; }

    /// <summary>How it ended.</summary>
    [Code("violations.outcome")] public string? Outcome { get; init; }

    /// <summary>The cases in court that belong to it.</summary>
    [MaxLength(50)] public IReadOnlyList<Proceeding>? Proceedings { get; init; }

    /// <summary>What is known of the deprivation of liberty.</summary>
    public Detention? Detention { get; init; }

    /// <summary>Things seized or damaged.</summary>
    [MaxLength(200)] public IReadOnlyList<SeizedItem>? Items { get; init; }

    /// <summary>Refs of the sources that tell of it.</summary>
    [MaxLength(200), LongestItem(40)] public IReadOnlyList<string>? Sources { get; init; }

    /// <summary>How far the organisation has verified this act.</summary>
    [ServerMade, Code("incident.verification")] public string? Verification { get; init; }

    /// <summary>What it was, and what else.</summary>
    internal IEnumerable<string> AllTypes() => [.. Type is null ? [] : new[] { Type }, .. AlsoTypes ?? []];
}

internal sealed class ViolationRules : MemberRules<Violation>
{
    public ViolationRules(TimeProvider clock)
    {
        RuleFor(violation => violation.Occurred!).SetValidator(new OccurrenceRules(clock)).When(violation => violation.Occurred is not null);
        RuleFor(violation => violation.Location!).SetValidator(new LocationRules()).When(violation => violation.Location is not null);
        RuleFor(violation => violation.Finding!).SetValidator(new FindingRules(clock)).When(violation => violation.Finding is not null);
        RuleFor(violation => violation.Detention!).SetValidator(new DetentionRules(clock)).When(violation => violation.Detention is not null);
        RuleForEach(violation => violation.Proceedings).SetValidator(new ProceedingRules(clock));
        RuleForEach(violation => violation.Items).SetValidator(new SeizedItemRules(clock));
        RuleFor(violation => violation).Custom((violation, context) =>
        {
            context.CheckCount(violation);
            if (violation.AlsoTypes?.Contains(violation.Type) == true)
            {
                context.Refuse(Problems.Contradiction, "alsoTypes says what else it was: it cannot repeat type.", "alsoTypes");
            }
        });
    }
}
