using IncidentApi.Features.Organisations.Tokens;
using IncidentApi.Platform.Security;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.DataProtection;

namespace IncidentApi.Features.Organisations;

internal static class OrganisationSetup
{
    private const string ByShape = "Bearer";

    public static IServiceCollection AddOrganisations(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddSingleton<KnownKeys>().AddSingleton<KnownOrganisations>().AddSingleton<KeyIssue>();

        // ASP.NET's authentication brings key rings that nothing here uses: none shall lie about in anybody's home.
        services.AddDataProtection().UseEphemeralDataProtectionProvider();
        var tokens = TokenSettings.From(configuration);
        var authentication = services.AddAuthentication(ByShape)
            .AddPolicyScheme(ByShape, null, shape =>
            {
                shape.ForwardDefaultSelector = http => tokens is not null && BearerText.Of(http.Request)?.StartsWith(KeyText.AnyPrefix, StringComparison.Ordinal) == false
                    ? TokenAuthentication.Name : ApiKeyAuthentication.Name;
                shape.ForwardChallenge = shape.ForwardForbid = ApiKeyAuthentication.Name;
            })
            .AddScheme<AuthenticationSchemeOptions, ApiKeyAuthentication>(ApiKeyAuthentication.Name, null);
        if (tokens is not null) authentication.AddTokens(tokens);
        return services;
    }
}
