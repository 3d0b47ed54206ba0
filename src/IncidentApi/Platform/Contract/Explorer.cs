namespace IncidentApi.Platform.Contract;

/// <summary>Swagger UI at <c>/swagger</c>: the document to read and to try out, from our own origin and with nothing from elsewhere.</summary>
internal static class Explorer
{
    // The one style that stands inside the page: it colours Swagger UI's logo.
    private const string LogoStyle = "'sha256-RL3ie0nH+Lzz2YNqQN83mnU0J1ot4QL7b99vMdIX99w='";

    // Every script and every other style is a file of ours. The style sheet draws its icons as data URIs.
    private const string Policy = $"default-src 'none'; script-src 'self'; style-src 'self' {LogoStyle}; img-src 'self' data:; connect-src 'self'; "
        + "base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

    public const string Path = "/swagger";

    public static void MapExplorer(this IEndpointRouteBuilder routes) => routes.MapSwaggerUI(Path.TrimStart('/'), options =>
        {
            options.DocumentTitle = "Incident API";
            options.SwaggerEndpoint(ContractRoutes.DocumentPath, "Version 1, OpenAPI 3.1");
            options.SwaggerEndpoint(ContractRoutes.OlderPath, "Version 1, OpenAPI 3.0 for older generators");
            options.EnableDeepLinking();
            options.DisplayRequestDuration();
            options.CacheLifetime = TimeSpan.FromHours(1);

            // Nobody else learns of the document, and a key ends with the page.
            options.ConfigObject.ValidatorUrl = null;
            options.ConfigObject.PersistAuthorization = false;
        })
        .AllowAnonymous().ExcludeFromDescription()
        .Add(endpoint =>
        {
            var serve = endpoint.RequestDelegate!;
            endpoint.RequestDelegate = http =>
            {
                http.Response.Headers.ContentSecurityPolicy = Policy;
                return serve(http);
            };
        });
}
