using IncidentApi.Platform.Secrets;
using IncidentApi.Platform.Security;

namespace IncidentApi.Features.Organisations.Keys;

/// <summary>Makes keys and their rows; the text of a key leaves here once and is kept nowhere.</summary>
internal sealed class KeyIssue(InstallationSecret secret, TimeProvider clock)
{
    public (ApiKey Row, string Key) Create(Guid organisation, KeyBody body, Guid? createdBy)
    {
        var key = KeyText.Create(KeyKind.Organisation);
        var now = clock.GetUtcNow();
        return (new ApiKey
        {
            OrganisationId = organisation,
            Id = Guid.CreateVersion7(now),
            Name = body.Name!,
            Mac = secret.MacOfKey(key),
            Role = body.Role,
            Scopes = [.. body.Role is { } role ? Roles.Bundles[role] : body.Scopes!.Distinct()],
            Networks = [.. body.Networks ?? []],
            CreatedAt = now,
            CreatedBy = createdBy,
            ExpiresAt = (body.ExpiresAt ?? now + KeyLife.Usual).ToUniversalTime(),
        }, key);
    }

    /// <summary>An admin key that nobody issued: the first one, or one that replaces a lost one.</summary>
    public (ApiKey Row, string Key) CreateAdmin(Guid organisation, string name) =>
        Create(organisation, new KeyBody { Name = name, Role = Roles.Admin, ExpiresAt = clock.GetUtcNow() + KeyLife.Longest }, createdBy: null);

    public (byte[] Mac, string Code) CreateRecovery()
    {
        var code = KeyText.Create(KeyKind.Recovery);
        return (secret.MacOfKey(code), code);
    }

    public (OperatorKey Row, string Key) CreateOperator()
    {
        var key = KeyText.Create(KeyKind.Operator);
        return (new OperatorKey { Mac = secret.MacOfKey(key), CreatedAt = clock.GetUtcNow() }, key);
    }
}
