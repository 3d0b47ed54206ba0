using System.Net;
using System.Text.Json.Nodes;
using IncidentApi.Platform.Security;
using IncidentApi.Tests.Contract;
using IncidentApi.Tests.Support;
using Microsoft.AspNetCore.Authorization;

namespace IncidentApi.Tests.Architecture;

/// <summary>
/// Who may call what: the table is kept beside this test, so that a route that opens further is a line that somebody reads. Every route is
/// called with every scope alone, without a key and by the operator.
/// </summary>
public sealed class ScopeMatrixTests(Api api)
{
    private const string Open = "open";

    [Fact]
    public Task Each_route_asks_for_the_scope_that_the_table_says() => Approval.RequireAsync(
        "tests/IncidentApi.Tests/Architecture/route-scopes.txt", string.Concat(Routes().Select(route => $"{route.Route}: {route.Scope}\n")));

    [Fact]
    public async Task Each_route_refuses_every_caller_without_its_scope_and_no_other()
    {
        var organisation = await api.NewOrganisationAsync();
        var callers = new List<(string Name, HttpClient Client, string[] Scopes)>
        {
            ("anonymous", api.Anonymous(), []),
            ("operator", api.With(api.OperatorKey), [Scopes.CreateOrganisations]),
        };
        foreach (var scope in Scopes.OfOrganisations)
        {
            var key = (await organisation.Admin.PostAsync($"/v1/organisations/{organisation.Id}/keys", new JsonObject { ["name"] = scope, ["scopes"] = new JsonArray(scope) })).Expect(HttpStatusCode.Created);
            callers.Add((scope, api.With((string)key.Json["key"]!), [scope]));
        }

        var asked = 0;
        foreach (var (route, scope) in Routes())
        {
            var (method, path) = (route.Split(' ')[0], route.Split(' ')[1]);
            foreach (var caller in callers)
            {
                var answer = await caller.Client.SendAsync(new HttpMethod(method), AddressOf(path), method is "GET" or "DELETE" ? null : new JsonObject(), "*");
                asked++;
                var may = scope == Open || caller.Scopes.Contains(scope) || (scope == Scopes.AnyKey && caller.Scopes.Length > 0)
                    || (scope == Scopes.ReadIncidentsOrAnonymous && (caller.Scopes.Length == 0 || caller.Scopes.Contains(Scopes.ReadIncidents)))
                    || (scope == Scopes.ExportIncidentsOrAnonymous && (caller.Scopes.Length == 0 || caller.Scopes.Contains(Scopes.ExportIncidents)));
                var expected = may ? "passes" : caller.Scopes.Length == 0 ? "401 invalid-key" : "403 missing-scope";
                var got = (int)answer.Status is 401 or 403 && path != "/v1/recovery" ? $"{(int)answer.Status} {answer.Problem}" : "passes";
                Assert.True(expected == got, $"{route} for {caller.Name}: expected {expected}, got {(int)answer.Status}: {answer.Text}");
            }
        }

        TestContext.Current.TestOutputHelper!.WriteLine("{0} routes by {1} callers: {2} requests.", Routes().Count(), callers.Count, asked);
        Assert.True(asked > 200, $"Only {asked} requests were made.");
    }

    /// <summary>Ids that name nothing: who passes is told 404, or what is wrong with the body.</summary>
    private static string AddressOf(string path) =>
        System.Text.RegularExpressions.Regex.Replace(path.Replace("{name}", "part", StringComparison.Ordinal).Replace("{position:long}", "1", StringComparison.Ordinal), @"\{[^}]+\}", Guid.CreateVersion7().ToString());

    private IEnumerable<(string Route, string Scope)> Routes() => RouteRuleTests.RoutesOf(api)
        .Where(route => RouteRuleTests.PatternOf(route).StartsWith("/v1/", StringComparison.Ordinal))
        .SelectMany(route => route.Metadata.GetMetadata<Microsoft.AspNetCore.Routing.HttpMethodMetadata>()!.HttpMethods.Select(method => (
            Route: $"{method} {RouteRuleTests.PatternOf(route)}",
            Scope: route.Metadata.GetMetadata<IAllowAnonymous>() is not null ? Open : route.Metadata.GetMetadata<IAuthorizeData>()!.Policy!)))
        .Distinct().OrderBy(route => route.Route, StringComparer.Ordinal);
}
