using System.ComponentModel.DataAnnotations;
using FluentValidation;
using IncidentApi.Platform.Http;

namespace IncidentApi.Features.Incidents.Body;

/// <summary>The texts of a record in another language.</summary>
internal sealed record Translation
{
    /// <summary>The title.</summary>
    [MaxLength(200)] public string? Title { get; init; }

    /// <summary>The summary.</summary>
    [MaxLength(20_000)] public string? Summary { get; init; }

    /// <summary>The labels of people, by ref.</summary>
    [MaxLength(200)] public IReadOnlyDictionary<string, string>? Labels { get; init; }

    /// <summary>Somebody has read it for names: only then others see it while somebody in the record is hidden.</summary>
    public bool? Reviewed { get; init; }
}

internal sealed class TranslationRules : MemberRules<Translation>
{
    public TranslationRules() => RuleFor(translation => translation.Labels).Custom((labels, context) =>
    {
        foreach (var (person, label) in labels ?? new Dictionary<string, string>())
        {
            if (string.IsNullOrWhiteSpace(label)) context.Refuse(Problems.Required, "An empty label says nothing.", person);
            else if (label.Length > 120) context.Refuse(Problems.TooLong, "This takes at most 120 characters.", person);
        }
    });
}
