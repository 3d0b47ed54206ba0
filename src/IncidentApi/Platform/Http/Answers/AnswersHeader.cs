namespace IncidentApi.Platform.Http;

/// <summary>A header or trailer that a route's success bears and others do not, for the contract.</summary>
internal sealed record AnswersHeader(string Name, string Description);

/// <summary>What each line is, where a route answers with a text of lines.</summary>
internal sealed record AnswersLines(Type Line);

internal static class AnswersHeaderOnRoutes
{
    public static TRoute LinesAre<TRoute>(this TRoute route, Type line) where TRoute : IEndpointConventionBuilder
    {
        route.Add(endpoint => endpoint.Metadata.Add(new AnswersLines(line)));
        return route;
    }

    public static TRoute Bears<TRoute>(this TRoute route, string name, string description) where TRoute : IEndpointConventionBuilder
    {
        route.Add(endpoint => endpoint.Metadata.Add(new AnswersHeader(name, description)));
        return route;
    }

    public static TRoute Takes<TRoute>(this TRoute route, string name, string example, string description) where TRoute : IEndpointConventionBuilder
    {
        route.Add(endpoint => endpoint.Metadata.Add(new TakesHeader(name, example, description)));
        return route;
    }
}

/// <summary>A request header that a route takes and others of its kind do not, for the contract.</summary>
internal sealed record TakesHeader(string Name, string Example, string Description);
