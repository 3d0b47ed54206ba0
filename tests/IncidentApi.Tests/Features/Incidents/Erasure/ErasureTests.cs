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

        Assert.Empty(await HoldingAsync(organisation, "canary"));
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

        Assert.Empty(await HoldingAsync(organisation, "canary"));
        var id = (string)patched.Json["people"]![0]!["personId"]!;
        Assert.Equal("Azat Canarybek", (string)(await organisation.Admin.PostAsync($"/v1/people/{id}/identity-access", new JsonObject { ["reason"] = "A test" })).Json["name"]!);
    }

    [Fact]
    public async Task Somebody_hidden_in_one_record_keeps_the_figures_and_the_links_when_forgotten()
    {
        var organisation = await api.NewOrganisationAsync();
        var made = (await organisation.Admin.PostAsync("/v1/incidents", Given.Incident().With("/people", JsonNode.Parse(Linked("Azat Canarybek", "vault"))))).Expect(HttpStatusCode.Created);
        var id = (string)made.Json["people"]![0]!["personId"]!;
        (await organisation.Admin.PostAsync($"/v1/people/{id}/identity-access", new JsonObject { ["reason"] = "Canaryreason" })).Expect(HttpStatusCode.OK);

        var forgotten = (await organisation.Admin.SendAsync(HttpMethod.Delete, $"/v1/people/{id}/identity?reason=person_asked")).Expect(HttpStatusCode.OK);

        Assert.Empty(forgotten.Json["erased"]!.AsArray());
        Assert.True((bool)forgotten.Json["scanned"]!);
        Assert.Equal(0L, (await api.SqlAsync("postgres", $"select count(*) from person_keys where organisation_id = '{organisation.Id}'"))[0][0]);
        Assert.Empty(await HoldingAsync(organisation, "canary"));
        (await organisation.Admin.PostAsync($"/v1/people/{id}/identity-access", new JsonObject { ["reason"] = "A test" })).Expect(410, "identity-erased");
        Assert.Equal(1, (int)(await organisation.Admin.ReadAsync($"/v1/incidents?personId={id}&count=exact")).Json["count"]!);
        (await organisation.Admin.PostAsync("/v1/incidents", Given.Incident().With("/people", JsonNode.Parse(Linked("Azat Canarybek", "organisation"))))).Expect(422, "person-erased");
        Assert.Equal("erased", (string)(await organisation.Admin.ReadAsync($"/v1/people/{id}/history")).Json["items"]!.AsArray()[^1]!["change"]!);
    }

    [Fact]
    public async Task Somebody_forgotten_is_in_no_version_of_any_record_and_what_is_left_is_named_by_its_place()
    {
        var organisation = await api.NewOrganisationAsync();
        var one = (await organisation.Admin.PostAsync("/v1/incidents", Given.Incident("One").With("/summary", "They came for Azat Canarybek at night.").With("/people", JsonNode.Parse(Linked("Azat Canarybek", "organisation"))))).Expect(HttpStatusCode.Created);
        var changed = (await organisation.Admin.PutAsync($"/v1/incidents/{one.Id}", Given.Incident("One, again").With("/people", JsonNode.Parse(Linked("A. Canarybekov", "organisation"))), one.ETag)).Expect(HttpStatusCode.OK);
        var two = (await organisation.Admin.PostAsync("/v1/incidents", Given.Incident("Two").With("/people", JsonNode.Parse(Linked("Azat Canarybek", "public"))))).Expect(HttpStatusCode.Created);
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
        Assert.Equal(["incident_versions", "incidents"], await HoldingAsync(organisation, "canarybek"));
        Assert.NotEqual(changed.ETag, (await organisation.Admin.ReadAsync($"/v1/incidents/{one.Id}")).ETag);
        (await organisation.Admin.SendAsync(HttpMethod.Delete, $"/v1/people/{id}/identity?reason=person_asked")).Expect(HttpStatusCode.OK);
    }

    [Theory]
    [InlineData("public", "identity_erased", "identity_erased")]
    [InlineData("partners", "identity_erased", null)]
    [InlineData("organisation", "identity_erased", null)]
    public async Task Forgetting_somebody_takes_the_name_out_of_what_others_read_and_tells_the_partners(string disclosure, string toPartners, string? toTheWorld)
    {
        var (organisation, partner) = (await api.NewOrganisationAsync(), await api.NewOrganisationAsync());
        var own = await organisation.PublishedAsync(Given.Incident().With("/people", JsonNode.Parse(Linked("Azat Canarybek", disclosure))));
        (await organisation.ShareAsync(partner)).Expect(HttpStatusCode.Created);

        var forgotten = (await organisation.Admin.SendAsync(HttpMethod.Delete, $"/v1/people/{(string)own.Json["people"]![0]!["personId"]!}/identity?reason=person_asked")).Expect(HttpStatusCode.OK);

        Assert.Empty(await HoldingAsync(organisation, "canarybek"));
        Assert.Single(await partner.Admin.ItemsAsync("/v1/incidents?scope=shared", organisation));
        Assert.Single(await api.Anonymous().ItemsAsync("/v1/incidents", organisation));
        Assert.Equal(toPartners, (string)(await api.SqlAsync("postgres", $"select kind from shared_changes where organisation_id = '{organisation.Id}' order by position desc"))[0][0]);
        Assert.Equal(toTheWorld ?? "published", (string)(await api.SqlAsync("postgres",
            $"select kind from public_changes where incident_id in (select id from disclosures where organisation_id = '{organisation.Id}') order by position desc"))[0][0]);
        Assert.Contains(forgotten.Json["beyondReach"]!.AsArray(), copy => (string)copy!["kind"]! == "partner" && (string)copy["organisation"]!["id"]! == partner.Id.ToString());
    }

    [Fact]
    public async Task Forgetting_somebody_whom_a_public_text_still_names_takes_the_record_back()
    {
        var organisation = await api.NewOrganisationAsync();
        var own = await organisation.PublishedAsync(Given.Incident().With("/summary", "They came for Azat Canarybek.").With("/people", JsonNode.Parse(Linked("Azat Canarybek", "public"))));

        var forgotten = (await organisation.Admin.SendAsync(HttpMethod.Delete, $"/v1/people/{(string)own.Json["people"]![0]!["personId"]!}/identity?reason=person_asked")).Expect(HttpStatusCode.OK);

        Assert.True((bool)forgotten.Json["erased"]![0]!["takenBack"]!);
        Assert.Empty(await api.Anonymous().ItemsAsync("/v1/incidents", organisation));
        Assert.Equal(["incident_versions", "incidents"], await HoldingAsync(organisation, "canarybek"));
    }

    [Fact]
    public async Task What_others_read_of_somebody_forgotten_changes_with_the_record()
    {
        var (organisation, partner) = (await api.NewOrganisationAsync(), await api.NewOrganisationAsync());
        (await organisation.ShareAsync(partner)).Expect(HttpStatusCode.Created);
        var plain = await organisation.PublishedAsync(Given.Incident().With("/people", JsonNode.Parse(Linked("Azat Canarybek", "public"))));
        var titled = await organisation.PublishedAsync(Given.Incident("Azat Canarybek was taken").With("/people", JsonNode.Parse(Linked("Azat Canarybek", "public"))));
        Assert.Equal(2, (await api.Anonymous().ItemsAsync("/v1/incidents?q=canarybek", organisation)).Count);
        var id = (string)plain.Json["people"]![0]!["personId"]!;

        var forgotten = (await organisation.Admin.SendAsync(HttpMethod.Delete, $"/v1/people/{id}/identity?reason=person_asked")).Expect(HttpStatusCode.OK);

        Assert.Empty(await api.Anonymous().ItemsAsync("/v1/incidents?q=canarybek", organisation));
        var left = Assert.Single(await api.Anonymous().ItemsAsync("/v1/incidents", organisation));
        Assert.Equal((null, "a lawyer"), ((string?)left["people"]![0]!["name"], (string)left["people"]![0]!["label"]!));
        Assert.Single(await partner.Admin.ItemsAsync("/v1/incidents?scope=shared", organisation));
        Assert.Equal(new[] { (plain.Id, false), (titled.Id, true) }.Order(), forgotten.Json["erased"]!.AsArray().Select(place => ((string)place!["incident"]!, (bool)place["takenBack"]!)).Order());
        Assert.Equal(["partner", "public", "storage", "backup"], forgotten.Json["beyondReach"]!.AsArray().Select(copy => (string)copy!["kind"]!));
        Assert.Equal(partner.Id.ToString(), (string)forgotten.Json["beyondReach"]![0]!["organisation"]!["id"]!);
        foreach (var table in new[] { "public_incidents", "shared_incidents" })
        {
            Assert.Empty(await api.SqlAsync("postgres", $"select 1 from {table} t where organisation_id = '{organisation.Id}' and t::text ilike '%canary%'"));
        }
    }

    [Fact]
    public async Task Whoever_records_somebody_at_the_moment_he_is_forgotten_brings_no_name_back()
    {
        for (var round = 0; round < 5; round++)
        {
            var organisation = await api.NewOrganisationAsync();
            var made = (await organisation.Admin.PostAsync("/v1/incidents", Given.Incident().With("/people", JsonNode.Parse(Linked("Azat Canarybek", "organisation"))))).Expect(HttpStatusCode.Created);
            var id = (string)made.Json["people"]![0]!["personId"]!;

            var recording = Enumerable.Range(0, 8).Select(_ => organisation.Admin.PostAsync("/v1/incidents", Given.Incident().With("/people", JsonNode.Parse(Linked("Azat Canarybek", "organisation"))))).ToList();
            var forgotten = await organisation.Admin.SendAsync(HttpMethod.Delete, $"/v1/people/{id}/identity?reason=safety");
            var answers = await Task.WhenAll(recording);
            if (forgotten.Status != HttpStatusCode.OK) (await organisation.Admin.SendAsync(HttpMethod.Delete, $"/v1/people/{id}/identity?reason=safety")).Expect(HttpStatusCode.OK);

            Assert.All(answers, answer => Assert.True((int)answer.Status is 201 or 422, answer.Text));
            Assert.Empty(await HoldingAsync(organisation, "canary"));
        }
    }

    [Theory]
    [InlineData("another record")]
    [InlineData("a change of another record")]
    [InlineData("the register")]
    public async Task Who_is_hidden_in_one_place_is_hidden_in_every_record_that_named_him(string by)
    {
        var organisation = await api.NewOrganisationAsync();
        var named = await organisation.PublishedAsync(Given.Incident("Named").With("/people", JsonNode.Parse(Linked("Azat Canarybek", "public"))));
        Assert.Contains("Canarybek", Assert.Single(await api.Anonymous().ItemsAsync("/v1/incidents", organisation)).ToJsonString(), StringComparison.Ordinal);
        var id = (string)named.Json["people"]![0]!["personId"]!;

        if (by == "the register")
        {
            var entry = (await organisation.Admin.ReadAsync($"/v1/people/{id}")).Expect(HttpStatusCode.OK);
            (await organisation.Admin.PutAsync($"/v1/people/{id}", new JsonObject { ["name"] = "Azat Canarybek", ["label"] = "a lawyer", ["disclosure"] = "vault" }, entry.ETag)).Expect(HttpStatusCode.OK);
        }
        else
        {
            var hidden = Given.Incident("Hidden").With("/people", JsonNode.Parse(Linked("Azat Canarybek", "vault")));
            var open = by == "another record" ? null : (await organisation.Admin.PostAsync("/v1/incidents", Given.Incident("Hidden").With("/people", JsonNode.Parse(Linked("Azat Canarybek", "organisation"))))).Expect(HttpStatusCode.Created);
            if (open is null) (await organisation.Admin.PostAsync("/v1/incidents", hidden)).Expect(HttpStatusCode.Created);
            else (await organisation.Admin.PutAsync($"/v1/incidents/{open.Id}", hidden, open.ETag)).Expect(HttpStatusCode.OK);
        }

        Assert.Empty(await HoldingAsync(organisation, "canarybek"));
        Assert.Null(Assert.Single(await api.Anonymous().ItemsAsync("/v1/incidents", organisation))["people"]);
        var own = (await organisation.Admin.ReadAsync($"/v1/incidents/{named.Id}")).Expect(HttpStatusCode.OK).Json;
        Assert.Equal((null, "vault", "a lawyer"), ((string?)own["people"]![0]!["name"], (string)own["people"]![0]!["disclosure"]!, (string)own["people"]![0]!["label"]!));
        Assert.Equal("identity_hidden", (string)(await organisation.Admin.ReadAsync($"/v1/incidents/{named.Id}/history")).Json["items"]!.AsArray()[^1]!["change"]!);
        Assert.Equal("Azat Canarybek", (string)(await organisation.Admin.PostAsync($"/v1/people/{id}/identity-access", new JsonObject { ["reason"] = "A test" })).Json["name"]!);
    }

    [Fact]
    public async Task Somebody_forgotten_who_was_public_is_protected_from_being_found_by_the_day_and_the_link()
    {
        var organisation = await api.NewOrganisationAsync();
        var own = await organisation.PublishedAsync(Given.Incident().With("/people", JsonNode.Parse(Linked("Azat Canarybek", "public")))
            .With("/sources", JsonNode.Parse("""[{"kind":"media","url":"https://news.example/1"}]""")));
        Assert.Equal("2024-05-03", (string)Assert.Single(await api.Anonymous().ItemsAsync("/v1/incidents", organisation))["occurred"]!["from"]!);

        (await organisation.Admin.SendAsync(HttpMethod.Delete, $"/v1/people/{(string)own.Json["people"]![0]!["personId"]!}/identity?reason=person_asked")).Expect(HttpStatusCode.OK);

        var shown = Assert.Single(await api.Anonymous().ItemsAsync("/v1/incidents", organisation));
        Assert.Equal("2024-05", (string)shown["occurred"]!["from"]!);
        Assert.Null(shown["sources"]![0]!["url"]);
        Assert.Equal("a lawyer", (string)shown["people"]![0]!["label"]!);
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
        Assert.Empty(await HoldingAsync(organisation, "canary"));
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
        var made = (await organisation.Admin.PostAsync("/v1/incidents", Given.Incident().With("/people", JsonNode.Parse(Linked("Azat", "organisation"))))).Expect(HttpStatusCode.Created);
        var key = (await organisation.Admin.PostAsync($"/v1/organisations/{organisation.Id}/keys", JsonNode.Parse("""{"name":"k","role":"reviewer"}"""))).Expect(HttpStatusCode.Created);
        var reviewer = api.With((string)key.Json["key"]!);

        (await reviewer.SendAsync(HttpMethod.Delete, $"/v1/people/{(string)made.Json["people"]![0]!["personId"]!}/identity?reason=safety")).Expect(403, "missing-scope");
        (await reviewer.PostAsync($"/v1/incidents/{made.Id}/erasures", JsonNode.Parse("""{"pointers":["/title"],"reason":"safety"}"""), ("If-Match", "*"))).Expect(403, "missing-scope");
        (await organisation.Admin.SendAsync(HttpMethod.Delete, $"/v1/people/{Guid.CreateVersion7()}/identity?reason=safety")).Expect(404, "not-found");
        (await organisation.Admin.SendAsync(HttpMethod.Delete, $"/v1/people/{Guid.CreateVersion7()}/identity")).Expect(400, "invalid-parameter");
    }

    private static string Linked(string name, string disclosure) =>
        $$"""[{"ref":"v1","role":"victim","kind":"person","name":"{{name}}","label":"a lawyer","disclosure":"{{disclosure}}","externalRef":{"system":"desk","id":"7"} }]""";

    /// <summary>The tables in which a row of the organisation holds a word.</summary>
    private async Task<List<string>> HoldingAsync(TestOrganisation organisation, string word)
    {
        var holding = new List<string>();
        foreach (var table in await api.SqlAsync("postgres", "select c.relname::text from pg_class c join pg_attribute a on a.attrelid = c.oid and a.attname = 'organisation_id' where c.relkind = 'r' and c.relnamespace = 'public'::regnamespace order by 1"))
        {
            if ((await api.SqlAsync("postgres", $"select 1 from {table[0]} t where organisation_id = '{organisation.Id}' and t::text ilike '%{word}%' limit 1")).Count > 0) holding.Add((string)table[0]);
        }

        return holding;
    }
}
