using System.ComponentModel.DataAnnotations;
using IncidentApi.Platform.Http;

namespace IncidentApi.Features.Organisations;

/// <summary>A new organisation.</summary>
internal sealed record OrganisationBody
{
    /// <summary>The name under which it records.</summary>
    /// <example>Legal Aid Bishkek</example>
    [Required, MaxLength(200)] public string? Name { get; init; }

    /// <summary>The language of records that do not name theirs (BCP 47).</summary>
    /// <example>en</example>
    [LanguageTag] public string? Language { get; init; }

    /// <summary>Whether another person must verify or publish a record than the one who wrote it.</summary>
    public bool? NeedsSecondPerson { get; init; }

    /// <summary>Whether only what is corroborated or verified may be shown to partners and the public.</summary>
    public bool? NeedsVerification { get; init; }
}

internal sealed class OrganisationRules : MemberRules<OrganisationBody>;

/// <summary>A new organisation with what is shown once: its first admin key, and the code that replaces it when it is lost.</summary>
/// <param name="Id">The organisation's id.</param>
/// <param name="Name">The name under which it records.</param>
/// <param name="AdminKey">Its first key, with every scope; shown this once.</param>
/// <param name="RecoveryCode">Replaces a lost admin key, once; shown this once.</param>
internal sealed record NewOrganisation(Guid Id, string Name, string AdminKey, string RecoveryCode);

/// <summary>An organisation and its settings.</summary>
/// <param name="Id">The organisation's id.</param>
/// <param name="Name">The name under which it records.</param>
/// <param name="Language">The language of records that do not name theirs (BCP 47).</param>
/// <param name="NeedsSecondPerson">Whether another person must verify or publish a record than the one who wrote it.</param>
/// <param name="NeedsVerification">Whether only what is corroborated or verified may be shown to partners and the public.</param>
/// <param name="CreatedAt">When it was made.</param>
[SchemaName("Organisation")]
internal sealed record OrganisationResponse(Guid Id, string Name, string Language, bool NeedsSecondPerson, bool NeedsVerification, DateTimeOffset CreatedAt);

/// <summary>Who the caller is.</summary>
/// <param name="Organisation">Absent for an operator.</param>
/// <param name="KeyId">The key that was sent; with a token, the id that stands for its subject in all that is recorded.</param>
/// <param name="KeyName">Its name; `token` for a token.</param>
/// <param name="Scopes">What it may do.</param>
/// <param name="ExpiresAt">When it ends.</param>
internal sealed record Me(NamedOrganisation? Organisation, Guid? KeyId, string KeyName, IReadOnlyList<string> Scopes, DateTimeOffset? ExpiresAt);

/// <summary>An organisation by id and name.</summary>
/// <param name="Id">The organisation's id.</param>
/// <param name="Name">The name under which it records.</param>
internal sealed record NamedOrganisation(Guid Id, string? Name);

/// <summary>The code that was shown with the first admin key.</summary>
internal sealed record RecoveryBody
{
    /// <summary>The code, as it was shown.</summary>
    [Required, MaxLength(100)] public string? RecoveryCode { get; init; }
}

internal sealed class RecoveryRules : MemberRules<RecoveryBody>;

/// <summary>A new admin key in place of a lost one, and the next recovery code; both are shown once.</summary>
/// <param name="Id">The new key's id.</param>
/// <param name="Key">The new admin key; shown this once.</param>
/// <param name="RecoveryCode">The next recovery code; shown this once.</param>
/// <param name="ExpiresAt">When the key ends.</param>
internal sealed record Recovered(Guid Id, string Key, string RecoveryCode, DateTimeOffset ExpiresAt);
