using System.ComponentModel.DataAnnotations;
using System.Net;
using FluentValidation;
using IncidentApi.Platform.Http;

namespace IncidentApi.Features.Organisations.Keys;

/// <summary>A new key: a role or scopes, when it ends, and from where it may be used.</summary>
internal sealed record KeyBody
{
    /// <summary>What the key is for; name a program or a desk rather than a person.</summary>
    /// <example>intake form</example>
    [Required, MaxLength(100)] public string? Name { get; init; }

    /// <summary>A named bundle of scopes: observer, reporter, reviewer, analyst or admin.</summary>
    /// <example>reporter</example>
    [OneOf("observer", "reporter", "reviewer", "analyst", "admin", Called = "KeyRole", Note = "A bundle of scopes.")] public string? Role { get; init; }

    /// <summary>Or single scopes.</summary>
    [MaxLength(10), OneOf(Platform.Security.Scopes.ReadIncidents, Platform.Security.Scopes.WriteIncidents, Platform.Security.Scopes.ReviewIncidents, Platform.Security.Scopes.ExportIncidents,
        Platform.Security.Scopes.ReadIdentities, Platform.Security.Scopes.EraseIdentities, Platform.Security.Scopes.ManageOrganisation, Platform.Security.Scopes.ReadAudit, Platform.Security.Scopes.ManageWebhooks,
        Called = "KeyScope", Note = "What a key may do.")]
    public IReadOnlyList<string>? Scopes { get; init; }

    /// <summary>When it ends: in 90 days where absent, in a year at the latest.</summary>
    public DateTimeOffset? ExpiresAt { get; init; }

    /// <summary>Networks from which it may be used (CIDR); any where absent.</summary>
    [MaxLength(50), Cidr] public IReadOnlyList<string>? Networks { get; init; }
}

internal sealed class KeyRules : MemberRules<KeyBody>
{
    public KeyRules(TimeProvider clock) => RuleFor(key => key).Custom((key, context) =>
    {
        if (key.Role is null == key.Scopes is null) context.Refuse(Problems.Required, "Send role or scopes, one of them.", "role");
        if (key.Scopes?.Count == 0) context.Refuse(Problems.Required, "Send at least one scope.", "scopes");
        if (key.ExpiresAt <= clock.GetUtcNow() || key.ExpiresAt > clock.GetUtcNow() + KeyLife.Longest)
        {
            context.Refuse(Problems.OutOfRange, "This takes an instant within the next 366 days.", "expiresAt");
        }
    });
}

/// <summary>How long keys live.</summary>
internal static class KeyLife
{
    public static readonly TimeSpan Usual = TimeSpan.FromDays(90);
    public static readonly TimeSpan Longest = TimeSpan.FromDays(366);
}

/// <summary>A network: an address and a prefix length (RFC 4632, RFC 4291).</summary>
internal sealed class CidrAttribute : TextFormAttribute
{
    public override string Expected => "a network like 192.0.2.0/24 or 2001:db8::/32";

    public override (ProblemKind Kind, string Detail)? FaultOf(string text) =>
        IPNetwork.TryParse(text, out _) ? null : (Problems.InvalidFormat, $"This takes {Expected}.");
}

/// <summary>A key that was just made; <c>key</c> is shown this once.</summary>
/// <param name="Id">The key's id.</param>
/// <param name="Key">The key itself; shown this once.</param>
/// <param name="Name">What it is for.</param>
/// <param name="Role">The role with which it was issued; absent where single scopes were named.</param>
/// <param name="Scopes">What it may do.</param>
/// <param name="Networks">Networks from which it may be used (CIDR); empty for any.</param>
/// <param name="ExpiresAt">When it ends.</param>
internal sealed record NewKey(Guid Id, string Key, string Name, string? Role, IReadOnlyList<string> Scopes, IReadOnlyList<string> Networks, DateTimeOffset ExpiresAt);

/// <summary>A key as its organisation sees it: everything but the key.</summary>
/// <param name="Id">The key's id.</param>
/// <param name="Name">What it is for.</param>
/// <param name="Role">The role with which it was issued; absent where single scopes were named.</param>
/// <param name="Scopes">What it may do.</param>
/// <param name="Networks">Networks from which it may be used (CIDR); empty for any.</param>
/// <param name="CreatedAt">When it was issued.</param>
/// <param name="CreatedBy">The key that issued it; absent for a first or a recovered key.</param>
/// <param name="ExpiresAt">When it ends.</param>
/// <param name="RevokedAt">When it was revoked.</param>
/// <param name="LastUsedOn">The last day of its use; no finer, so that it tells nothing of when people work.</param>
[SchemaName("Key")]
internal sealed record KeyResponse(Guid Id, string Name, string? Role, IReadOnlyList<string> Scopes, IReadOnlyList<string> Networks,
    DateTimeOffset CreatedAt, Guid? CreatedBy, DateTimeOffset ExpiresAt, DateTimeOffset? RevokedAt, DateOnly? LastUsedOn)
{
    public static KeyResponse Of(ApiKey key) => new(key.Id, key.Name, key.Role, key.Scopes, key.Networks,
        key.CreatedAt, key.CreatedBy, key.ExpiresAt, key.RevokedAt, key.LastUsedOn);
}
