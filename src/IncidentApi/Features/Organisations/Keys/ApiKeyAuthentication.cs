using System.Security.Claims;
using System.Text.Encodings.Web;
using IncidentApi.Platform.Http;
using IncidentApi.Platform.Security;
using Microsoft.AspNetCore.Authentication;
using Microsoft.Extensions.Options;

namespace IncidentApi.Features.Organisations.Keys;

/// <summary>Reads <c>Authorization: Bearer hrd_…</c> and finds the caller.</summary>
internal sealed class ApiKeyAuthentication(
    IOptionsMonitor<AuthenticationSchemeOptions> options, ILoggerFactory logger, UrlEncoder encoder, KnownKeys keys)
    : AuthenticationHandler<AuthenticationSchemeOptions>(options, logger, encoder)
{
    public const string Name = "ApiKey";

    protected override async Task<AuthenticateResult> HandleAuthenticateAsync()
    {
        if (BearerText.Of(Request) is not { } key || KeyText.KindOf(key) is not { } kind) return AuthenticateResult.NoResult();

        var holder = await keys.FindAsync(key, kind, Context.Connection.RemoteIpAddress, Context.RequestAborted);
        if (holder is null) return AuthenticateResult.NoResult();
        if (!holder.MayUseIt(Context.Connection.RemoteIpAddress))
        {
            // Somebody has a key that he should not have, or no longer: its organisation shall learn of it.
            Context.Features.Set(new RefusedKey(holder.Caller.OrganisationId, holder.Caller.KeyId));
            return AuthenticateResult.NoResult();
        }

        Context.Features.Set(holder.Caller);
        return AuthenticateResult.Success(new AuthenticationTicket(new ClaimsPrincipal(new ClaimsIdentity(Name)), Name));
    }

    protected override Task HandleChallengeAsync(AuthenticationProperties properties) =>
        Problems.InvalidKey.With("Send Authorization: Bearer with a key.").ExecuteAsync(Context);

    protected override Task HandleForbiddenAsync(AuthenticationProperties properties)
    {
        var policy = Context.GetEndpoint()?.Metadata.GetMetadata<Microsoft.AspNetCore.Authorization.IAuthorizeData>()?.Policy;
        var scope = policy == Scopes.ReadIncidentsOrAnonymous ? Scopes.ReadIncidents : policy;
        return new ProblemResult(Problems.MissingScope, $"This needs the scope {scope}.", []) { Scope = scope }.ExecuteAsync(Context);
    }
}
