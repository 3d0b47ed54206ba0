using System.Reflection;

namespace IncidentApi.Platform.Security;

/// <summary>Who is asking: the key, what it may do, and the organisation for which it speaks.</summary>
/// <param name="OrganisationId">Empty for an operator, who sees no organisation's data.</param>
internal sealed record Caller(Guid OrganisationId, Guid KeyId, string KeyName, IReadOnlyList<string> Scopes)
{
    public string? OrganisationName { get; init; }

    /// <summary>The language of records that do not name theirs.</summary>
    public string Language { get; init; } = "en";

    /// <summary>Whether another person must verify or publish a record than the one who wrote it.</summary>
    public bool NeedsSecondPerson { get; init; }

    /// <summary>Whether only what is corroborated or verified may be shown to others.</summary>
    public bool NeedsVerification { get; init; }

    public DateTimeOffset? ExpiresAt { get; init; }

    /// <summary>Whether a token of an identity provider was shown, which ends in minutes and which nobody here can revoke.</summary>
    public bool IsToken { get; init; }

    public bool Has(string scope) => Scopes.Contains(scope, StringComparer.Ordinal);

    /// <summary>The caller of a request that a policy let through; handlers take it as a parameter.</summary>
    public static ValueTask<Caller?> BindAsync(HttpContext http, ParameterInfo parameter) => new(http.Features.Get<Caller>());
}
