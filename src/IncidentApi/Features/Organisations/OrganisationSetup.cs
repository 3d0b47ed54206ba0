using IncidentApi.Features.Organisations.Keys;
using IncidentApi.Features.Organisations.Tokens;
using IncidentApi.Platform.Security;
using Microsoft.AspNetCore.Authentication;

namespace IncidentApi.Features.Organisations;

internal static class OrganisationSetup
{
    private const string ByShape = "Bearer";

    public static IServiceCollection AddOrganisations(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddSingleton<KnownKeys>().AddSingleton<KnownOrganisations>().AddSingleton<KeyIssue>();
        var tokens = TokenSettings.From(configuration);

        // AddAuthentication would bring key rings that nothing here uses, and write one into the home of whoever runs the service.
        services.AddAuthenticationCore(options => options.DefaultScheme = ByShape).AddWebEncoders();
        var authentication = new AuthenticationBuilder(services)
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
