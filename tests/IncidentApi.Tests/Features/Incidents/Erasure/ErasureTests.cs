using System.Net;
using System.Text.Json.Nodes;
using IncidentApi.Tests.Support;

namespace IncidentApi.Tests.Features.Incidents.Erasure;

/// <summary>A name or a text taken out of a record is in no version of it any more, and the history says that it was.</summary>
public sealed class ErasureTests(Api api)
{
    private const string Open = """[{"ref":"v1","role":"victim","kind":"person","name":"Azat Canarybek","aliases":["Canaryalias"],"label":"a lawyer"}]""";

    [Fact]
    public async Task Hiding_somebody_takes_the_name_out_of_every_earlier_version()
    {
        var organisation = await api.NewOrganisationAsync();
        var made = (await organisation.Admin.PostAsync("/v1/incidents", Given.Incident().With("/people", JsonNode.Parse(Open)))).Expect(HttpStatusCode.Created);
        var second = (await organisation.Admin.PutAsync($"/v1/incidents/{made.Id}", Given.Incident("Second").With("/people", JsonNode.Parse(Open)), made.ETag)).Expect(HttpStatusCode.OK);

        var hidden = (await organisation.Admin.PutAsync($"/v1/incidents/{made.Id}", Given.Incident("Second").With("/people", JsonNode.Parse(Open)).With("/people/0/disclosure", "vault"), second.ETag)).Expect(HttpStatusCode.OK);

        Assert.Empty(await api.HoldingAsync(organisation, "canary"));
        Assert.Equal(0, (int)(await organisation.Admin.ReadAsync("/v1/incidents?q=canarybek&count=exact")).Json["count"]!);
        var history = (await organisation.Admin.ReadAsync($"/v1/incidents/{made.Id}/history")).Json["items"]!.AsArray();
        Assert.All(history.Take(2), entry => Assert.Equal(["/people/0/aliases", "/people/0/name"], entry!["erased"]!.AsArray().Select(pointer => (string)pointer!)));
        Assert.Equal("hidden", (string)history[2]!["reason"]!);

        // It is not lost: the vault has it.
        var id = (string)hidden.Json["people"]![0]!["personId"]!;
        var shown = (await organisation.Admin.PostAsync($"/v1/people/{id}/identity-access", new JsonObject { ["reason"] = "A test" })).Expect(HttpStatusCode.OK);
        Assert.Equal("Azat Canarybek", (string)shown.Json["name"]!);
    }

    [Fact]
    public async Task Hiding_somebody_by_a_patch_that_says_no_name_keeps_the_name_in_the_vault()
    {
        var organisation = await api.NewOrganisationAsync();
        var made = (await organisation.Admin.PostAsync("/v1/incidents", Given.Incident().With("/people", JsonNode.Parse(Open)))).Expect(HttpStatusCode.Created);
        var body = (JsonObject)(await organisation.Admin.ReadAsync($"/v1/incidents/{made.Id}?fields=body")).Json;

        var patched = (await organisation.Admin.SendAsync(HttpMethod.Patch, $"/v1/incidents/{made.Id}",
            new JsonObject { ["people"] = body.With("/people/0/disclosure", "vault")["people"]!.DeepClone() }, made.ETag)).Expect(HttpStatusCode.OK);

        Assert.Empty(await api.HoldingAsync(organisation, "canary"));
        var id = (string)patched.Json["people"]![0]!["personId"]!;
        Assert.Equal("Azat Canarybek", (string)(await organisation.Admin.PostAsync($"/v1/people/{id}/identity-access", new JsonObject { ["reason"] = "A test" })).Json["name"]!);
    }

    [Fact]
    public async Task Somebody_hidden_in_one_record_keeps_the_figures_and_the_links_when_forgotten()
    {
        var organisation = await api.NewOrganisationAsync();
        var made = (await organisation.Admin.PostAsync("/v1/incidents", Given.Incident().With("/people", JsonNode.Parse(Erasing.Linked("Azat Canarybek", "vault"))))).Expect(HttpStatusCode.Created);
        var id = (string)made.Json["people"]![0]!["personId"]!;
        (await organisation.Admin.PostAsync($"/v1/people/{id}/identity-access", new JsonObject { ["reason"] = "Canaryreason" })).Expect(HttpStatusCode.OK);

        var forgotten = (await organisation.Admin.SendAsync(HttpMethod.Delete, $"/v1/people/{id}/identity?reason=person_asked")).Expect(HttpStatusCode.OK);

        Assert.Empty(forgotten.Json["erased"]!.AsArray());
        Assert.True((bool)forgotten.Json["scanned"]!);
        Assert.Equal(0L, (await api.SqlAsync("postgres", $"select count(*) from person_keys where organisation_id = '{organisation.Id}'"))[0][0]);
        Assert.Empty(await api.HoldingAsync(organisation, "canary"));
        (await organisation.Admin.PostAsync($"/v1/people/{id}/identity-access", new JsonObject { ["reason"] = "A test" })).Expect(410, "identity-erased");
        Assert.Equal(1, (int)(await organisation.Admin.ReadAsync($"/v1/incidents?personId={id}&count=exact")).Json["count"]!);
        (await organisation.Admin.PostAsync("/v1/incidents", Given.Incident().With("/people", JsonNode.Parse(Erasing.Linked("Azat Canarybek", "organisation"))))).Expect(422, "person-erased");
        Assert.Equal("erased", (string)(await organisation.Admin.ReadAsync($"/v1/people/{id}/history")).Json["items"]!.AsArray()[^1]!["change"]!);
    }

    [Fact]
    public async Task Somebody_forgotten_is_in_no_version_of_any_record_and_what_is_left_is_named_by_its_place()
    {
        var organisation = await api.NewOrganisationAsync();
        var one = (await organisation.Admin.PostAsync("/v1/incidents", Given.Incident("One").With("/summary", "They came for Azat Canarybek at night.").With("/people", JsonNode.Parse(Erasing.Linked("Azat Canarybek", "organisation"))))).Expect(HttpStatusCode.Created);
        var changed = (await organisation.Admin.PutAsync($"/v1/incidents/{one.Id}", Given.Incident("One, again").With("/people", JsonNode.Parse(Erasing.Linked("A. Canarybekov", "organisation"))), one.ETag)).Expect(HttpStatusCode.OK);
        var two = (await organisation.Admin.PostAsync("/v1/incidents", Given.Incident("Two").With("/people", JsonNode.Parse(Erasing.Linked("Azat Canarybek", "public"))))).Expect(HttpStatusCode.Created);
        var unlinked = (await organisation.Admin.PostAsync("/v1/incidents", Given.Incident("Azat Canarybek again"))).Expect(HttpStatusCode.Created);
        var id = (string)two.Json["people"]![0]!["personId"]!;

        var forgotten = (await organisation.Admin.SendAsync(HttpMethod.Delete, $"/v1/people/{id}/identity?reason=person_asked")).Expect(HttpStatusCode.OK);

        Assert.Equal(new[] { one.Id, two.Id }.Order(), forgotten.Json["erased"]!.AsArray().Select(place => (string)place!["incident"]!).Order());
        Assert.Equal([1, 2], forgotten.Json["erased"]!.AsArray().Single(place => (string)place!["incident"]! == one.Id)!["versions"]!.AsArray().Select(version => (int)version!));
        var left = forgotten.Json["stillHolding"]!.AsArray().Select(place => ((string)place!["incident"]!, (int)place["version"]!, (string)place["pointer"]!)).ToList();
        Assert.Equal(new[] { (one.Id, 1, "/summary"), (unlinked.Id, 1, "/title") }.Order(), left.Order());
        Assert.DoesNotContain("canary", forgotten.Text, StringComparison.OrdinalIgnoreCase);

        foreach (var version in new[] { $"/v1/incidents/{one.Id}", $"/v1/incidents/{two.Id}" })
        {
            var person = (await organisation.Admin.ReadAsync(version)).Json["people"]![0]!;
            Assert.Equal((null, "a lawyer", id), ((string?)person["name"], (string)person["label"]!, (string)person["personId"]!));
        }

        Assert.Equal("identity_erased", (string)(await organisation.Admin.ReadAsync($"/v1/incidents/{one.Id}/history")).Json["items"]!.AsArray()[^1]!["change"]!);
        Assert.Equal(["incident_versions", "incidents"], await api.HoldingAsync(organisation, "canarybek"));
        Assert.NotEqual(changed.ETag, (await organisation.Admin.ReadAsync($"/v1/incidents/{one.Id}")).ETag);
        (await organisation.Admin.SendAsync(HttpMethod.Delete, $"/v1/people/{id}/identity?reason=person_asked")).Expect(HttpStatusCode.OK);
    }

    [Fact]
    public async Task A_text_is_taken_out_of_every_version_even_where_its_entry_stood_elsewhere()
    {
        var organisation = await api.NewOrganisationAsync();
        var body = Given.Incident("About Canarybek").With("/developments", JsonNode.Parse("""[{"ref":"a","date":"2024-05-04","kind":"arrest","text":"Canarybek was taken"}]""")).With("/tags", new JsonArray("x", "canarytag"));
        var made = (await organisation.Admin.PostAsync("/v1/incidents", body)).Expect(HttpStatusCode.Created);
        body.With("/developments", JsonNode.Parse("""[{"ref":"b","date":"2024-05-03","kind":"release","text":"First"},{"ref":"a","date":"2024-05-04","kind":"arrest","text":"Canarybek was taken away"}]""")).With("/tags", new JsonArray("canarytag", "x"));
        var second = (await organisation.Admin.PutAsync($"/v1/incidents/{made.Id}", body, made.ETag)).Expect(HttpStatusCode.OK);

        var erasure = JsonNode.Parse("""{"pointers":["/title","/developments/1/text","/tags/0"],"reason":"safety"}""")!;
        (await organisation.Admin.PostAsync($"/v1/incidents/{made.Id}/erasures", erasure.DeepClone())).Expect(428, "version-required");
        (await organisation.Admin.PostAsync($"/v1/incidents/{made.Id}/erasures", erasure.DeepClone(), ("If-Match", made.ETag!))).Expect(412, "stale-version");
        var erased = (await organisation.Admin.PostAsync($"/v1/incidents/{made.Id}/erasures", erasure, ("If-Match", second.ETag!))).Expect(HttpStatusCode.OK);

        Assert.Equal("\"3\"", erased.ETag);
        Assert.Empty(await api.HoldingAsync(organisation, "canary"));
        var now = (await organisation.Admin.ReadAsync($"/v1/incidents/{made.Id}")).Expect(HttpStatusCode.OK).Json;
        Assert.Equal(("[erased]", "First", null), ((string)now["title"]!, (string)now["developments"]![0]!["text"]!, (string?)now["developments"]![1]!["text"]));
        Assert.Equal(["x"], now["tags"]!.AsArray().Select(tag => (string)tag!));
        var history = (await organisation.Admin.ReadAsync($"/v1/incidents/{made.Id}/history")).Json["items"]!.AsArray();
        Assert.Equal(["/developments/0/text", "/tags/1", "/title"], history[0]!["erased"]!.AsArray().Select(pointer => (string)pointer!));
        Assert.Equal(("text_erased", "safety"), ((string)history[2]!["change"]!, (string)history[2]!["reason"]!));
    }

    [Theory]
    [InlineData("/violations/0/type")]
    [InlineData("/summary")]
    [InlineData("/people")]
    [InlineData("/developments/7/text")]
    [InlineData("title")]
    [InlineData("")]
    public async Task A_pointer_to_no_text_is_refused(string place)
    {
        var organisation = await api.NewOrganisationAsync();
        var made = (await organisation.Admin.PostAsync("/v1/incidents", Given.Incident())).Expect(HttpStatusCode.Created);

        var refused = await organisation.Admin.PostAsync($"/v1/incidents/{made.Id}/erasures", new JsonObject { ["pointers"] = new JsonArray(place), ["reason"] = "safety" }, ("If-Match", made.ETag!));

        Assert.Equal(422, (int)refused.Status);
        Assert.Equal(["/pointers/0"], refused.Pointers);
    }

    [Fact]
    public async Task Only_who_may_erase_erases()
    {
        var organisation = await api.NewOrganisationAsync();
        var made = (await organisation.Admin.PostAsync("/v1/incidents", Given.Incident().With("/people", JsonNode.Parse(Erasing.Linked("Azat", "organisation"))))).Expect(HttpStatusCode.Created);
        var key = (await organisation.Admin.PostAsync($"/v1/organisations/{organisation.Id}/keys", JsonNode.Parse("""{"name":"k","role":"reviewer"}"""))).Expect(HttpStatusCode.Created);
        var reviewer = api.With((string)key.Json["key"]!);

        (await reviewer.SendAsync(HttpMethod.Delete, $"/v1/people/{(string)made.Json["people"]![0]!["personId"]!}/identity?reason=safety")).Expect(403, "missing-scope");
        (await reviewer.PostAsync($"/v1/incidents/{made.Id}/erasures", JsonNode.Parse("""{"pointers":["/title"],"reason":"safety"}"""), ("If-Match", "*"))).Expect(403, "missing-scope");
        (await organisation.Admin.SendAsync(HttpMethod.Delete, $"/v1/people/{Guid.CreateVersion7()}/identity?reason=safety")).Expect(404, "not-found");
        (await organisation.Admin.SendAsync(HttpMethod.Delete, $"/v1/people/{Guid.CreateVersion7()}/identity")).Expect(400, "invalid-parameter");
    }
}
