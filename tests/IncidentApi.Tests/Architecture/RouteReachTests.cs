using System.Net;
using System.Text.Json.Nodes;
using IncidentApi.Tests.Support;

namespace IncidentApi.Tests.Architecture;

/// <summary>Every route that takes an id: a foreign one and a missing one answer alike, the caller's own does not.</summary>
public sealed class RouteReachTests(Api api)
{
    [Fact]
    public async Task A_foreign_id_and_a_missing_one_answer_alike_and_an_own_one_does_not()
    {
        var routes = RouteRuleTests.RoutesOf(api).Where(route => RouteRuleTests.PatternOf(route).Contains("{id", StringComparison.Ordinal))
            .Select(route => $"{RouteRuleTests.MethodOf(route)} {RouteRuleTests.PatternOf(route)}").Distinct().ToList();
        Assert.True(routes.Count >= 20, $"Only {routes.Count} routes with an id were found.");
        var stranger = await Place.OfAsync(api);

        foreach (var route in routes)
        {
            var own = await Place.OfAsync(api);
            var foreign = await stranger.SendAsync(route, own.Organisation);
            var missing = await Place.Nowhere().SendAsync(route, own.Organisation);
            var mine = await own.SendAsync(route, own.Organisation);

            Assert.Equal((route, missing.Status, Told(missing)), (route, foreign.Status, Told(foreign)));
            Assert.True((int)missing.Status is 404 or 412, $"{route}: {missing.Text}");
            Assert.True((int)mine.Status is >= 200 and < 300, $"{route}: {mine.Text}");
        }
    }

    [Theory]
    [InlineData("POST /v1/organisations/{id:guid}/keys/{keyId:guid}/rotation")]
    [InlineData("DELETE /v1/organisations/{id:guid}/keys/{keyId:guid}")]
    public async Task A_foreign_key_under_the_own_organisation_answers_like_a_missing_one(string route)
    {
        var (own, stranger) = (await Place.OfAsync(api), await Place.OfAsync(api));

        var foreign = await (own with { Key = stranger.Key }).SendAsync(route, own.Organisation);
        var missing = await (own with { Key = Guid.CreateVersion7() }).SendAsync(route, own.Organisation);

        missing.Expect(404, "not-found");
        Assert.Equal(Told(missing), Told(foreign));
        (await stranger.Organisation.Admin.ReadAsync("/v1/me")).Expect(HttpStatusCode.OK);
    }

    [Fact]
    public async Task A_uuid_that_another_organisation_uses_is_as_free_as_any()
    {
        var (own, stranger) = (await Place.OfAsync(api), await Place.OfAsync(api));

        var taken = (await own.Organisation.Admin.PutAsync($"/v1/incidents/{stranger.Incident}", Given.Incident("Mine"))).Expect(HttpStatusCode.Created);

        Assert.Equal(stranger.Incident.ToString(), taken.Id);
        var theirs = (await stranger.Organisation.Admin.ReadAsync($"/v1/incidents/{stranger.Incident}")).Expect(HttpStatusCode.OK);
        Assert.NotEqual("Mine", (string)theirs.Json["title"]!);
    }

    /// <summary>What an answer tells, but for the id that names this one request.</summary>
    private static string Told(Answer answer)
    {
        Assert.NotNull(answer.Problem);
        var problem = (JsonObject)answer.Json.DeepClone();
        problem.Remove("traceId");
        return problem.ToJsonString();
    }
}
