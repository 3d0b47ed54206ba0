namespace IncidentApi.Platform.Http;

/// <summary>Which problems a route may answer with: shown in the contract, checked by the tests.</summary>
internal sealed record AnswersProblems(params ProblemKind[] Kinds);

internal static class AnswersProblemsOnRoutes
{
    public static TRoute MayAnswer<TRoute>(this TRoute route, params ProblemKind[] kinds) where TRoute : IEndpointConventionBuilder
    {
        route.Add(endpoint => endpoint.Metadata.Add(new AnswersProblems(kinds)));
        return route;
    }
}
