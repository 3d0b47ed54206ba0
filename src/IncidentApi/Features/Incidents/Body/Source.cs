using System.ComponentModel.DataAnnotations;
using IncidentApi.Features.Incidents.Dates;
using IncidentApi.Features.Vocabularies;
using IncidentApi.Platform.Http;

namespace IncidentApi.Features.Incidents.Body;

/// <summary>Where the information comes from, graded on the two axes of the Admiralty system.</summary>
internal sealed record Source
{
    /// <summary>Names this source within the record; made by the server where absent.</summary>
    /// <example>s1</example>
    [Ref] public string? Ref { get; init; }

    /// <summary>What it is: a statement, a report, a document…</summary>
    /// <example>ngo_statement</example>
    [Required, Code("sources.kind")] public string? Kind { get; init; }

    /// <summary>Who published it.</summary>
    [MaxLength(300)] public string? Publisher { get; init; }

    /// <summary>Its title.</summary>
    [MaxLength(500)] public string? Title { get; init; }

    /// <summary>Where it can be read.</summary>
    [MaxLength(2000), WebAddress] public string? Url { get; init; }

    /// <summary>Where a copy is kept.</summary>
    [MaxLength(2000), WebAddress] public string? ArchivedUrl { get; init; }

    /// <summary>When it was published.</summary>
    [PartialDate] public string? PublishedOn { get; init; }

    /// <summary>Reliability of the source, A to E; F means it cannot be judged, not that it is worst.</summary>
    [Code("sources.reliability")] public string? Reliability { get; init; }

    /// <summary>Credibility of this information, 1 to 5; 6 means it cannot be judged.</summary>
    [Range(1, 6)] public int? Credibility { get; init; }

    /// <summary>The ref of the source through which alone this one was seen: then it is not independent.</summary>
    [MaxLength(40)] public string? RelayedBy { get; init; }

    /// <summary>Whether the source must stay unnamed.</summary>
    public bool? Confidential { get; init; }

    /// <summary>A reviewer released its title and addresses though somebody in the record is hidden.</summary>
    public bool? Released { get; init; }
}

internal sealed class SourceRules : MemberRules<Source>
{
    public SourceRules(TimeProvider clock) => RuleFor(source => source.PublishedOn).NotInFuture(clock);
}
