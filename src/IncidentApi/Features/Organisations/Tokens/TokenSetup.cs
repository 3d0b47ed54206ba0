using Microsoft.AspNetCore.Authentication;

namespace IncidentApi.Features.Organisations.Tokens;

/// <summary>Takes tokens beside keys, where the configuration names a provider.</summary>
internal static class TokenSetup
{
    public static void AddTokens(this AuthenticationBuilder authentication, TokenSettings settings)
    {
        authentication.Services.AddSingleton(settings).AddSingleton<ProviderKeys>().AddSingleton<TokenCheck>().AddSingleton<TokenCallers>();
        ProviderDocuments.Add(authentication.Services);
        authentication.AddScheme<AuthenticationSchemeOptions, TokenAuthentication>(TokenAuthentication.Name, null);
    }
}
