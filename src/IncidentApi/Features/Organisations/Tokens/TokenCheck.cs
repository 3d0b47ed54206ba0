using IncidentApi.Platform.Http;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;

namespace IncidentApi.Features.Organisations.Tokens;

/// <summary>Tells a token that the provider made for this service from every other (RFC 9068 §4, RFC 8725).</summary>
internal sealed class TokenCheck(TokenSettings settings, ProviderKeys provider, TimeProvider clock)
{
    private static readonly TimeSpan Skew = TimeSpan.FromSeconds(30);

    private static readonly ProblemResult NotOurs = Problems.InvalidKey.With(
        "This token is not one that the provider of this server made for it: look at its issuer, audience, type and signature.");

    private readonly JsonWebTokenHandler _handler = new() { MapInboundClaims = false };

    /// <returns>The genuine token and when it ends; or why there is none.</returns>
    public async Task<(GenuineToken? Token, ProblemResult? Refusal)> JudgeAsync(string text, CancellationToken cancellation)
    {
        if (TokenText.Read(text) is not { } token || token.TextOf("sub") is not { } subject) return (null, NotOurs);
        if (await provider.FindAsync(token.KeyId, cancellation) is not { } keys)
        {
            return (null, Problems.Unavailable.With("The identity provider does not answer, so no token can be checked. Keys go on working."));
        }

        var result = await _handler.ValidateTokenAsync(text, Parameters(keys, token.KeyId));
        return result switch
        {
            { IsValid: true } => (new GenuineToken(token, keys.Issuer, subject, new DateTimeOffset(result.SecurityToken.ValidTo, TimeSpan.Zero)), null),
            { Exception: SecurityTokenInvalidLifetimeException } => (null, Problems.InvalidKey.With("This token has ended, or has not begun.")),
            _ => (null, NotOurs),
        };
    }

    private TokenValidationParameters Parameters(KeySet keys, string? keyId) => new()
    {
        ValidIssuer = keys.Issuer,
        ValidAudience = settings.Audience,

        // An ID token says who somebody is, to another than us: it is no key to anything.
        ValidTypes = ["at+jwt", "application/at+jwt"],
        ValidAlgorithms = TokenText.Algorithms,

        // Keys come from the provider alone, never from the token that they are to prove.
        IssuerSigningKeyResolver = (_, _, _, _) => keys.Of(keyId),
        TryAllIssuerSigningKeys = false,
        LifetimeValidator = (begins, ends, _, _) =>
        {
            var now = clock.GetUtcNow().UtcDateTime;
            return ends is { } end && now < end + Skew && (begins is null || now >= begins - Skew);
        },
        LogValidationExceptions = false,
    };
}

/// <summary>A token that the provider made for this service, of whom, and when it ends.</summary>
internal sealed record GenuineToken(TokenText Text, string Issuer, string Subject, DateTimeOffset ExpiresAt);
