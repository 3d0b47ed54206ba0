using System.Net;
using System.Text.Json.Nodes;
using IncidentApi.Tests.Support;

namespace IncidentApi.Tests.Features.Incidents;

public sealed class ChangingTests(Api api)
{
    private static readonly string Missing = "/v1/incidents/018f0000-0000-7000-8000-000000000001";

    [Fact]
    public async Task A_record_is_read_back_with_its_etag_and_not_sent_twice()
    {
        var organisation = await api.NewOrganisationAsync();

        var made = (await organisation.Admin.PostAsync("/v1/incidents", Given.Incident())).Expect(HttpStatusCode.Created);
        var read = (await organisation.Admin.ReadAsync(made.Headers.Location!.ToString())).Expect(HttpStatusCode.OK);
        var again = await organisation.Admin.ReadAsync(made.Headers.Location!.ToString(), ("If-None-Match", read.ETag!));

        Assert.Equal("\"1\"", read.ETag);
        Assert.Equal(made.Text, read.Text);
        Assert.Equal(HttpStatusCode.NotModified, again.Status);
        Assert.Equal("no-store", read.Headers.CacheControl!.ToString());
    }

    [Fact]
    public async Task The_server_says_what_it_filled_in()
    {
        var organisation = await api.NewOrganisationAsync(new { name = "Kyrgyz desk", language = "ky" });

        var made = (await organisation.Admin.PostAsync("/v1/incidents", Given.Incident(type: "raid_home"))).Expect(HttpStatusCode.Created);

        Assert.Equal("event", (string?)made.Json["kind"]);
        Assert.Equal("ky", (string?)made.Json["language"]);
        Assert.Equal("country", (string?)made.Json["location"]!["disclosure"]);
        Assert.Equal("x1", (string?)made.Json["violations"]![0]!["ref"]);
        Assert.Equal("2024-05-03", (string?)made.Json["occurred"]!["earliest"]);
        Assert.Contains("/location/disclosure", made.Json["defaulted"]!.AsArray().Select(pointer => (string?)pointer));
    }

    [Fact]
    public async Task A_change_without_the_latest_etag_is_refused()
    {
        var organisation = await api.NewOrganisationAsync();
        var made = await organisation.Admin.PostAsync("/v1/incidents", Given.Incident());
        var path = made.Headers.Location!.ToString();

        (await organisation.Admin.PutAsync(path, Given.Incident("Second"))).Expect(428, "version-required");
        var changed = (await organisation.Admin.PutAsync(path, Given.Incident("Second"), made.ETag)).Expect(HttpStatusCode.OK);
        (await organisation.Admin.PutAsync(path, Given.Incident("Third"), made.ETag)).Expect(412, "stale-version");
        (await organisation.Admin.PutAsync(path, Given.Incident("Third"), "W/" + changed.ETag)).Expect(412, "stale-version");
        (await organisation.Admin.PutAsync(path, Given.Incident("Third"), "3")).Expect(400, "invalid-header");

        Assert.Equal("\"2\"", changed.ETag);
        Assert.Equal("Second", (string?)(await organisation.Admin.ReadAsync(path)).Json["title"]);
    }

    [Fact]
    public async Task A_put_that_would_change_nothing_succeeds_whatever_its_preconditions()
    {
        var organisation = await api.NewOrganisationAsync();
        var made = await organisation.Admin.PostAsync("/v1/incidents", Given.Incident());
        var path = made.Headers.Location!.ToString();

        foreach (var etag in new[] { null, "\"7\"", made.ETag })
        {
            var same = (await organisation.Admin.PutAsync(path, Given.Incident(), etag)).Expect(HttpStatusCode.OK);
            Assert.Equal("\"1\"", same.ETag);
        }
    }

    [Fact]
    public async Task A_put_records_under_the_clients_own_id_once()
    {
        var organisation = await api.NewOrganisationAsync();
        var other = await api.NewOrganisationAsync();
        var path = $"/v1/incidents/{Guid.CreateVersion7()}";

        (await organisation.Admin.PutAsync(path, Given.Incident(), "\"1\"")).Expect(412, "stale-version");
        (await organisation.Admin.PutAsync(path, Given.Incident(), null, ("If-None-Match", "*"))).Expect(HttpStatusCode.Created);
        (await organisation.Admin.PutAsync(path, Given.Incident())).Expect(HttpStatusCode.OK);
        (await organisation.Admin.PutAsync(path, Given.Incident("Other"), null, ("If-None-Match", "*"))).Expect(412, "stale-version");

        // Another organisation learns nothing from the same id: it is free there.
        (await other.Admin.PutAsync(path, Given.Incident("Theirs"))).Expect(HttpStatusCode.Created);
    }

    [Fact]
    public async Task A_merge_patch_changes_single_members()
    {
        var organisation = await api.NewOrganisationAsync();
        var made = await organisation.Admin.PostAsync("/v1/incidents", Given.Incident().With("/tags", new JsonArray("a", "b")).With("/summary", "Old."));
        var path = made.Headers.Location!.ToString();
        var patch = new JsonObject { ["summary"] = null, ["tags"] = new JsonArray("c"), ["location"] = new JsonObject { ["region"] = "KG-GB" } };

        var patched = (await organisation.Admin.SendAsync(HttpMethod.Patch, path, patch, made.ETag)).Expect(HttpStatusCode.OK);

        Assert.Null(patched.Json["summary"]);
        Assert.Equal("[\"c\"]", patched.Json["tags"]!.ToJsonString());
        Assert.Equal("KG", (string?)patched.Json["location"]!["country"]);
        Assert.Equal("region", (string?)patched.Json["location"]!["precision"]);
        (await organisation.Admin.SendAsync(HttpMethod.Patch, path, new JsonObject { ["title"] = null }, patched.ETag)).Expect(422, "required");
        (await organisation.Admin.SendAsync(HttpMethod.Patch, path, new JsonObject { ["colour"] = "red" }, patched.ETag)).Expect(400, "unknown-member");
        (await organisation.Admin.SendAsync(HttpMethod.Patch, path, new JsonObject { ["title"] = "x" })).Expect(428, "version-required");
    }

    [Fact]
    public async Task A_repeated_external_ref_answers_with_the_first_record_or_a_conflict()
    {
        var organisation = await api.NewOrganisationAsync();
        JsonObject Body(string title) => Given.Incident(title).With("/externalRef", new JsonObject { ["system"] = "desk", ["id"] = "17" });

        var first = (await organisation.Admin.PostAsync("/v1/incidents", Body("First"))).Expect(HttpStatusCode.Created);
        var same = (await organisation.Admin.PostAsync("/v1/incidents", Body("First"))).Expect(HttpStatusCode.OK);
        var other = (await organisation.Admin.PostAsync("/v1/incidents", Body("Second"))).Expect(409, "external-ref-taken");

        Assert.Equal(first.Id, same.Id);
        Assert.Equal(first.Id, other.Id);
        Assert.Equal($"/v1/incidents/{first.Id}", (string?)other.Json["link"]);
    }

    [Fact]
    public async Task A_withdrawn_record_leaves_the_lists_but_not_its_id()
    {
        var organisation = await api.NewOrganisationAsync();
        var made = await organisation.Admin.PostAsync("/v1/incidents", Given.Incident());
        var path = made.Headers.Location!.ToString();

        (await organisation.Admin.SendAsync(HttpMethod.Delete, path, null, made.ETag)).Expect(400, "invalid-parameter");
        (await organisation.Admin.SendAsync(HttpMethod.Delete, path + "?reason=because", null, made.ETag)).Expect(400, "invalid-parameter");
        (await organisation.Admin.SendAsync(HttpMethod.Delete, path + "?reason=duplicate")).Expect(428, "version-required");
        var withdrawn = (await organisation.Admin.SendAsync(HttpMethod.Delete, path + "?reason=duplicate", null, made.ETag)).Expect(HttpStatusCode.OK);

        Assert.Equal("withdrawn", (string?)withdrawn.Json["status"]);
        Assert.Equal("withdrawn", (string?)(await organisation.Admin.ReadAsync(path)).Json["status"]);
        Assert.Empty((await organisation.Admin.ReadAsync("/v1/incidents")).Json["items"]!.AsArray());
        Assert.Single((await organisation.Admin.ReadAsync("/v1/incidents?status=withdrawn")).Json["items"]!.AsArray());
    }

    [Fact]
    public async Task The_workflow_takes_its_own_steps_alone_and_names_them()
    {
        var organisation = await api.NewOrganisationAsync();
        var made = await organisation.Admin.PostAsync("/v1/incidents", Given.Incident());
        var path = made.Headers.Location! + "/transitions";
        Task<Answer> Step(string to, string? etag, string? visibility = null) => organisation.Admin.SendAsync(HttpMethod.Post, path,
            visibility is null ? new JsonObject { ["to"] = to } : new JsonObject { ["to"] = to, ["visibility"] = visibility }, etag);

        var refused = (await Step("published", made.ETag)).Expect(409, "forbidden-transition");
        (await Step("submitted", null)).Expect(428, "version-required");
        (await Step("archived", made.ETag)).Expect(422, "unknown-code");
        var submitted = (await Step("submitted", made.ETag)).Expect(HttpStatusCode.OK);
        (await Step("published", submitted.ETag, "public")).Expect(422, "disclosure-not-available");
        var published = (await Step("published", submitted.ETag, "organisation")).Expect(HttpStatusCode.OK);

        Assert.Equal(["submitted", "withdrawn"], refused.Json["errors"]![0]!["allowed"]!.AsArray().Select(step => (string?)step));
        Assert.Equal("/to", refused.Pointers.Single());
        Assert.Equal("published", (string?)published.Json["status"]);
        Assert.Equal("organisation", (string?)published.Json["visibility"]);
        Assert.Equal(made.Json["defaulted"]!.ToJsonString(), published.Json["defaulted"]!.ToJsonString());
    }

    [Fact]
    public async Task A_verification_keeps_who_how_and_when_for_the_record_and_for_each_act()
    {
        var organisation = await api.NewOrganisationAsync();
        var made = await organisation.Admin.PostAsync("/v1/incidents", Given.Incident());
        var path = made.Headers.Location! + "/verification";

        var record = (await organisation.Admin.SendAsync(HttpMethod.Post, path,
            new JsonObject { ["status"] = "corroborated", ["method"] = "independent_sources", ["note"] = "Two of them." }, made.ETag)).Expect(HttpStatusCode.OK);
        var act = (await organisation.Admin.SendAsync(HttpMethod.Post, path,
            new JsonObject { ["status"] = "verified", ["method"] = "court_record", ["violation"] = "x1" }, record.ETag)).Expect(HttpStatusCode.OK);
        (await organisation.Admin.SendAsync(HttpMethod.Post, path,
            new JsonObject { ["status"] = "verified", ["method"] = "court_record", ["violation"] = "x9" }, act.ETag)).Expect(422, "unknown-ref");

        Assert.Equal("corroborated", (string?)act.Json["verification"]);
        Assert.Equal("verified", (string?)act.Json["violations"]![0]!["verification"]);
        Assert.Equal(2, act.Json["verifications"]!.AsArray().Count);
        Assert.Single((await organisation.Admin.ReadAsync("/v1/incidents?verification=corroborated")).Json["items"]!.AsArray());
    }

    [Fact]
    public async Task A_second_person_verifies_where_the_organisation_says_so()
    {
        var organisation = await api.NewOrganisationAsync(new { name = "Careful", needsSecondPerson = true });
        var made = await organisation.Admin.PostAsync("/v1/incidents", Given.Incident());
        var issued = await organisation.Admin.PostAsync($"/v1/organisations/{organisation.Id}/keys", new JsonObject { ["name"] = "reviewer", ["role"] = "reviewer" });
        var verified = new JsonObject { ["status"] = "verified", ["method"] = "document_review" };

        (await organisation.Admin.SendAsync(HttpMethod.Post, made.Headers.Location! + "/verification", verified, made.ETag)).Expect(403, "second-person-required");
        (await api.With((string)issued.Json["key"]!).SendAsync(HttpMethod.Post, made.Headers.Location! + "/verification", verified, made.ETag)).Expect(HttpStatusCode.OK);
    }

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
    public async Task History_names_every_version_and_each_can_be_read()
    {
        var organisation = await api.NewOrganisationAsync();
        var made = await organisation.Admin.PostAsync("/v1/incidents", Given.Incident("First"));
        var path = made.Headers.Location!.ToString();
        await Task.Delay(20, TestContext.Current.CancellationToken);
        var changed = await organisation.Admin.PutAsync(path, Given.Incident("Second"), made.ETag);

        var history = (await organisation.Admin.ReadAsync($"{path}/history")).Expect(HttpStatusCode.OK).Json["items"]!.AsArray();
        var before = (await organisation.Admin.ReadAsync($"{path}?asOf={Uri.EscapeDataString((string)history[0]!["at"]!)}")).Expect(HttpStatusCode.OK);

        Assert.Equal([1, 2], history.Select(entry => (int)entry!["version"]!));
        Assert.Equal(["created", "replaced"], history.Select(entry => (string?)entry!["change"]));
        Assert.Equal(["/title"], history[1]!["changed"]!.AsArray().Select(pointer => (string?)pointer));
        Assert.Equal("First", (string?)before.Json["title"]);
        Assert.Equal("Second", (string?)changed.Json["title"]);
        (await organisation.Admin.ReadAsync($"{path}?asOf=2001-01-01")).Expect(404, "not-found");
        (await organisation.Admin.ReadAsync($"{Missing}/history")).Expect(404, "not-found");
    }

    [Fact]
    public async Task Minimal_answers_bear_the_etag_alone()
    {
        var organisation = await api.NewOrganisationAsync();

        var made = (await organisation.Admin.PostAsync("/v1/incidents", Given.Incident(), ("Prefer", "return=minimal"))).Expect(HttpStatusCode.Created);
        var changed = (await organisation.Admin.PutAsync(made.Headers.Location!.ToString(), Given.Incident("x"), made.ETag, ("Prefer", "return=minimal"))).Expect(HttpStatusCode.NoContent);

        Assert.Empty(made.Text);
        Assert.Equal(("\"1\"", "\"2\""), (made.ETag, changed.ETag));
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
