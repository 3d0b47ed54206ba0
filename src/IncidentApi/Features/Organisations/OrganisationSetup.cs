using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.DataProtection;

namespace IncidentApi.Features.Organisations;

internal static class OrganisationSetup
{
    public static IServiceCollection AddOrganisations(this IServiceCollection services)
    {
        services.AddSingleton<KnownKeys>().AddSingleton<KeyIssue>();

        // ASP.NET's authentication brings key rings that nothing here uses: none shall lie about in anybody's home.
        services.AddDataProtection().UseEphemeralDataProtectionProvider();
        services.AddAuthentication(ApiKeyAuthentication.Name)
            .AddScheme<AuthenticationSchemeOptions, ApiKeyAuthentication>(ApiKeyAuthentication.Name, null);
        return services;
    }
}
