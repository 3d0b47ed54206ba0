using IncidentApi.Platform.WellKnown;

namespace IncidentApi.Platform.Page;

/// <summary>The page at <c>/</c>, for people who would rather look. It asks the public API like anybody else, and no other origin.</summary>
internal static class PageRoutes
{
    // Scripts and styles are files of ours, and no text ever becomes HTML: the browser refuses the attempt.
    private const string Policy = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; base-uri 'none'; "
        + "form-action 'none'; frame-ancestors 'none'; require-trusted-types-for 'script'; trusted-types 'none'";

    public static void MapPage(this IEndpointRouteBuilder routes)
    {
        foreach (var file in PageFile.All)
        {
            routes.MapGet(file.Path, (HttpContext http) =>
            {
                http.Response.Headers.ContentSecurityPolicy = Policy;
                if (file.Path is "/") http.Response.Headers.Link = WellKnownRoutes.Links;
                return file.Answer(http);
            }).AllowAnonymous().ExcludeFromDescription();
        }
    }
}
