namespace IncidentApi.Platform.Http;

/// <summary>What a part of an address names.</summary>
internal sealed record PathParameter(string Name, string Description);

internal static class PathParameterOnRoutes
{
    /// <summary>Says in the contract what a part of the address is; the innermost word counts.</summary>
    public static TRoute Names<TRoute>(this TRoute route, string name, string description) where TRoute : IEndpointConventionBuilder
    {
        route.Add(endpoint => endpoint.Metadata.Add(new PathParameter(name, description)));
        return route;
    }
}
