using IncidentApi.Platform.Contract;
using IncidentApi.Platform.Http;

namespace IncidentApi.Platform.WellKnown;

/// <summary>What others look for at addresses that are the same on every server (RFC 8615).</summary>
internal static class WellKnownRoutes
{
    /// <summary>The way from the server's first address to all of it, as a Link header (RFC 8288).</summary>
    public const string Links = $"<{ApiCatalog.Path}>; rel=\"api-catalog\", <{ContractRoutes.DocumentPath}>; rel=\"service-desc\"; type=\"application/json\", "
        + $"<{Explorer.Path}>; rel=\"service-doc\"; type=\"text/html\", </health/ready>; rel=\"status\"";

    public static IServiceCollection AddWellKnown(this IServiceCollection services, IConfiguration configuration) => services.AddSingleton(SecurityContact.From(configuration));

    public static void MapWellKnown(this WebApplication app)
    {
        var wellKnown = app.MapGroup("/.well-known").AllowAnonymous().ExcludeFromDescription();
        wellKnown.MapGet("/security.txt", (SecurityContact contact, TimeProvider clock) => contact.ToFile(clock.GetUtcNow()) is { } file
            ? (IResult)TypedResults.Text(file, "text/plain; charset=utf-8")
            : Problems.NotFound.With("This server names nobody to whom weaknesses are reported."));

        var endpoints = new Lazy<IReadOnlyList<string>>(() => EndpointsOf(app));
        wellKnown.MapGet("/api-catalog", (HttpContext http) =>
        {
            http.Response.Headers.Link = $"<{ApiCatalog.Path}>; rel=\"api-catalog\"";
            return TypedResults.Json(ApiCatalog.Of(http.Request, endpoints.Value), Json.Answers, ApiCatalog.MediaType);
        });
    }

    /// <summary>Whatever can be read at an address that needs nothing filled in.</summary>
    private static IReadOnlyList<string> EndpointsOf(WebApplication app) =>
    [
        .. DescribedRoute.Of(app.Services.GetRequiredService<EndpointDataSource>().Endpoints).Where(route => HttpMethods.IsGet(route.Method) && route.PathParameters.Count == 0)
            .Select(route => route.Path).Distinct().Order(StringComparer.Ordinal),
    ];
}
