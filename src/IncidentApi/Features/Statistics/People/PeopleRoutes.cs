using IncidentApi.Platform.Http;
using IncidentApi.Platform.Limits;
using IncidentApi.Platform.Security;

namespace IncidentApi.Features.Statistics.People;

internal static class PeopleRoutes
{
    public static IServiceCollection AddPeopleTables(this IServiceCollection services) => services.AddSingleton<PeopleCount>().AddHostedService<DailyPeopleCount>();

    public static void MapPeopleTables(this IEndpointRouteBuilder app) => app.MapGet("/v1/statistics/people", GetPeopleTables.Handle)
        .WithTags("Statistics").WithMetadata(new TagWords("Figures over incidents, each with its unit and what it is of."))
        .RequireAuthorization(Scopes.ReadIncidentsOrAnonymous).Produces<PeopleAnswer>(StatusCodes.Status200OK, "application/json", "text/csv").Produces(StatusCodes.Status304NotModified).Costs(2);
}
