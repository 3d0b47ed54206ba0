using Microsoft.AspNetCore.Authentication;

namespace IncidentApi.Features.Organisations;

internal static class OrganisationSetup
{
    public static IServiceCollection AddOrganisations(this IServiceCollection services)
    {
        services.AddSingleton<KnownKeys>().AddSingleton<KeyIssue>();
        services.AddAuthentication(ApiKeyAuthentication.Name)
            .AddScheme<AuthenticationSchemeOptions, ApiKeyAuthentication>(ApiKeyAuthentication.Name, null);
        return services;
    }
}
