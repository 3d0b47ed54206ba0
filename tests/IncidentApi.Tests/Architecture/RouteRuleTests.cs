using IncidentApi.Platform.Http;
using IncidentApi.Platform.Limits;
using IncidentApi.Platform.Security;
using IncidentApi.Tests.Support;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Routing;

namespace IncidentApi.Tests.Architecture;

/// <summary>What every route must say of itself.</summary>
public sealed class RouteRuleTests(Api api)
{
    // Whoever may call these shows something else than a key, or needs none.
    private static readonly string[] Open = ["/health/live", "/health/ready", "/v1/audit/checkpoint", "/v1/audit/consistency", "/v1/audit/key", "/v1/places", "/v1/recovery", "/v1/vocabularies", "/v1/vocabularies/{name}"];

    [Fact]
    public void Every_route_of_the_api_has_a_policy_of_our_own_and_only_these_are_open()
    {
        var routes = RoutesOf(api).ToList();
        string[] known = [.. Scopes.All, Scopes.AnyKey, Scopes.ReadIncidentsOrAnonymous, Scopes.ExportIncidentsOrAnonymous];

        var open = routes.Where(route => route.Metadata.GetMetadata<IAllowAnonymous>() is not null).ToList();
        Assert.Equal(Open, open.Select(PatternOf).Where(pattern => pattern.StartsWith("/v1", StringComparison.Ordinal) || pattern.StartsWith("/health", StringComparison.Ordinal)).Distinct().Order(StringComparer.Ordinal));
        Assert.All(routes.Except(open), route => Assert.Contains(route.Metadata.GetMetadata<IAuthorizeData>()?.Policy, known));
    }

    [Fact]
    public void Every_route_but_these_waits_for_its_turn_at_the_database()
    {
        string[] withoutDatabase = ["/v1/places", "/v1/vocabularies", "/v1/vocabularies/{name}"];

        var hasty = RoutesOf(api).Where(route => PatternOf(route).StartsWith("/v1", StringComparison.Ordinal) && route.Metadata.GetMetadata<Admitted>() is null);
        Assert.Equal(withoutDatabase, hasty.Select(PatternOf).Order(StringComparer.Ordinal));
    }

    [Fact]
    public void Every_route_that_takes_an_id_may_answer_that_there_is_no_such_thing() => Assert.All(
        RoutesOf(api).Where(route => PatternOf(route).Contains("{id", StringComparison.Ordinal) && MethodOf(route) != "PUT"),
        route => Assert.Contains(Problems.NotFound, ProblemsOf(route)));

    [Fact]
    public void Every_problem_is_told_by_a_route_or_belongs_to_all()
    {
        // These can end any request, before its route or in spite of it.
        ProblemKind[] ofAll = [Problems.MalformedRequest, Problems.UnknownParameter, Problems.InvalidKey, Problems.MissingScope, Problems.UnmappedToken, Problems.MethodNotAllowed,
            Problems.TooSlow, Problems.TooManyRequests, Problems.Unexpected, Problems.Unavailable];

        var told = RoutesOf(api).SelectMany(ProblemsOf).Concat(ofAll).ToHashSet();

        var kinds = typeof(Problems).GetFields().Select(field => (ProblemKind)field.GetValue(null)!).ToList();
        Assert.Empty(kinds.Where(kind => !told.Contains(kind)).Select(kind => kind.Code));
        Assert.Equal(kinds.Count, kinds.DistinctBy(kind => kind.Code).Count());
    }

    [Fact]
    public async Task A_service_with_a_route_that_has_no_policy_does_not_start()
    {
        await using var app = WebApplication.CreateSlimBuilder().Build();
        app.MapGet("/v1/guarded", () => "").RequireAuthorization(Scopes.ReadIncidents);
        app.MapGet("/v1/open", () => "").AllowAnonymous();
        app.RequirePolicies();
        app.MapGet("/v1/forgotten", () => "");

        var refusal = Assert.Throws<InvalidOperationException>(app.RequirePolicies);

        Assert.Contains("/v1/forgotten", refusal.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("/v1/open", refusal.Message, StringComparison.Ordinal);
    }

    internal static IEnumerable<RouteEndpoint> RoutesOf(Api api) => api.Routes.DataSources.SelectMany(source => source.Endpoints).OfType<RouteEndpoint>();

    internal static string PatternOf(RouteEndpoint route) => $"/{route.RoutePattern.RawText!.Trim('/')}";

    internal static string MethodOf(RouteEndpoint route) => route.Metadata.GetMetadata<HttpMethodMetadata>()!.HttpMethods[0];

    private static IEnumerable<ProblemKind> ProblemsOf(RouteEndpoint route) => route.Metadata.GetOrderedMetadata<AnswersProblems>().SelectMany(answers => answers.Kinds);
}
