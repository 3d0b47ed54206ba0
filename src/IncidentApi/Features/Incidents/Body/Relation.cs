using System.ComponentModel.DataAnnotations;
using FluentValidation;
using IncidentApi.Features.Vocabularies;
using IncidentApi.Platform.Http;

namespace IncidentApi.Features.Incidents.Body;

/// <summary>Another incident of the organisation, and how this one belongs to it. It may arrive later.</summary>
internal sealed record Relation
{
    /// <summary>The other's id.</summary>
    [Uuid] public string? Id { get; init; }

    /// <summary>Or its name in the sender's system.</summary>
    public ExternalRef? ExternalRef { get; init; }

    /// <summary>From this incident to the other.</summary>
    [Required, Code("related.type")] public string? Type { get; init; }
}

internal sealed class RelationRules : MemberRules<Relation>
{
    public RelationRules()
    {
        RuleFor(relation => relation.ExternalRef!).SetValidator(new ExternalRefRules()).When(relation => relation.ExternalRef is not null);
        RuleFor(relation => relation).Custom((relation, context) =>
        {
            if (relation.Id is null == relation.ExternalRef is null) context.Refuse(Problems.Required, "Send id or externalRef, one of them.", "id");
        });
    }
}
