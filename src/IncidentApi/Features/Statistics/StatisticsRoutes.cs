using IncidentApi.Features.Incidents.Freshness;
using IncidentApi.Features.Incidents.Query;
using IncidentApi.Platform.Http;
using IncidentApi.Platform.Limits;
using IncidentApi.Platform.Security;

namespace IncidentApi.Features.Statistics;

internal static class StatisticsRoutes
{
    public static void MapStatistics(this IEndpointRouteBuilder app)
    {
        var statistics = app.MapGroup("/v1/statistics").WithTags("Statistics").WithMetadata(new TagWords("Figures of documented cases, and the records behind each."))
            .RequireAuthorization(Scopes.ReadIncidentsOrAnonymous);

        statistics.MapGet("/", GetStatistics.Handle).Produces<StatisticsAnswer>(200, "application/json", StatisticsCsv.MediaType).MayAnswer(Problems.TooManyGroups)
            .Costs(GetStatistics.CostOf, GetStatistics.CostWords).Fresh();
        statistics.MapGet("/incidents", ListCountedIncidents.Handle).Produces<IncidentPageShape>().MayAnswer(Problems.InvalidCursor)
            .Costs(ListCountedIncidents.CostOf, ListCountedIncidents.CostWords).Fresh();
    }
}
