using System.Net;
using System.Text.Json.Nodes;
using IncidentApi.Tests.Support;

namespace IncidentApi.Tests.Architecture;

/// <summary>An organisation with one of everything that has an id, and for every route a request that succeeds there for whoever may.</summary>
internal sealed record Place(TestOrganisation Organisation, Guid Incident, Guid OrganisationId, Guid Key, Guid Partnership, Guid Person)
{
    /// <summary>What to send; a route that is not listed needs nothing.</summary>
    private static readonly Dictionary<string, string> Bodies = new()
    {
        ["PUT /v1/incidents/{id}"] = Given.Incident("Replaced").ToJsonString(),
        ["PATCH /v1/incidents/{id}"] = """{"title":"Patched"}""",
        ["POST /v1/incidents/{id}/transitions"] = """{"to":"submitted"}""",
        ["POST /v1/incidents/{id}/verification"] = """{"status":"corroborated","method":"METHOD"}""",
        ["POST /v1/incidents/{id}/developments"] = """{"ref":"next","date":"2024-05-04","kind":"release"}""",
        ["PUT /v1/incidents/{id}/developments/{name}"] = """{"date":"2024-05-05","kind":"release"}""",
        ["POST /v1/incidents/{id}/sources"] = """{"ref":"next","kind":"media"}""",
        ["PUT /v1/incidents/{id}/sources/{name}"] = """{"kind":"ngo_report"}""",
        ["POST /v1/incidents/{id}/interventions"] = """{"key":"next","type":"TYPE"}""",
        ["PUT /v1/incidents/{id}/interventions/{name}"] = """{"type":"TYPE","actor":"Somebody"}""",
        ["PUT /v1/people/{id}"] = """{"label":"somebody"}""",
        ["POST /v1/people/{id}/identity-access"] = """{"reason":"A test"}""",
        ["POST /v1/people/{id}/merges"] = """{"other":"OTHER"}""",
        ["POST /v1/incidents/{id}/erasures"] = """{"pointers":["/title"],"reason":"safety"}""",
        ["PUT /v1/organisations/{id}"] = """{"name":"Renamed"}""",
        ["PUT /v1/webhooks/{id}"] = """{"url":"http://127.0.0.1:9/","events":["incident.changed"]}""",
        ["POST /v1/organisations/{id}/keys"] = """{"name":"Another key","role":"reporter"}""",
        ["POST /v1/incidents"] = Given.Incident("Recorded").With("/externalRef", JsonNode.Parse("""{"system":"form","id":"1"}""")).ToJsonString(),
        ["POST /v1/incidents/batch"] = new JsonObject { ["items"] = new JsonArray(Given.Incident("One of one")) }.ToJsonString(),
        ["POST /v1/organisations"] = """{"name":"Another organisation"}""",
        ["POST /v1/recovery"] = """{"recoveryCode":"RECOVERY"}""",
        ["POST /v1/partnerships"] = """{"partner":"PARTNER","visibility":"partners","purpose":"A test","until":"2199-12-31"}""",
        ["POST /v1/people/search"] = """{"name":"Ainura"}""",
        ["POST /v1/webhooks"] = """{"url":"http://127.0.0.1:9/","events":["incident.created"]}""",
    };

    private static readonly Dictionary<string, string> Queries = new()
    {
        ["DELETE /v1/incidents/{id}"] = "?reason=other",
        ["POST /v1/incidents/{id}/preview"] = "?audience=public",
        ["DELETE /v1/people/{id}/identity"] = "?reason=other",
        ["POST /v1/webhooks/{id}/replay"] = "?since=2026-01-01",
        ["GET /v1/incidents/export"] = "?format=ndjson",
        ["GET /v1/audit/consistency"] = "?from=1",
        ["GET /v1/statistics/detention"] = "?on=2024-05-20",
        ["GET /v1/statistics/detention/incidents"] = "?on=2024-05-20",
    };

    public Guid Partner { get; init; } = Guid.CreateVersion7();

    public Guid Other { get; init; } = Guid.CreateVersion7();

    public Guid Merged { get; init; } = Guid.CreateVersion7();

    public Guid Export { get; init; } = Guid.CreateVersion7();

    public Guid Webhook { get; init; } = Guid.CreateVersion7();

    public Guid Event { get; init; } = Guid.CreateVersion7();

    public static Place Nowhere() => new(null!, Guid.CreateVersion7(), Guid.CreateVersion7(), Guid.CreateVersion7(), Guid.CreateVersion7(), Guid.CreateVersion7());

    public static async Task<Place> OfAsync(Api api)
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
            Partner = partner.Id,
            Other = other,
            Merged = merged,
            Webhook = Guid.Parse(webhook.Id),
            Event = Guid.Parse(test.Id),
            Export = Guid.Parse((await organisation.Admin.ReadAsync("/v1/incidents/export?format=ndjson")).Expect(HttpStatusCode.OK).Headers.GetValues("Export-Id").Single()),
        };
    }

    /// <summary>A request that succeeds for whoever may.</summary>
    public Task<Answer> SendAsync(string route, TestOrganisation caller)
    {
        var (method, path) = (route.Split(' ')[0], AddressOf(route));
        Assert.DoesNotContain('{', path);
        return caller.Admin.SendAsync(new HttpMethod(method), path, BodyOf(route), method == "GET" ? null : "*");
    }

    /// <summary>Where a route is to be asked, with what it must be asked with.</summary>
    public string AddressOf(string route) => PathOf(route.Split(' ')[1]) + Queries.GetValueOrDefault(Plain(route));

    public JsonNode? BodyOf(string route) => !Bodies.TryGetValue(Plain(route), out var body) ? null : JsonNode.Parse(body.Replace("METHOD", Codes.Of("verification.method")[0], StringComparison.Ordinal)
        .Replace("TYPE", Codes.Of("interventions.type")[0], StringComparison.Ordinal)
        .Replace("OTHER", Other.ToString(), StringComparison.Ordinal)
        .Replace("PARTNER", Partner.ToString(), StringComparison.Ordinal)
        .Replace("RECOVERY", Organisation?.RecoveryCode, StringComparison.Ordinal));

    /// <summary>The address of a route, by the pattern of the service or of the document.</summary>
    public string PathOf(string pattern)
    {
        var id = pattern.Split('/')[2] switch { "organisations" => OrganisationId, "partnerships" => Partnership, "people" => Person, "exports" => Export, "webhooks" => Webhook, _ => Incident };
        return Plain(pattern).Replace("{id}", id.ToString(), StringComparison.Ordinal)
            .Replace("{keyId}", Key.ToString(), StringComparison.Ordinal)
            .Replace("{name}", pattern.StartsWith("/v1/vocabularies/", StringComparison.Ordinal) ? "violations.type" : "part", StringComparison.Ordinal)
            .Replace("{other}", Merged.ToString(), StringComparison.Ordinal)
            .Replace("{eventId}", Event.ToString(), StringComparison.Ordinal)
            .Replace("{position}", "1", StringComparison.Ordinal);
    }

    private static string Plain(string route) => route.Replace(":guid", "", StringComparison.Ordinal).Replace(":long", "", StringComparison.Ordinal);
}
