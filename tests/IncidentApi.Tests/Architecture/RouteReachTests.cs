using System.Net;
using System.Text.Json.Nodes;
using IncidentApi.Tests.Support;

namespace IncidentApi.Tests.Architecture;

/// <summary>Every route that takes an id: a foreign one and a missing one answer alike, the caller's own does not.</summary>
public sealed class RouteReachTests(Api api)
{
    /// <summary>What to send so that a caller who may would succeed; a route that is not listed needs nothing.</summary>
    private static readonly Dictionary<string, string> Bodies = new()
    {
        ["PUT /v1/incidents/{id:guid}"] = Given.Incident("Replaced").ToJsonString(),
        ["PATCH /v1/incidents/{id:guid}"] = """{"title":"Patched"}""",
        ["POST /v1/incidents/{id:guid}/transitions"] = """{"to":"submitted"}""",
        ["POST /v1/incidents/{id:guid}/verification"] = """{"status":"corroborated","method":"METHOD"}""",
        ["POST /v1/incidents/{id:guid}/developments"] = """{"date":"2024-05-04","kind":"release"}""",
        ["PUT /v1/incidents/{id:guid}/developments/{name}"] = """{"date":"2024-05-05","kind":"release"}""",
        ["POST /v1/incidents/{id:guid}/sources"] = """{"kind":"media"}""",
        ["PUT /v1/incidents/{id:guid}/sources/{name}"] = """{"kind":"ngo_report"}""",
        ["POST /v1/incidents/{id:guid}/interventions"] = """{"type":"TYPE"}""",
        ["PUT /v1/incidents/{id:guid}/interventions/{name}"] = """{"type":"TYPE","actor":"Somebody"}""",
        ["PUT /v1/people/{id:guid}"] = """{"label":"somebody"}""",
        ["POST /v1/people/{id:guid}/identity-access"] = """{"reason":"A test"}""",
        ["POST /v1/people/{id:guid}/merges"] = """{"other":"OTHER"}""",
        ["POST /v1/incidents/{id:guid}/erasures"] = """{"pointers":["/title"],"reason":"safety"}""",
        ["PUT /v1/organisations/{id:guid}"] = """{"name":"Renamed"}""",
        ["PUT /v1/webhooks/{id:guid}"] = """{"url":"http://127.0.0.1:9/","events":["incident.changed"]}""",
        ["POST /v1/organisations/{id:guid}/keys"] = """{"name":"Another key","role":"reporter"}""",
    };

    private static readonly Dictionary<string, string> Queries = new()
    {
        ["DELETE /v1/incidents/{id:guid}"] = "?reason=other",
        ["POST /v1/incidents/{id:guid}/preview"] = "?audience=public",
        ["DELETE /v1/people/{id:guid}/identity"] = "?reason=other",
        ["POST /v1/webhooks/{id:guid}/replay"] = "?since=2026-01-01",
    };

    [Fact]
    public async Task A_foreign_id_and_a_missing_one_answer_alike_and_an_own_one_does_not()
    {
        var routes = RouteRuleTests.RoutesOf(api).Where(route => RouteRuleTests.PatternOf(route).Contains("{id", StringComparison.Ordinal))
            .Select(route => $"{RouteRuleTests.MethodOf(route)} {RouteRuleTests.PatternOf(route)}").Distinct().ToList();
        Assert.True(routes.Count >= 20, $"Only {routes.Count} routes with an id were found.");
        var stranger = await PlaceAsync(api);

        foreach (var route in routes)
        {
            var own = await PlaceAsync(api);
            var foreign = await SendAsync(own.Organisation, route, stranger);
            var missing = await SendAsync(own.Organisation, route, Nowhere());
            var mine = await SendAsync(own.Organisation, route, own);

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
        var (own, stranger) = (await PlaceAsync(api), await PlaceAsync(api));

        var foreign = await SendAsync(own.Organisation, route, own with { Key = stranger.Key });
        var missing = await SendAsync(own.Organisation, route, own with { Key = Nowhere().Key });

        missing.Expect(404, "not-found");
        Assert.Equal(Told(missing), Told(foreign));
        (await stranger.Organisation.Admin.ReadAsync("/v1/me")).Expect(HttpStatusCode.OK);
    }

    [Fact]
    public async Task A_uuid_that_another_organisation_uses_is_as_free_as_any()
    {
        var (own, stranger) = (await PlaceAsync(api), await PlaceAsync(api));

        var taken = (await own.Organisation.Admin.PutAsync($"/v1/incidents/{stranger.Incident}", Given.Incident("Mine"))).Expect(HttpStatusCode.Created);

        Assert.Equal(stranger.Incident.ToString(), taken.Id);
        var theirs = (await stranger.Organisation.Admin.ReadAsync($"/v1/incidents/{stranger.Incident}")).Expect(HttpStatusCode.OK);
        Assert.NotEqual("Mine", (string)theirs.Json["title"]!);
    }

    private static Place Nowhere() => new(null!, Guid.CreateVersion7(), Guid.CreateVersion7(), Guid.CreateVersion7(), Guid.CreateVersion7(), Guid.CreateVersion7());

    /// <summary>An organisation with one of everything that has an id.</summary>
    internal static async Task<Place> PlaceAsync(Api api)
    {
        var organisation = await api.NewOrganisationAsync();
        var incident = Given.Incident()
            .With("/developments", JsonNode.Parse("""[{"ref":"part","date":"2024-05-04","kind":"arrest"}]"""))
            .With("/sources", JsonNode.Parse("""[{"ref":"part","kind":"media"}]"""))
            .With("/interventions", new JsonArray(new JsonObject { ["key"] = "part", ["type"] = Codes.Of("interventions.type")[0] }));
        var made = (await organisation.Admin.PostAsync("/v1/incidents", incident)).Expect(HttpStatusCode.Created);
        var partner = await api.NewOrganisationAsync();
        var partnership = (await organisation.ShareAsync(partner)).Expect(HttpStatusCode.Created);
        var key = (await organisation.Admin.PostAsync($"/v1/organisations/{organisation.Id}/keys", JsonNode.Parse("""{"name":"k","role":"reporter"}"""))).Expect(HttpStatusCode.Created);
        var person = (await organisation.Admin.PutAsync($"/v1/people/{Guid.CreateVersion7()}", JsonNode.Parse("""{"label":"a lawyer","disclosure":"vault","name":"Ainura Example"}""")!)).Expect(HttpStatusCode.Created);
        var (other, merged) = (Guid.CreateVersion7(), Guid.CreateVersion7());
        foreach (var one in new[] { other, merged }) (await organisation.Admin.PutAsync($"/v1/people/{one}", JsonNode.Parse("""{"label":"a lawyer"}""")!)).Expect(HttpStatusCode.Created);
        (await organisation.Admin.PostAsync($"/v1/people/{person.Id}/merges", new JsonObject { ["other"] = merged.ToString() })).Expect(HttpStatusCode.OK);
        var webhook = (await organisation.Admin.PostAsync("/v1/webhooks", JsonNode.Parse("""{"url":"http://127.0.0.1:9/","events":["incident.created"]}"""))).Expect(HttpStatusCode.Created);
        var test = (await organisation.Admin.SendAsync(HttpMethod.Post, $"/v1/webhooks/{webhook.Id}/test")).Expect(HttpStatusCode.OK);
        return new Place(organisation, Guid.Parse(made.Id), organisation.Id, Guid.Parse(key.Id), Guid.Parse(partnership.Id), Guid.Parse(person.Id))
        {
            Other = other,
            Merged = merged,
            Webhook = Guid.Parse(webhook.Id),
            Event = Guid.Parse(test.Id),
            Export = Guid.Parse((await organisation.Admin.ReadAsync("/v1/incidents/export?format=ndjson")).Expect(HttpStatusCode.OK).Headers.GetValues("Export-Id").Single()),
        };
    }

    /// <summary>A request that succeeds for whoever may.</summary>
    internal static Task<Answer> SendAsync(TestOrganisation caller, string route, Place at)
    {
        var (method, pattern) = (route.Split(' ')[0], route.Split(' ')[1]);
        var path = PathOf(pattern, at);
        Assert.DoesNotContain('{', path);
        var body = Bodies.GetValueOrDefault(route)?.Replace("METHOD", Codes.Of("verification.method")[0], StringComparison.Ordinal)
            .Replace("TYPE", Codes.Of("interventions.type")[0], StringComparison.Ordinal)
            .Replace("OTHER", at.Other.ToString(), StringComparison.Ordinal);
        return caller.Admin.SendAsync(new HttpMethod(method), path + Queries.GetValueOrDefault(route), body is null ? null : JsonNode.Parse(body), method == "GET" ? null : "*");
    }

    internal static string PathOf(string pattern, Place at)
    {
        var id = pattern.Split('/')[2] switch { "organisations" => at.OrganisationId, "partnerships" => at.Partnership, "people" => at.Person, "exports" => at.Export, "webhooks" => at.Webhook, _ => at.Incident };
        return pattern.Replace(":guid", "", StringComparison.Ordinal).Replace("{id}", id.ToString(), StringComparison.Ordinal)
            .Replace("{keyId}", at.Key.ToString(), StringComparison.Ordinal).Replace("{name}", "part", StringComparison.Ordinal)
            .Replace("{other}", at.Merged.ToString(), StringComparison.Ordinal)
            .Replace("{eventId}", at.Event.ToString(), StringComparison.Ordinal);
    }

    /// <summary>What an answer tells, but for the id that names this one request.</summary>
    private static string Told(Answer answer)
    {
        Assert.NotNull(answer.Problem);
        var problem = (JsonObject)answer.Json.DeepClone();
        problem.Remove("traceId");
        return problem.ToJsonString();
    }

    internal sealed record Place(TestOrganisation Organisation, Guid Incident, Guid OrganisationId, Guid Key, Guid Partnership, Guid Person)
    {
        public Guid Other { get; init; } = Guid.CreateVersion7();

        public Guid Merged { get; init; } = Guid.CreateVersion7();

        public Guid Export { get; init; } = Guid.CreateVersion7();

        public Guid Webhook { get; init; } = Guid.CreateVersion7();

        public Guid Event { get; init; } = Guid.CreateVersion7();
    }
}
