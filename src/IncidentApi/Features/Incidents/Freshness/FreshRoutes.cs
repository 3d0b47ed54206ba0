using IncidentApi.Features.Incidents.Query;
using IncidentApi.Platform.Audit;
using IncidentApi.Platform.Freshness;
using IncidentApi.Platform.Http;
using IncidentApi.Platform.Security;

namespace IncidentApi.Features.Incidents.Freshness;

/// <summary>Marks a route that reads incidents through one of the doors.</summary>
/// <param name="IsTagged">Whether answers are named by the position of the log; else by the version of what they show.</param>
/// <param name="Varies">The request headers that choose among answers.</param>
internal sealed record FreshRoute(bool IsTagged, IReadOnlyList<string> Varies);

/// <summary>
/// The one entry to fresh and cheap answers. A route that takes it answers 304 to whoever holds its answer already, for one tiny query; its public
/// answers are kept in memory and made once for everybody; and it says who may keep them. Whatever decides an answer must be in the path, the query, the
/// headers that are named here, or behind the door's position.
/// </summary>
internal static class FreshRoutes
{
    /// <summary>For lists, figures and maps: named by how far the log of what the caller may read has come.</summary>
    /// <param name="route">A GET that opens a door by its parameter <c>scope</c>.</param>
    /// <param name="varies">The request headers that choose among its answers, such as Accept.</param>
    public static RouteHandlerBuilder Fresh(this RouteHandlerBuilder route, params string[] varies) => route
        .WithMetadata(new FreshRoute(IsTagged: true, varies)).Produces(StatusCodes.Status304NotModified).AddEndpointFilter(AnswerAsync);

    /// <summary>For single records, which are named by their version: only what is public is kept.</summary>
    public static RouteHandlerBuilder FreshByVersion(this RouteHandlerBuilder route) => route
        .WithMetadata(new FreshRoute(IsTagged: false, [])).Produces(StatusCodes.Status304NotModified);

    /// <summary>Through one's own door and that of partners, inside of admission. What is public was seen to before.</summary>
    private static async ValueTask<object?> AnswerAsync(EndpointFilterInvocationContext context, EndpointFilterDelegate next)
    {
        var http = context.HttpContext;
        var caller = http.Features.Get<Caller>();
        string? scope = http.Request.Query["scope"];
        if (caller is null || Doors.IsPublic(caller, scope)) return await next(context);

        var services = http.RequestServices;
        var tags = services.GetRequiredService<AnswerTags>();
        var door = services.GetRequiredService<Doors>().Open(caller, scope);
        var question = tags.OfQuestion($"{door.Reader}\n{string.Join(' ', caller.Scopes)}", http.Request, http.GetEndpoint()!.Metadata.GetRequiredMetadata<FreshRoute>().Varies);
        var held = http.Request.Headers.IfNoneMatch.Count > 0
            ? (await door.Store.ReadAsync(door.Scope, Positions.Of(door), row => row.GetString(0), http.RequestAborted)).SingleOrDefault() : null;
        var reading = new FreshReading(tags, question, held);
        if (reading.Tag is { } tag && http.Request.Holds(tag))
        {
            Answered(http, caller);
            return new NotModified(tag);
        }

        http.Features.Set(reading);
        http.Response.OnStarting(() =>
        {
            if (http.Response.StatusCode == StatusCodes.Status200OK && reading.Tag is { } made) http.Response.Headers.ETag = made;
            return Task.CompletedTask;
        });
        return await next(context);
    }

    /// <summary>Counts what its handler would have counted.</summary>
    public static void Answered(HttpContext http, Caller? caller)
    {
        if (http.Request.Query.ContainsKey("q")) http.RequestServices.GetRequiredService<AuditTally>().Count(caller, AuditAct.Searched);
    }
}
