using IncidentApi.Platform.Http;
using Microsoft.AspNetCore.Authorization;

namespace IncidentApi.Platform.Security;

/// <summary>Deny by default: one policy for each scope, and none that a route could forget.</summary>
internal static class Policies
{
    public static IServiceCollection AddPolicies(this IServiceCollection services)
    {
        var authorization = services.AddAuthorizationBuilder()
            .SetFallbackPolicy(new AuthorizationPolicyBuilder().RequireAssertion(IsRefusalOfTheFramework).Build())
            .AddPolicy(Scopes.AnyKey, policy => policy.RequireAssertion(context => CallerOf(context) is not null))
            .AddPolicy(Scopes.ReadIncidentsOrAnonymous, policy => policy.RequireAssertion(context => CallerOf(context)?.Has(Scopes.ReadIncidents) != false))
            .AddPolicy(Scopes.ExportIncidentsOrAnonymous, policy => policy.RequireAssertion(context => CallerOf(context)?.Has(Scopes.ExportIncidents) != false));
        foreach (var scope in Scopes.All)
        {
            authorization.AddPolicy(scope, policy => policy.RequireAssertion(context => CallerOf(context)?.Has(scope) == true));
        }

        return services;
    }

    /// <summary>Stops a service in which somebody forgot to say who may call a route.</summary>
    public static void RequirePolicies(this WebApplication app)
    {
        var open = ((IEndpointRouteBuilder)app).DataSources.SelectMany(source => source.Endpoints).OfType<RouteEndpoint>()
            .Where(route => route.Metadata.GetMetadata<IAuthorizeData>()?.Policy is null && route.Metadata.GetMetadata<IAllowAnonymous>() is null)
            .Select(route => route.RoutePattern.RawText).ToList();
        if (open.Count > 0) throw new InvalidOperationException($"These routes have no policy: {string.Join(", ", open)}.");
    }

    /// <summary>A key or a token that does not work is refused even where none is needed: its owner must learn that it is dead.</summary>
    public static void UseKeyGuard(this WebApplication app) => app.Use((http, next) =>
        http.Request.Headers.Authorization.Count > 0 && http.Features.Get<Caller>() is null
            && http.GetEndpoint()?.Metadata.GetMetadata<IAllowAnonymous>() is null
            ? throw new ProblemException(http.Features.Get<Refusal>()?.Problem ?? Problems.InvalidKey.With("This key is unknown, expired, revoked, or not for this network."))
            : next(http));

    /// <summary>Routing answers 405 and 415 by endpoints of its own, which are no routes and do nothing else.</summary>
    private static bool IsRefusalOfTheFramework(AuthorizationHandlerContext context) =>
        context.Resource is HttpContext http && http.GetEndpoint() is not RouteEndpoint;

    private static Caller? CallerOf(AuthorizationHandlerContext context) => (context.Resource as HttpContext)?.Features.Get<Caller>();
}
