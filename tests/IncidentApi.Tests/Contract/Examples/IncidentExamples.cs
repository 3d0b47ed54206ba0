using System.Net;
using System.Text.Json.Nodes;
using IncidentApi.Tests.Support;

namespace IncidentApi.Tests.Contract.Examples;

/// <summary>An incident from its recording to its withdrawal, and what can be read of it and of its neighbours.</summary>
public sealed class IncidentExamples(Api api)
{
    private const string Room = "Incidents";

    // A month and a region of which no other test publishes.
    private static JsonObject Search => Given.Incident(on: "2019-02-14")
        .With("/location", JsonNode.Parse("""{"country":"KG","region":"KG-T","locality":"Talas","latitude":42.52,"longitude":72.24,"precision":"locality","disclosure":"region"}"""))
        .With("/people", JsonNode.Parse("""
            [{"ref":"v1","role":"victim","kind":"person","name":"A. B.","label":"a lawyer","disclosure":"organisation","gender":"woman","defenderRoles":["lawyer"]},
             {"ref":"a1","role":"alleged_perpetrator","kind":"institution","label":"police","category":"police"}]
            """))
        .With("/violations/0/victims", new JsonArray("v1")).With("/violations/0/perpetrators", new JsonArray("a1"));

    [Fact]
    public async Task The_examples_of_steps_are_answers()
    {
        var kept = new KeptExamples(Room);
        var organisation = await api.NewOrganisationAsync(new { name = "Legal Aid Bishkek" });
        var made = (await organisation.Admin.PostAsync("/v1/incidents", Search)).Expect(HttpStatusCode.Created);
        var address = $"/v1/incidents/{made.Id}";

        var submitted = (await organisation.StepAsync(made, "submitted")).Expect(HttpStatusCode.OK);
        await kept.KeepAsync("transitionIncident", submitted.Json);
        await kept.KeepAsync("Preview", (await organisation.Admin.SendAsync(HttpMethod.Post, $"{address}/preview?audience=public")).Expect(HttpStatusCode.OK).Json);
        var judged = (await organisation.Admin.SendAsync(HttpMethod.Post, $"{address}/verification",
            new JsonObject { ["status"] = "corroborated", ["method"] = "independent_sources" }, submitted.ETag)).Expect(HttpStatusCode.OK);
        await kept.KeepAsync("verifyIncident", judged.Json);
        var withdrawn = (await organisation.Admin.SendAsync(HttpMethod.Delete, $"{address}?reason=duplicate", null, judged.ETag)).Expect(HttpStatusCode.OK);
        await kept.KeepAsync("withdrawIncident", withdrawn.Json);
        await kept.KeepAsync("HistoryPage", (await organisation.Admin.ReadAsync($"{address}/history")).Expect(HttpStatusCode.OK).Json);
    }

    [Fact]
    public async Task The_examples_of_several_incidents_are_answers()
    {
        var kept = new KeptExamples(Room);
        var organisation = await api.NewOrganisationAsync(new { name = "Legal Aid Bishkek" });
        var arrest = Given.Incident("A lawyer is held after the search", "2019-02-15", "arrest").With("/location", JsonNode.Parse("""{"country":"KG","region":"KG-T"}"""))
            .With("/related", JsonNode.Parse("""[{"type":"same_case","externalRef":{"system":"desk","id":"12"}}]"""));

        var batch = (await organisation.Admin.PostAsync("/v1/incidents/batch", new JsonObject
        {
            ["items"] = new JsonArray(Search.With("/externalRef", new JsonObject { ["system"] = "desk", ["id"] = "12" }), arrest, Given.Incident(on: "2019-02-30")),
        })).Expect(HttpStatusCode.OK);
        await kept.KeepAsync("BatchAnswer", batch.Json);
        await kept.KeepAsync("RelatedList", (await organisation.Admin.ReadAsync($"/v1/incidents/{batch.Json["items"]![1]!["id"]}/related")).Expect(HttpStatusCode.OK).Json);
        await new KeptExamples($"{Room}/Map", kept.Settled).KeepAsync("MapAnswer", (await organisation.Admin.ReadAsync("/v1/incidents/map?bbox=69.2,39.1,80.3,43.3&zoom=7")).Expect(HttpStatusCode.OK).Json);
    }

    [Fact]
    public async Task The_example_of_an_erasure_is_an_answer()
    {
        var kept = new KeptExamples($"{Room}/Erasure");
        var organisation = await api.NewOrganisationAsync(new { name = "Legal Aid Bishkek" });
        var made = (await organisation.Admin.PostAsync("/v1/incidents", Search.With("/summary", "The door was opened by A. B."))).Expect(HttpStatusCode.Created);
        var body = new JsonObject { ["pointers"] = new JsonArray("/summary"), ["reason"] = "safety" };

        await kept.KeepAsync("ErasureBody", body);
        await kept.KeepAsync("ErasureAnswer", (await organisation.Admin.SendAsync(HttpMethod.Post, $"/v1/incidents/{made.Id}/erasures", body, made.ETag)).Expect(HttpStatusCode.OK).Json);
    }

    [Fact]
    public async Task The_examples_of_exports_are_answers()
    {
        var kept = new KeptExamples("Exports");
        var organisation = await api.NewOrganisationAsync(new { name = "Legal Aid Bishkek" });
        (await organisation.Admin.PostAsync("/v1/incidents", Search)).Expect(HttpStatusCode.Created);
        foreach (var format in (string[])["ndjson", "csv", "geojson"])
        {
            var export = (await organisation.Admin.ReadAsync($"/v1/incidents/export?format={format}&country=KG")).Expect(HttpStatusCode.OK);
            await kept.KeepTextAsync($"exportIncidents.{format}", export.Text);
            if (format == "csv") await kept.KeepAsync("Export", (await organisation.Admin.ReadAsync($"/v1/exports/{export.Headers.GetValues("Export-Id").Single()}")).Expect(HttpStatusCode.OK).Json);
        }
    }

    [Fact]
    public async Task The_examples_of_changes_are_answers()
    {
        var kept = new KeptExamples("Changes");
        var organisation = await api.NewOrganisationAsync(new { name = "Legal Aid Bishkek" });
        var made = (await organisation.Admin.PostAsync("/v1/incidents", Search)).Expect(HttpStatusCode.Created);
        var patched = (await organisation.PatchAsync(made, new JsonObject { ["occurred"] = new JsonObject { ["from"] = "2019-02-13" } })).Expect(HttpStatusCode.OK);
        (await organisation.Admin.SendAsync(HttpMethod.Delete, $"/v1/incidents/{made.Id}?reason=duplicate", null, patched.ETag)).Expect(HttpStatusCode.OK);

        await kept.KeepAsync("ChangePage", (await organisation.Admin.ReadAsync("/v1/changes?limit=3")).Expect(HttpStatusCode.OK).Json);
        await kept.KeepTextAsync("streamChanges.sse", (await organisation.Admin.ReadAsync("/v1/changes/stream")).Expect(HttpStatusCode.OK).Text);
    }
}
