using IncidentApi.Features.Incidents.Freshness;
using IncidentApi.Features.Incidents.Query;
using IncidentApi.Features.Statistics.Detention;
using IncidentApi.Features.Statistics.People;
using IncidentApi.Features.Statistics.Rights;
using IncidentApi.Features.Statistics.Sdg;
using IncidentApi.Features.Statistics.Tables;
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
            .Bears("Link", "Where the same is counted by what these records hide of people, rel=\"related\" (RFC 8288); absent elsewhere.")
            .Costs(GetStatistics.CostOf, GetStatistics.CostWords).Fresh();
        statistics.MapGet("/incidents", ListCountedIncidents.Handle).Produces<IncidentPageShape>().MayAnswer(Problems.InvalidCursor)
            .Costs(ListCountedIncidents.CostOf, ListCountedIncidents.CostWords).Fresh();
        statistics.MapGet("/people", GetPeopleTables.Handle).Produces<PeopleAnswer>(200, "application/json", StatisticsCsv.MediaType).Produces(304).Costs(2);

        Table(statistics.MapGet("/sdg-16-10-1", GetSdgTable.Handle).Produces<SdgAnswer>(200, "application/json", TableCsv.MediaType));
        List(statistics.MapGet("/sdg-16-10-1/incidents", ListSdgIncidents.Handle));
        Table(statistics.MapGet("/rights", GetRightsTable.Handle).Produces<RightsAnswer>(200, "application/json", TableCsv.MediaType).MayAnswer(Problems.TooManyGroups));
        List(statistics.MapGet("/rights/incidents", ListRightsIncidents.Handle));
        Table(statistics.MapGet("/detention", GetDetentionTable.Handle).Produces<DetentionAnswer>(200, "application/json", TableCsv.MediaType).MayAnswer(Problems.TooManyGroups));
        List(statistics.MapGet("/detention/incidents", ListDetentionIncidents.Handle));
    }

    private static void List(RouteHandlerBuilder route) => Table(route.Produces<IncidentPageShape>().MayAnswer(Problems.InvalidCursor));

    private static void Table(RouteHandlerBuilder route) => route.Costs(ListCountedIncidents.CostOf, ListCountedIncidents.CostWords).Fresh();
}
