namespace IncidentApi.Platform.Limits;

/// <summary>What a request costs of its caller's permits where that is not one.</summary>
/// <param name="Of">The permits for a request with this query.</param>
/// <param name="Words">The same in words, for the contract.</param>
internal sealed record RequestCost(Func<IQueryCollection, int> Of, string Words);

internal static class RequestCosts
{
    public static TRoute Costs<TRoute>(this TRoute route, int permits) where TRoute : IEndpointConventionBuilder => route.Costs(_ => permits, $"Costs {permits} permits.");

    public static TRoute Costs<TRoute>(this TRoute route, Func<IQueryCollection, int> of, string words) where TRoute : IEndpointConventionBuilder
    {
        route.Add(endpoint => endpoint.Metadata.Add(new RequestCost(of, words)));
        return route;
    }
}
