using System.ComponentModel.DataAnnotations;
using IncidentApi.Features.Incidents.Body;
using IncidentApi.Features.Vocabularies;
using IncidentApi.Platform.Http;

namespace IncidentApi.Features.Incidents;

/// <summary>What a client sends to record or replace an incident: who did what to whom, when, where, and how it is known.</summary>
[ShownAs(typeof(Incident))]
internal record IncidentBody
{
    /// <summary>The record's name in the sender's system; a repeat answers with the first record.</summary>
    public ExternalRef? ExternalRef { get; init; }

    /// <summary>An event (once, or one episode), a pattern (repeated practice) or a measure (law, ban, decree).</summary>
    [Code("incident.kind")] public string? Kind { get; init; }

    /// <summary>Where a measure stands.</summary>
    [Code("measure.stage")] public string? Stage { get; init; }

    /// <summary>One line that names the incident without naming people at risk.</summary>
    /// <example>Searches at the office of a legal aid group</example>
    [Required, MaxLength(200)] public string? Title { get; init; }

    /// <summary>What happened. Plain text: markup is kept as text, never rendered.</summary>
    [MaxLength(20_000)] public string? Summary { get; init; }

    /// <summary>The language of title and summary (BCP 47); the organisation's where absent.</summary>
    /// <example>en</example>
    [LanguageTag] public string? Language { get; init; }

    /// <summary>Title, summary and labels in other languages, by language tag.</summary>
    [MaxLength(20)] public IReadOnlyDictionary<string, Translation>? Translations { get; init; }

    /// <summary>When it happened.</summary>
    [Required] public Occurrence? Occurred { get; init; }

    /// <summary>Where it happened. Partners and the public see no place that is hidden from them.</summary>
    [Required, Withheld] public Location? Location { get; init; }

    /// <summary>What was done: at least one act.</summary>
    [Required, MaxLength(200)] public IReadOnlyList<Violation>? Violations { get; init; }

    /// <summary>Who suffered, did, saw or told it.</summary>
    [MaxLength(200)] public IReadOnlyList<Involvement>? People { get; init; }

    /// <summary>How it is known.</summary>
    [MaxLength(200)] public IReadOnlyList<Source>? Sources { get; init; }

    /// <summary>What happened next.</summary>
    [MaxLength(200)] public IReadOnlyList<Development>? Developments { get; init; }

    /// <summary>What others did about it.</summary>
    [MaxLength(200)] public IReadOnlyList<Intervention>? Interventions { get; init; }

    /// <summary>Other incidents that it belongs to.</summary>
    [MaxLength(200)] public IReadOnlyList<Relation>? Related { get; init; }

    /// <summary>Words to find it by.</summary>
    [MaxLength(100), LongestItem(64)] public IReadOnlyList<string>? Tags { get; init; }

    /// <summary>Remarks that never leave the organisation.</summary>
    [MaxLength(20_000)] public string? Notes { get; init; }
}
