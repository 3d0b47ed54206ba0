using Microsoft.AspNetCore.Http.Metadata;
using Microsoft.AspNetCore.Routing.Template;
using Microsoft.Net.Http.Headers;

namespace IncidentApi.Platform.Http;

/// <summary>
/// Answers OPTIONS for every address (RFC 9110 §9.3.7): the methods that it takes, and the media types that POST and PATCH read. Routing knows
/// the methods, but neither that HEAD goes wherever GET does, nor that one may ask.
/// </summary>
internal static class AllowedMethods
{
    public static void UseAllowedMethods(this WebApplication app)
    {
        var posted = new Lazy<IReadOnlyList<Posted>>(() => PostedOf(app.Services.GetRequiredService<EndpointDataSource>()));
        app.Use(async (http, next) =>
        {
            await next(http);
            if (http.Response is not { StatusCode: StatusCodes.Status405MethodNotAllowed, HasStarted: false }) return;

            var methods = http.Response.Headers.GetCommaSeparatedValues(HeaderNames.Allow).ToList();
            if (methods.Contains(HttpMethods.Get) && !methods.Contains(HttpMethods.Head)) methods.Insert(methods.IndexOf(HttpMethods.Get) + 1, HttpMethods.Head);
            http.Response.Headers.Allow = string.Join(", ", methods.Append(HttpMethods.Options));
            if (!HttpMethods.IsOptions(http.Request.Method)) return;

            http.Response.StatusCode = StatusCodes.Status204NoContent;
            if (methods.Contains(HttpMethods.Patch)) http.Response.Headers["Accept-Patch"] = MergePatch.MediaType;
            if (methods.Contains(HttpMethods.Post) && posted.Value.FirstOrDefault(route => route.IsAt(http.Request.Path)) is { MediaType: { } type }) http.Response.Headers["Accept-Post"] = type;
        });
    }

    /// <summary>Every POST with what it reads, the most exact address first.</summary>
    private static IReadOnlyList<Posted> PostedOf(EndpointDataSource routes) =>
    [
        .. routes.Endpoints.OfType<RouteEndpoint>()
            .Where(route => route.Metadata.GetMetadata<IHttpMethodMetadata>()?.HttpMethods.Contains(HttpMethods.Post) == true)
            .OrderBy(route => route.RoutePattern.InboundPrecedence)
            .Select(route => new Posted(new TemplateMatcher(new RouteTemplate(route.RoutePattern), []), route.Metadata.GetMetadata<IAcceptsMetadata>()?.ContentTypes is [var type, ..] ? type : null)),
    ];

    private sealed record Posted(TemplateMatcher Address, string? MediaType)
    {
        public bool IsAt(PathString path) => Address.TryMatch(path, []);
    }
}
