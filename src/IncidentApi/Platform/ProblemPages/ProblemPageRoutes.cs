using IncidentApi.Platform.Contract;
using IncidentApi.Platform.Http;
using Microsoft.AspNetCore.Http.HttpResults;

namespace IncidentApi.Platform.ProblemPages;

/// <summary>
/// Where the <c>type</c> of every problem leads: a page for people, the same as JSON for programs, and as text for a terminal.
/// The pages run no script, need no other file, and are the same for everybody.
/// </summary>
internal static class ProblemPageRoutes
{
    public static void MapProblemPages(this WebApplication app)
    {
        var explained = new Lazy<ExplainedProblems>(() => ExplainedProblems.Of(DescribedRoute.Of(app.Services.GetRequiredService<EndpointDataSource>().Endpoints)));
        var pages = app.MapGroup(ProblemKind.Root).AllowAnonymous().ExcludeFromDescription();
        pages.MapGet("/", (HttpContext http) => Answer(http, explained.Value.All, HtmlPage.Of, TextPage.Of));
        pages.MapGet("/{code}", (string code, HttpContext http) => explained.Value.Find(code) is { } found ? Answer(http, found, HtmlPage.Of, TextPage.Of)
            : Accepted.Of(http.Request) == Accepted.Html ? Page(http, HtmlPage.OfUnknown(), StatusCodes.Status404NotFound)
            : Problems.NotFound.With($"There is no problem of this code; all of them are at {ProblemKind.Root}."));
    }

    private static IResult Answer<T>(HttpContext http, T shown, Func<T, string> html, Func<T, string> text)
    {
        http.Response.Headers.CacheControl = "public, max-age=300";
        http.Response.Headers.Vary = "Accept";
        return Accepted.Of(http.Request) switch
        {
            Accepted.Json => TypedResults.Json(shown, Json.Answers),
            Accepted.Text => TypedResults.Text(text(shown), "text/plain; charset=utf-8"),
            _ => Page(http, html(shown), StatusCodes.Status200OK),
        };
    }

    private static ContentHttpResult Page(HttpContext http, string html, int status)
    {
        http.Response.Headers.ContentSecurityPolicy = HtmlPage.Policy;
        return TypedResults.Text(html, "text/html; charset=utf-8", statusCode: status);
    }
}
