using System.ComponentModel.DataAnnotations;
using IncidentApi.Features.Incidents.Dates;
using IncidentApi.Platform.Http;

namespace IncidentApi.Features.Incidents.Body;

/// <summary>A thing seized or damaged.</summary>
internal sealed record SeizedItem
{
    /// <summary>What it is.</summary>
    /// <example>laptop</example>
    [Required, MaxLength(100)] public string? Item { get; init; }

    /// <summary>How many.</summary>
    [Range(1, 1_000_000)] public int? Quantity { get; init; }

    /// <summary>When it was given back.</summary>
    [DateOrInterval] public string? ReturnedOn { get; init; }
}

internal sealed class SeizedItemRules : MemberRules<SeizedItem>
{
    public SeizedItemRules(TimeProvider clock) => RuleFor(item => item.ReturnedOn).NotInFuture(clock);
}
