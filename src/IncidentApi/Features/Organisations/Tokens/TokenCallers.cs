using IncidentApi.Platform.Http;
using IncidentApi.Platform.Secrets;
using IncidentApi.Platform.Security;

namespace IncidentApi.Features.Organisations.Tokens;

/// <summary>Makes a caller of a genuine token: for which organisation it speaks and what it may do, the configuration says.</summary>
internal sealed class TokenCallers(TokenSettings settings, TokenCheck check, KnownOrganisations organisations, InstallationSecret secret)
{
    public async Task<(Caller? Caller, ProblemResult? Refusal)> FindAsync(string text, CancellationToken cancellation)
    {
        var (token, refusal) = await check.JudgeAsync(text, cancellation);
        if (token is null) return (null, refusal);

        var named = token.Text.TextsOf(settings.OrganisationClaim).Where(settings.Organisations.ContainsKey).Select(value => settings.Organisations[value]).Distinct().ToList();
        if (named.Count > 1) return (null, Problems.UnmappedToken.With($"The claim {settings.OrganisationClaim} names several organisations of this server."));
        if (named is not [var id] || await organisations.FindAsync(id, cancellation) is not { } organisation)
        {
            return (null, Problems.UnmappedToken.With($"The claim {settings.OrganisationClaim} is missing, or names no organisation of this server."));
        }

        var scopes = token.Text.TextsOf(settings.RoleClaim).Where(settings.Roles.ContainsKey).SelectMany(value => Roles.Bundles[settings.Roles[value]]).Distinct().ToList();
        if (scopes.Count == 0) return (null, Problems.UnmappedToken.With($"The claim {settings.RoleClaim} is missing, or names no role of this server."));

        // The subject itself is kept nowhere: what it did is found again by an id that only this installation can draw from it.
        var caller = new Caller(id, secret.IdOfSubject(token.Issuer, token.Subject), "token", scopes) { ExpiresAt = token.ExpiresAt, IsToken = true };
        return (organisation.Inform(caller), null);
    }
}
