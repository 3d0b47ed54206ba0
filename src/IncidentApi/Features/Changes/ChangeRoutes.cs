using IncidentApi.Features.Changes.Waiting;
using IncidentApi.Platform.Http;
using IncidentApi.Platform.Limits;
using IncidentApi.Platform.Security;

namespace IncidentApi.Features.Changes;

internal static class ChangeRoutes
{
    public static IServiceCollection AddChanges(this IServiceCollection services, IConfiguration configuration) => services
        .AddSingleton(ChangeSettings.From(configuration)).AddSingleton<ChangeCursors>().AddSingleton<ChangeWriting>().AddSingleton<Following>()
        .AddSingleton<FollowerPlaces>().AddSingleton<ChangeWatch>().AddSingleton<Standing>()
        .AddSingleton<ChangeUpkeep>().AddHostedService(provider => provider.GetRequiredService<ChangeUpkeep>());

    public static void MapChanges(this IEndpointRouteBuilder app)
    {
        var changes = app.MapGroup("/v1/changes").WithTags("Changes")
            .WithMetadata(new TagWords("What happened to incidents, in order and without a hole: for mirrors, and for programs that act on news."))
            .RequireAuthorization(Scopes.ReadIncidentsOrAnonymous).MayAnswer(Problems.InvalidCursor, Problems.ChangesForgotten, Problems.ChangesRestarted);

        changes.MapGet("/", ListChanges.Handle).Produces<ChangePageShape>().Costs(ListChanges.CostOf, ListChanges.CostWords);
        changes.MapGet("/stream", StreamChanges.Handle).Produces<ChangeShape>(200, ChangeStream.MediaType)
            .Takes(StreamChanges.LastEventId, "AX0f…", "The id of the last event that arrived; clients of Server-Sent Events send it by themselves.");
    }
}
