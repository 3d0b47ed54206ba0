using System.Net;
using System.Text.Json.Nodes;
using IncidentApi.Tests.Support;

namespace IncidentApi.Tests.Features.Incidents;

public sealed class PartTests(Api api)
{
    [Fact]
    public async Task Parts_are_added_and_corrected_without_replacing_the_rest()
    {
        var organisation = await api.NewOrganisationAsync();
        var made = await organisation.Admin.PostAsync("/v1/incidents", Given.Incident());
        var path = made.Headers.Location!.ToString();

        var added = (await organisation.Admin.PostAsync($"{path}/developments", new JsonObject { ["date"] = "2024-06", ["kind"] = "court_ruling" })).Expect(HttpStatusCode.Created);
        (await organisation.Admin.PostAsync($"{path}/sources", new JsonObject { ["kind"] = "media", ["ref"] = "s1" })).Expect(HttpStatusCode.Created);
        (await organisation.Admin.PostAsync($"{path}/interventions", new JsonObject { ["type"] = "visit", ["key"] = "visit-1", ["sources"] = new JsonArray("s1") })).Expect(HttpStatusCode.Created);
        var corrected = (await organisation.Admin.PutAsync($"{path}/developments/d1", new JsonObject { ["date"] = "2024-06-07", ["kind"] = "court_ruling" })).Expect(HttpStatusCode.OK);

        Assert.Equal("d1", (string?)added.Json["developments"]![0]!["ref"]);
        Assert.Equal("2024-06-07", (string?)corrected.Json["developments"]![0]!["date"]);
        Assert.Equal("visit-1", (string?)corrected.Json["interventions"]![0]!["key"]);
        Assert.Equal("\"5\"", corrected.ETag);
        (await organisation.Admin.PutAsync($"{path}/sources/s9", new JsonObject { ["kind"] = "media" })).Expect(404, "not-found");
        var refused = (await organisation.Admin.PostAsync($"{path}/developments", new JsonObject { ["date"] = "2024-06", ["kind"] = "release", ["victims"] = new JsonArray("v1") })).Expect(422, "unknown-ref");
        Assert.Equal("/victims/0", refused.Pointers.Single());
    }

    [Fact]
    public async Task A_batch_tells_what_became_of_each_body()
    {
        var organisation = await api.NewOrganisationAsync();
        var items = new JsonArray(Given.Incident(), Given.Incident().With("/title", null), Given.Incident().With("/colour", "red"), 7);

        var answer = (await organisation.Admin.PostAsync("/v1/incidents/batch", new JsonObject { ["items"] = items })).Expect(HttpStatusCode.OK).Json["items"]!.AsArray();

        Assert.Equal([201, 422, 400, 400], answer.Select(item => (int)item!["status"]!));
        Assert.Equal("\"1\"", (string?)answer[0]!["etag"]);
        Assert.Equal("/problems/required", (string?)answer[1]!["problem"]!["type"]);
        (await organisation.Admin.PostAsync("/v1/incidents/batch", new JsonObject { ["items"] = new JsonArray() })).Expect(422, "required");
        (await organisation.Admin.PostAsync("/v1/incidents/batch", new JsonObject { ["items"] = new JsonArray([.. Enumerable.Range(0, 501).Select(_ => (JsonNode)1)]) })).Expect(422, "too-long");
    }

    [Fact]
    public async Task A_reference_that_names_nothing_yet_is_resolved_when_it_arrives()
    {
        var organisation = await api.NewOrganisationAsync();
        JsonObject Named(string id) => Given.Incident(id).With("/externalRef", new JsonObject { ["system"] = "desk", ["id"] = id });
        var follower = await organisation.Admin.PostAsync("/v1/incidents",
            Named("2").With("/related", new JsonArray(new JsonObject { ["type"] = "follows", ["externalRef"] = new JsonObject { ["system"] = "desk", ["id"] = "1" } })));

        var early = (await organisation.Admin.ReadAsync($"/v1/incidents/{follower.Id}/related")).Expect(HttpStatusCode.OK).Json["items"]![0]!;
        var first = await organisation.Admin.PostAsync("/v1/incidents", Named("1"));
        var late = (await organisation.Admin.ReadAsync($"/v1/incidents/{follower.Id}/related")).Json["items"]![0]!;
        var inverse = (await organisation.Admin.ReadAsync($"/v1/incidents/{first.Id}/related")).Json["items"]![0]!;

        Assert.Null(early["id"]);
        Assert.Equal(first.Id, (string?)late["id"]);
        Assert.Equal(("incoming", "follows", follower.Id), ((string?)inverse["direction"], (string?)inverse["type"], (string?)inverse["id"]));
    }
}
