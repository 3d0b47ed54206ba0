using System.Net;
using System.Text.Json.Nodes;
using IncidentApi.Tests.Support;

namespace IncidentApi.Tests.Features.Incidents.Erasure;

/// <summary>Who is forgotten or hidden is so for every reader, and in every record.</summary>
public sealed class HidingTests(Api api)
{
    [Theory]
    [InlineData("public", "changed", "identity_erased")]
    [InlineData("partners", "changed", null)]
    [InlineData("organisation", "created", null)]
    public async Task Forgetting_somebody_takes_the_name_out_of_what_others_read_and_tells_those_who_read_it(string disclosure, string toPartners, string? toTheWorld)
    {
        var (organisation, partner) = (await api.NewOrganisationAsync(), await api.NewOrganisationAsync());
        var own = await organisation.PublishedAsync(Given.Incident().With("/people", JsonNode.Parse(Erasing.Linked("Azat Canarybek", disclosure))));
        (await organisation.ShareAsync(partner)).Expect(HttpStatusCode.Created);

        var forgotten = (await organisation.Admin.SendAsync(HttpMethod.Delete, $"/v1/people/{(string)own.Json["people"]![0]!["personId"]!}/identity?reason=person_asked")).Expect(HttpStatusCode.OK);

        Assert.Empty(await api.HoldingAsync(organisation, "canarybek"));
        Assert.Single(await partner.Admin.ItemsAsync("/v1/incidents?scope=shared", organisation));
        Assert.Single(await api.Anonymous().ItemsAsync("/v1/incidents", organisation));
        Assert.Equal(toPartners, (string)(await api.SqlAsync("postgres", $"select type from partner_changes where organisation_id = '{partner.Id}' order by position desc"))[0][0]);
        Assert.Equal(toTheWorld ?? "published", (string)(await api.SqlAsync("postgres",
            $"select kind from public_changes where incident_id in (select id from disclosures where organisation_id = '{organisation.Id}') order by position desc"))[0][0]);
        Assert.Contains(forgotten.Json["beyondReach"]!.AsArray(), copy => (string)copy!["kind"]! == "partner" && (string)copy["organisation"]!["id"]! == partner.Id.ToString());
    }

    [Fact]
    public async Task Forgetting_somebody_whom_a_public_text_still_names_takes_the_record_back()
    {
        var organisation = await api.NewOrganisationAsync();
        var own = await organisation.PublishedAsync(Given.Incident().With("/summary", "They came for Azat Canarybek.").With("/people", JsonNode.Parse(Erasing.Linked("Azat Canarybek", "public"))));

        var forgotten = (await organisation.Admin.SendAsync(HttpMethod.Delete, $"/v1/people/{(string)own.Json["people"]![0]!["personId"]!}/identity?reason=person_asked")).Expect(HttpStatusCode.OK);

        Assert.True((bool)forgotten.Json["erased"]![0]!["takenBack"]!);
        Assert.Empty(await api.Anonymous().ItemsAsync("/v1/incidents", organisation));
        Assert.Equal(["incident_versions", "incidents"], await api.HoldingAsync(organisation, "canarybek"));
    }

    [Fact]
    public async Task What_others_read_of_somebody_forgotten_changes_with_the_record()
    {
        var (organisation, partner) = (await api.NewOrganisationAsync(), await api.NewOrganisationAsync());
        (await organisation.ShareAsync(partner)).Expect(HttpStatusCode.Created);
        var plain = await organisation.PublishedAsync(Given.Incident().With("/people", JsonNode.Parse(Erasing.Linked("Azat Canarybek", "public"))));
        var titled = await organisation.PublishedAsync(Given.Incident("Azat Canarybek was taken").With("/people", JsonNode.Parse(Erasing.Linked("Azat Canarybek", "public"))));
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
            var made = (await organisation.Admin.PostAsync("/v1/incidents", Given.Incident().With("/people", JsonNode.Parse(Erasing.Linked("Azat Canarybek", "organisation"))))).Expect(HttpStatusCode.Created);
            var id = (string)made.Json["people"]![0]!["personId"]!;

            var recording = Enumerable.Range(0, 8).Select(_ => organisation.Admin.PostAsync("/v1/incidents", Given.Incident().With("/people", JsonNode.Parse(Erasing.Linked("Azat Canarybek", "organisation"))))).ToList();
            var forgotten = await organisation.Admin.SendAsync(HttpMethod.Delete, $"/v1/people/{id}/identity?reason=safety");
            var answers = await Task.WhenAll(recording);
            if (forgotten.Status != HttpStatusCode.OK) (await organisation.Admin.SendAsync(HttpMethod.Delete, $"/v1/people/{id}/identity?reason=safety")).Expect(HttpStatusCode.OK);

            Assert.All(answers, answer => Assert.True((int)answer.Status is 201 or 422, answer.Text));
            Assert.Empty(await api.HoldingAsync(organisation, "canary"));
        }
    }

    [Theory]
    [InlineData("another record")]
    [InlineData("a change of another record")]
    [InlineData("the register")]
    public async Task Who_is_hidden_in_one_place_is_hidden_in_every_record_that_named_him(string by)
    {
        var organisation = await api.NewOrganisationAsync();
        var named = await organisation.PublishedAsync(Given.Incident("Named").With("/people", JsonNode.Parse(Erasing.Linked("Azat Canarybek", "public"))));
        Assert.Contains("Canarybek", Assert.Single(await api.Anonymous().ItemsAsync("/v1/incidents", organisation)).ToJsonString(), StringComparison.Ordinal);
        var id = (string)named.Json["people"]![0]!["personId"]!;

        if (by == "the register")
        {
            var entry = (await organisation.Admin.ReadAsync($"/v1/people/{id}")).Expect(HttpStatusCode.OK);
            (await organisation.Admin.PutAsync($"/v1/people/{id}", new JsonObject { ["name"] = "Azat Canarybek", ["label"] = "a lawyer", ["disclosure"] = "vault" }, entry.ETag)).Expect(HttpStatusCode.OK);
        }
        else
        {
            var hidden = Given.Incident("Hidden").With("/people", JsonNode.Parse(Erasing.Linked("Azat Canarybek", "vault")));
            var open = by == "another record" ? null : (await organisation.Admin.PostAsync("/v1/incidents", Given.Incident("Hidden").With("/people", JsonNode.Parse(Erasing.Linked("Azat Canarybek", "organisation"))))).Expect(HttpStatusCode.Created);
            if (open is null) (await organisation.Admin.PostAsync("/v1/incidents", hidden)).Expect(HttpStatusCode.Created);
            else (await organisation.Admin.PutAsync($"/v1/incidents/{open.Id}", hidden, open.ETag)).Expect(HttpStatusCode.OK);
        }

        Assert.Empty(await api.HoldingAsync(organisation, "canarybek"));
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
        var own = await organisation.PublishedAsync(Given.Incident().With("/people", JsonNode.Parse(Erasing.Linked("Azat Canarybek", "public")))
            .With("/sources", JsonNode.Parse("""[{"kind":"media","url":"https://news.example/1"}]""")));
        Assert.Equal("2024-05-03", (string)Assert.Single(await api.Anonymous().ItemsAsync("/v1/incidents", organisation))["occurred"]!["from"]!);

        (await organisation.Admin.SendAsync(HttpMethod.Delete, $"/v1/people/{(string)own.Json["people"]![0]!["personId"]!}/identity?reason=person_asked")).Expect(HttpStatusCode.OK);

        var shown = Assert.Single(await api.Anonymous().ItemsAsync("/v1/incidents", organisation));
        Assert.Equal("2024-05", (string)shown["occurred"]!["from"]!);
        Assert.Null(shown["sources"]![0]!["url"]);
        Assert.Equal("a lawyer", (string)shown["people"]![0]!["label"]!);
    }
}
