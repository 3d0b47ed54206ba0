using System.Text.Json.Nodes;
using IncidentApi.Tests.Support;

namespace IncidentApi.Tests.Contract;

/// <summary>Real answers are what the document says of them.</summary>
public sealed class AnswerTests(Api api)
{
    [Fact]
    public async Task The_answers_of_a_record_s_life_obey_the_document()
    {
        var contract = await ServedContract.OfAsync(api);
        var organisation = await api.NewOrganisationAsync();
        var admin = organisation.Admin;
        void Judge(string operation, Answer answer, int status) => Require(contract, operation, answer, status);

        var made = await admin.PostAsync("/v1/incidents", Given.Incident().With("/externalRef", new JsonObject { ["system"] = "form", ["id"] = "1" }));
        var address = $"/v1/incidents/{made.Id}";
        Judge("createIncident", made, 201);
        Judge("createIncident", await admin.PostAsync("/v1/incidents", Given.Incident().With("/externalRef", new JsonObject { ["system"] = "form", ["id"] = "1" })), 200);
        Judge("createIncident", await admin.PostAsync("/v1/incidents", Given.Incident(type: "arest").With("/title", "")), 422);
        Judge("createIncident", await admin.PostAsync("/v1/incidents", Given.Incident().With("/colour", "red")), 400);
        Judge("createIncident", await api.Anonymous().PostAsync("/v1/incidents", Given.Incident()), 401);
        Judge("getIncident", await admin.ReadAsync(address), 200);
        Judge("getIncident", await admin.ReadAsync(address, ("If-None-Match", made.ETag!)), 304);
        Judge("getIncident", await admin.ReadAsync($"/v1/incidents/{Guid.CreateVersion7()}"), 404);
        Judge("listIncidents", await admin.ReadAsync("/v1/incidents?count=exact"), 200);
        Judge("listIncidents", await admin.ReadAsync("/v1/incidents", ("If-None-Match", (await admin.ReadAsync("/v1/incidents")).Headers.ETag!.ToString())), 304);
        Judge("listIncidents", await admin.ReadAsync("/v1/incidents?colour=red"), 400);
        Judge("getMap", await admin.ReadAsync("/v1/incidents/map?bbox=170,-20,-170,-10&zoom=3"), 200);
        Judge("getMap", await admin.ReadAsync("/v1/incidents/map"), 200);
        Judge("getMap", await admin.ReadAsync("/v1/incidents/map?zoom=23"), 400);
        Judge("patchIncident", await admin.SendAsync(HttpMethod.Patch, address, new JsonObject { ["notes"] = "Seen." }), 428);
        Judge("patchIncident", await admin.SendAsync(HttpMethod.Patch, address, new JsonObject { ["notes"] = "Seen." }, made.ETag), 200);
        Judge("patchIncident", await admin.SendAsync(HttpMethod.Patch, address, new JsonObject { ["notes"] = "Read." }, made.ETag), 412);
        Judge("addDevelopment", await admin.PostAsync($"{address}/developments", new JsonObject { ["date"] = "2024-05-04", ["kind"] = "release" }), 201);
        Judge("addDevelopment", await admin.PostAsync($"{address}/developments", new JsonObject { ["date"] = "2024-05-05", ["kind"] = "release" }, ("Prefer", "return=minimal")), 201);
        Judge("verifyIncident", await admin.SendAsync(HttpMethod.Post, $"{address}/verification", new JsonObject { ["status"] = "corroborated", ["method"] = "nothing" }, "\"4\""), 422);
        Judge("transitionIncident", await admin.SendAsync(HttpMethod.Post, $"{address}/transitions", new JsonObject { ["to"] = "published" }, "\"4\""), 409);
        Judge("transitionIncident", await admin.SendAsync(HttpMethod.Post, $"{address}/transitions", new JsonObject { ["to"] = "submitted" }, "\"4\""), 200);
        Judge("listHistory", await admin.ReadAsync($"{address}/history?limit=2"), 200);
        Judge("listRelated", await admin.ReadAsync($"{address}/related"), 200);
        Judge("createBatch", await admin.PostAsync("/v1/incidents/batch", new JsonObject { ["items"] = new JsonArray(Given.Incident(), new JsonObject()) }), 200);
        Judge("withdrawIncident", await admin.SendAsync(HttpMethod.Delete, $"{address}?reason=duplicate", null, "\"5\"", ("Prefer", "return=minimal")), 204);
    }

    [Fact]
    public async Task The_answers_of_an_organisation_s_life_obey_the_document()
    {
        var contract = await ServedContract.OfAsync(api);
        void Judge(string operation, Answer answer, int status) => Require(contract, operation, answer, status);

        var made = await api.With(api.OperatorKey).PostAsync("/v1/organisations", new JsonObject { ["name"] = "Legal Aid Bishkek" });
        Judge("createOrganisation", made, 201);
        var admin = api.With((string)made.Json["adminKey"]!);
        var address = $"/v1/organisations/{made.Id}";
        Judge("getMe", await admin.ReadAsync("/v1/me"), 200);
        Judge("getMe", await api.With(api.OperatorKey).ReadAsync("/v1/me"), 200);
        Judge("getOrganisation", await admin.ReadAsync(address), 200);
        Judge("replaceOrganisation", await admin.PutAsync(address, new JsonObject { ["name"] = "Legal Aid Osh" }), 200);
        var key = await admin.PostAsync($"{address}/keys", new JsonObject { ["name"] = "intake form", ["role"] = "reporter" });
        Judge("issueKey", key, 201);
        Judge("issueKey", await admin.PostAsync($"{address}/keys", new JsonObject { ["name"] = "intake form", ["role"] = "king" }), 422);
        Judge("rotateKey", await admin.SendAsync(HttpMethod.Post, $"{address}/keys/{key.Id}/rotation"), 201);
        Judge("revokeKey", await admin.SendAsync(HttpMethod.Delete, $"{address}/keys/{key.Id}"), 204);
        Judge("listKeys", await admin.ReadAsync($"{address}/keys"), 200);
        Judge("recoverOrganisation", await api.Anonymous().PostAsync("/v1/recovery", new JsonObject { ["recoveryCode"] = (string)made.Json["recoveryCode"]! }), 201);
        Judge("createOrganisation", await admin.PostAsync("/v1/organisations", new JsonObject { ["name"] = "Another" }), 403);
    }

    private static void Require(ServedContract contract, string operation, Answer answer, int status)
    {
        Assert.True((int)answer.Status == status, $"{operation}: expected {status}, got {(int)answer.Status}: {answer.Text}");
        var declared = contract.Resolve(contract.Operation(operation)["responses"]![$"{status}"]!);
        foreach (var (name, header) in declared["headers"]?.AsObject() ?? [])
        {
            Assert.True((bool?)header!["required"] != true || answer.Headers.Contains(name), $"{operation} {status} has no {name}.");
        }

        if (answer.Text.Length == 0) return;

        var schema = contract.AnswerSchema(operation, status, answer.MediaType!);
        Assert.True(schema is not null, $"{operation} shows nothing as {answer.MediaType} with {status}, says the document.");
        Assert.Empty(new SchemaCheck(contract).FaultsOf(answer.Json, schema));
        var type = (string?)answer.Json["type"];
        if (status >= 400) Assert.Contains($"`{type}`", (string?)declared["description"], StringComparison.Ordinal);
    }
}
