using System.Net;
using System.Text.Json.Nodes;
using IncidentApi.Tests.Support;

namespace IncidentApi.Tests.Features.People;

/// <summary>The register by itself: entries made, changed and found.</summary>
public sealed class PersonTests(Api api)
{
    [Fact]
    public async Task An_entry_is_made_under_the_client_s_own_id_and_changed_only_by_who_has_read_it()
    {
        var client = (await api.NewOrganisationAsync()).Admin;
        var path = $"/v1/people/{Guid.CreateVersion7()}";
        var body = JsonNode.Parse("""{"label":"a lawyer","name":"Azat Samplebek","externalRef":{"system":"desk","id":"7"}}""")!;

        (await client.ReadAsync(path)).Expect(404, "not-found");
        (await client.PutAsync(path, body, "\"1\"")).Expect(412, "stale-version");
        var made = (await client.PutAsync(path, body)).Expect(HttpStatusCode.Created);
        Assert.Equal(("\"1\"", "organisation"), (made.ETag, (string)made.Json["disclosure"]!));
        Assert.Equal("\"1\"", (await client.PutAsync(path, body)).Expect(HttpStatusCode.OK).ETag);

        body["label"] = "an attorney";
        (await client.PutAsync(path, body)).Expect(428, "version-required");
        (await client.PutAsync(path, body, "\"7\"")).Expect(412, "stale-version");
        Assert.Equal("\"2\"", (await client.PutAsync(path, body, "\"1\"")).Expect(HttpStatusCode.OK).ETag);
        (await client.PutAsync($"/v1/people/{Guid.CreateVersion7()}", body)).Expect(409, "external-ref-taken");
        Assert.Equal(HttpStatusCode.NotModified, (await client.ReadAsync(path, ("If-None-Match", "\"2\""))).Status);
    }

    [Fact]
    public async Task What_is_sealed_stays_sealed_until_the_name_is_said_again()
    {
        var client = (await api.NewOrganisationAsync()).Admin;
        var path = $"/v1/people/{Guid.CreateVersion7()}";
        (await client.PutAsync(path, JsonNode.Parse("""{"label":"a","name":"Azat Samplebek"}""")!)).Expect(HttpStatusCode.Created);

        var hidden = (await client.PutAsync(path, JsonNode.Parse("""{"label":"a","disclosure":"vault","name":"Azat Samplebek"}""")!, "*")).Expect(HttpStatusCode.OK);
        Assert.Null(hidden.Json["name"]);
        Assert.Equal("vault", (string)(await client.PutAsync(path, JsonNode.Parse("""{"label":"b"}""")!, "*")).Expect(HttpStatusCode.OK).Json["disclosure"]!);
        (await client.PutAsync(path, JsonNode.Parse("""{"label":"b","disclosure":"organisation"}""")!, "*")).Expect(422, "contradiction");
        var shown = (await client.PutAsync(path, JsonNode.Parse("""{"label":"b","disclosure":"organisation","name":"Azat Samplebek"}""")!, "*")).Expect(HttpStatusCode.OK);

        Assert.Equal("Azat Samplebek", (string)shown.Json["name"]!);
        Assert.Equal(["created", "hidden", "changed", "changed"], (await client.ReadAsync($"{path}/history")).Json["items"]!.AsArray().Select(item => (string)item!["change"]!));
    }

    [Theory]
    [InlineData("{}", "required", "/label")]
    [InlineData("""{"label":"a","disclosure":"secret"}""", "unknown-code", "/disclosure")]
    [InlineData("""{"label":"a","externalRef":{"system":"x"}}""", "required", "/externalRef/id")]
    public async Task A_faulty_entry_is_refused_by_its_place(string body, string problem, string at)
    {
        var client = (await api.NewOrganisationAsync()).Admin;

        var refused = (await client.PutAsync($"/v1/people/{Guid.CreateVersion7()}", JsonNode.Parse(body)!)).Expect(422, problem);

        Assert.Contains(at, refused.Pointers);
    }

    [Fact]
    public async Task People_are_found_by_any_spelling_of_a_part_of_the_name_or_by_the_sender_s_name_for_them()
    {
        var client = (await api.NewOrganisationAsync()).Admin;
        var made = (await client.PutAsync($"/v1/people/{Guid.CreateVersion7()}", JsonNode.Parse("""{"name":"Азимжан Аскаров","aliases":["Azimjan Askarov"],"externalRef":{"system":"desk","id":"7"}}""")!)).Expect(HttpStatusCode.Created);
        (await client.PutAsync($"/v1/people/{Guid.CreateVersion7()}", JsonNode.Parse("""{"name":"Бермет Осмонова"}""")!)).Expect(HttpStatusCode.Created);

        foreach (var name in new[] { "Askarov", "Аскарову", "azimjan askarov", "Askarov Azimjan" }) Assert.Equal([made.Id], await FoundAsync(client, new JsonObject { ["name"] = name }));
        Assert.Equal([made.Id], await FoundAsync(client, JsonNode.Parse("""{"externalRef":{"system":"desk","id":"7"}}""")!));
        Assert.Empty(await FoundAsync(client, new JsonObject { ["name"] = "Askarov Osmonova" }));
        (await client.PostAsync("/v1/people/search", new JsonObject { ["name"] = "1234" })).Expect(422, "invalid-format");
        (await client.PostAsync("/v1/people/search", new JsonObject())).Expect(422, "required");
        (await client.ReadAsync("/v1/people/search?name=Askarov")).Expect(405, "method-not-allowed");
    }

    private static async Task<List<string>> FoundAsync(HttpClient client, JsonNode search) =>
        [.. (await client.PostAsync("/v1/people/search", search)).Expect(HttpStatusCode.OK).Json["items"]!.AsArray().Select(item => (string)item!["id"]!)];
}
