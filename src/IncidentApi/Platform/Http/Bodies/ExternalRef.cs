using System.ComponentModel.DataAnnotations;

namespace IncidentApi.Platform.Http;

/// <summary>A record's or a person's name in the sender's own system; unique in an organisation.</summary>
internal sealed record ExternalRef
{
    /// <summary>The sender's system.</summary>
    /// <example>kobo-2024</example>
    [Required, MaxLength(100)] public string? System { get; init; }

    /// <summary>The id in that system.</summary>
    /// <example>kg-017</example>
    [Required, MaxLength(200)] public string? Id { get; init; }
}

internal sealed class ExternalRefRules : MemberRules<ExternalRef>;
