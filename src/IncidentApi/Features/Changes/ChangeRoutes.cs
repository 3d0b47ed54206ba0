using IncidentApi.Platform.Http;
using IncidentApi.Platform.Security;

namespace IncidentApi.Features.Changes;

internal static class ChangeRoutes
{
    public static IServiceCollection AddChanges(this IServiceCollection services) =>
        services.AddSingleton<ChangeCursors>().AddSingleton<ChangeWriting>();

    public static void MapChanges(this IEndpointRouteBuilder app)
    {
        var changes = app.MapGroup("/v1/changes").WithTags("Changes")
            .WithMetadata(new TagWords("What happened to incidents, in order and without a hole: for mirrors, and for programs that act on news."))
            .RequireAuthorization(Scopes.ReadIncidentsOrAnonymous);

        changes.MapGet("/", ListChanges.Handle).Produces<ChangePageShape>()
            .MayAnswer(Problems.InvalidCursor, Problems.ChangesForgotten, Problems.ChangesRestarted);
    }
}
