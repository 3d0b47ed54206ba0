using System.ComponentModel.DataAnnotations;
using FluentValidation;
using IncidentApi.Features.Incidents.Dates;
using IncidentApi.Features.Vocabularies;
using IncidentApi.Platform.Http;

namespace IncidentApi.Features.Incidents.Body;

/// <summary>A person, group or body in this incident, and as what.</summary>
internal sealed record Involvement : ICounted
{
    /// <summary>Names this entry within the record.</summary>
    /// <example>v1</example>
    [Required, Ref] public string? Ref { get; init; }

    /// <summary>The person's entry in the organisation's register.</summary>
    [Uuid] public string? PersonId { get; init; }

    /// <summary>The person's name in the sender's own system: the same one in two records is one person.</summary>
    public ExternalRef? ExternalRef { get; init; }

    /// <summary>As what: victim, witness, alleged perpetrator…</summary>
    [Required, Code("people.role")] public string? Role { get; init; }

    /// <summary>One person, a group, an organisation, an institution.</summary>
    [Required, Code("people.kind")] public string? Kind { get; init; }

    /// <summary>The name. Never leaves the organisation unless disclosure says so.</summary>
    [MaxLength(200)] public string? Name { get; init; }

    /// <summary>Other names and spellings.</summary>
    [MaxLength(50), LongestItem(200)] public IReadOnlyList<string>? Aliases { get; init; }

    /// <summary>What stands where the name may not: “a lawyer”.</summary>
    [MaxLength(120)] public string? Label { get; init; }

    /// <summary>How many, when known exactly.</summary>
    [Range(1, 100_000_000)] public int? Count { get; init; }

    /// <summary>At least how many.</summary>
    [Range(1, 100_000_000)] public int? CountMin { get; init; }

    /// <summary>At most how many.</summary>
    [Range(1, 100_000_000)] public int? CountMax { get; init; }

    /// <summary>The number in the source's own words.</summary>
    [MaxLength(100)] public string? CountNote { get; init; }

    /// <summary>What makes a victim a defender.</summary>
    [MaxLength(30), Code("people.defenderRoles")] public IReadOnlyList<string>? DefenderRoles { get; init; }

    /// <summary>Gender.</summary>
    [Code("people.gender")] public string? Gender { get; init; }

    /// <summary>Age band.</summary>
    [Code("people.ageBand")] public string? AgeBand { get; init; }

    /// <summary>Groups at risk that the person belongs to.</summary>
    [MaxLength(40), Code("people.atRiskGroups")] public IReadOnlyList<string>? AtRiskGroups { get; init; }

    /// <summary>What kind of actor an alleged perpetrator is.</summary>
    [Code("people.category")] public string? Category { get; init; }

    /// <summary>How an alleged perpetrator took part.</summary>
    [Code("people.degreeOfInvolvement")] public string? DegreeOfInvolvement { get; init; }

    /// <summary>On whose behalf.</summary>
    [MaxLength(200)] public string? ActingFor { get; init; }

    /// <summary>How this person belongs to others in the record.</summary>
    [MaxLength(200)] public IReadOnlyList<Connection>? Connections { get; init; }

    /// <summary>What the person agreed to.</summary>
    public Consent? Consent { get; init; }

    /// <summary>Who may see the name: public, partners, organisation (the default), or vault.</summary>
    [Code("people.disclosure")] public string? Disclosure { get; init; }

    /// <summary>What else is known.</summary>
    [MaxLength(1000)] public string? Note { get; init; }
}

/// <summary>How two people of one record belong together.</summary>
internal sealed record Connection
{
    /// <summary>The ref of the other.</summary>
    [Required, MaxLength(40)] public string? To { get; init; }

    /// <summary>What this one is to the other.</summary>
    [Required, Code("people.connections.relation")] public string? Relation { get; init; }
}

/// <summary>What a person agreed to, and when.</summary>
internal sealed record Consent
{
    /// <summary>How far it goes; withdrawn hides at once.</summary>
    [Required, Code("consent.scope")] public string? Scope { get; init; }

    /// <summary>The day it was given or withdrawn.</summary>
    [Required, PartialDate] public string? On { get; init; }

    /// <summary>How it was given.</summary>
    [MaxLength(500)] public string? Note { get; init; }
}

internal sealed class InvolvementRules : MemberRules<Involvement>
{
    public InvolvementRules(TimeProvider clock)
    {
        RuleFor(person => person.ExternalRef!).SetValidator(new ExternalRefRules()).When(person => person.ExternalRef is not null);
        RuleFor(person => person.Consent!).SetValidator(new ConsentRules(clock)).When(person => person.Consent is not null);
        RuleForEach(person => person.Connections).SetValidator(new ConnectionRules());
        RuleFor(person => person).Custom((person, context) =>
        {
            context.CheckCount(person);
            if (person is { Name: null, Label: null }) context.Refuse(Problems.Required, "Send a name, or a label that can stand for it.", "label");
            if (person is { Kind: "person", Count: > 1 } or { Kind: "person", CountMin: > 1 } or { Kind: "person", CountMax: > 1 })
            {
                context.Refuse(Problems.Contradiction, "A person is one: send kind group.", "kind");
            }
        });
    }
}

internal sealed class ConnectionRules : MemberRules<Connection>;

internal sealed class ConsentRules : MemberRules<Consent>
{
    public ConsentRules(TimeProvider clock) => RuleFor(consent => consent.On).NotInFuture(clock);
}
