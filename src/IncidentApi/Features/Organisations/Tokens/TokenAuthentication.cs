using System.Security.Claims;
using System.Text.Encodings.Web;
using IncidentApi.Platform.Security;
using Microsoft.AspNetCore.Authentication;
using Microsoft.Extensions.Options;

namespace IncidentApi.Features.Organisations.Tokens;

/// <summary>Reads <c>Authorization: Bearer</c> with a token and finds the caller. A refusal is kept for whoever answers: some routes need nobody.</summary>
internal sealed class TokenAuthentication(
    IOptionsMonitor<AuthenticationSchemeOptions> options, ILoggerFactory logger, UrlEncoder encoder, TokenCallers callers)
    : AuthenticationHandler<AuthenticationSchemeOptions>(options, logger, encoder)
{
    public const string Name = "Token";

    protected override async Task<AuthenticateResult> HandleAuthenticateAsync()
    {
        if (BearerText.Of(Request) is not { } token) return AuthenticateResult.NoResult();

        var (caller, refusal) = await callers.FindAsync(token, Context.RequestAborted);
        if (caller is null)
        {
            Context.Features.Set(new Refusal(refusal!));
            return AuthenticateResult.NoResult();
        }

        Context.Features.Set(caller);
        return AuthenticateResult.Success(new AuthenticationTicket(new ClaimsPrincipal(new ClaimsIdentity(Name)), Name));
    }
}
