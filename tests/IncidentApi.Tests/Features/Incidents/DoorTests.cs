using System.Net;
using System.Text.Json.Nodes;
using IncidentApi.Tests.Support;

namespace IncidentApi.Tests.Features.Incidents;

/// <summary>What leaves an organisation: when a record is published, under which id, and when it is gone again.</summary>
public sealed class DoorTests(Api api)
{
    [Fact]
    public async Task A_published_record_is_there_for_everybody_under_an_id_of_its_own()
    {
        var organisation = await api.NewOrganisationAsync();
        var own = await organisation.PublishedAsync();

        var shown = Assert.Single(await api.Anonymous().ItemsAsync("/v1/incidents", organisation));
        var id = (string)shown["id"]!;

        Assert.NotEqual(own.Id, id);
        Assert.Equal(4, Guid.Parse(id).Version);
        Assert.NotEqual((string)own.Json["reference"]!, (string)shown["reference"]!);
        Assert.Equal((1, "public", "published", "Test organisation"),
            ((int)shown["version"]!, (string)shown["visibility"]!, (string)shown["status"]!, (string)shown["organisation"]!["name"]!));
        Assert.EndsWith("T00:00:00.000Z", (string)shown["createdAt"]!, StringComparison.Ordinal);
        var read = (await api.Anonymous().ReadAsync($"/v1/incidents/{id}")).Expect(HttpStatusCode.OK);
        Assert.Equal(shown.ToJsonString(), read.Json.ToJsonString());
        Assert.Equal("public, no-cache", read.Headers.CacheControl!.ToString());
        Assert.Equal(HttpStatusCode.NotModified, (await api.Anonymous().ReadAsync($"/v1/incidents/{id}", ("If-None-Match", read.ETag!))).Status);
        (await api.Anonymous().ReadAsync($"/v1/incidents/{own.Id}")).Expect(404, "not-found");
        (await organisation.Admin.ReadAsync($"/v1/incidents/{id}")).Expect(404, "not-found");
        (await organisation.Admin.ReadAsync($"/v1/incidents/{id}?scope=public")).Expect(HttpStatusCode.OK);
    }

    [Theory]
    [InlineData("draft", "public")]
    [InlineData("submitted", "public")]
    [InlineData("returned", "public")]
    [InlineData("published", "partners")]
    [InlineData("published", "organisation")]
    public async Task Nothing_is_public_but_what_is_published_for_the_public(string status, string visibility)
    {
        var organisation = await api.NewOrganisationAsync();
        var record = (await organisation.Admin.PostAsync("/v1/incidents", Given.Incident())).Expect(HttpStatusCode.Created);
        string[] steps = status switch { "draft" => [], "submitted" => ["submitted"], "returned" => ["submitted", "returned"], _ => ["submitted", "published"] };
        if (status == "draft") record = (await organisation.StepAsync(record, "draft", visibility)).Expect(HttpStatusCode.OK);
        foreach (var step in steps) record = (await organisation.StepAsync(record, step, visibility)).Expect(HttpStatusCode.OK);

        Assert.Equal((status, visibility), ((string)record.Json["status"]!, (string)record.Json["visibility"]!));
        Assert.Empty(await api.Anonymous().ItemsAsync("/v1/incidents", organisation));
    }

    [Fact]
    public async Task A_change_that_the_public_cannot_see_moves_nothing_there()
    {
        var organisation = await api.NewOrganisationAsync();
        (await organisation.ShareAsync(await api.NewOrganisationAsync())).Expect(HttpStatusCode.Created);
        var own = await organisation.PublishedAsync();
        var before = await ChangesAsync(organisation);

        var noted = (await organisation.PatchAsync(own, new JsonObject { ["notes"] = "Only for us." })).Expect(HttpStatusCode.OK);
        var quiet = Assert.Single(await api.Anonymous().ItemsAsync("/v1/incidents", organisation));
        Assert.Equal(1, (int)quiet["version"]!);
        Assert.Equal(before, await ChangesAsync(organisation));

        (await organisation.PatchAsync(noted, new JsonObject { ["title"] = "Searches at two offices" })).Expect(HttpStatusCode.OK);
        var changed = Assert.Single(await api.Anonymous().ItemsAsync("/v1/incidents", organisation));
        Assert.Equal((2, "Searches at two offices", (string)quiet["id"]!), ((int)changed["version"]!, (string)changed["title"]!, (string)changed["id"]!));
        Assert.Equal([.. before, "partners 1001 changed", "public 2 replaced"], await ChangesAsync(organisation));
    }

    [Theory]
    [InlineData("withdrawn", null, "safety")]
    [InlineData("returned", null, "Please check the place.")]
    [InlineData("published", "organisation", null)]
    public async Task What_is_taken_back_is_gone_at_once_and_comes_back_as_the_same(string to, string? visibility, string? reason)
    {
        var organisation = await api.NewOrganisationAsync();
        var own = await organisation.PublishedAsync();
        var id = (string)(await api.Anonymous().ItemsAsync("/v1/incidents", organisation)).Single()["id"]!;

        var back = (await organisation.StepAsync(own, to, visibility, reason)).Expect(HttpStatusCode.OK);
        (await api.Anonymous().ReadAsync($"/v1/incidents/{id}")).Expect(404, "not-found");
        Assert.Empty(await api.Anonymous().ItemsAsync("/v1/incidents", organisation));
        Assert.Contains("public 1 withdrawn", await ChangesAsync(organisation));

        if (to == "withdrawn") back = (await organisation.StepAsync(back, "draft")).Expect(HttpStatusCode.OK);
        if (to != "published") back = (await organisation.StepAsync(back, "submitted")).Expect(HttpStatusCode.OK);
        (await organisation.StepAsync(back, "published", "public")).Expect(HttpStatusCode.OK);
        var again = Assert.Single(await api.Anonymous().ItemsAsync("/v1/incidents", organisation));
        Assert.Equal((id, 2), ((string)again["id"]!, (int)again["version"]!));
    }

    [Fact]
    public async Task Public_records_are_found_by_the_same_filters()
    {
        var organisation = await api.NewOrganisationAsync();
        await organisation.PublishedAsync(Given.Incident("Quillfeather searched").With("/tags", new JsonArray("quill-tag")));
        var anonymous = api.Anonymous();

        Assert.Single(await anonymous.ItemsAsync("/v1/incidents?q=quillfeather", organisation));
        Assert.Single(await anonymous.ItemsAsync("/v1/incidents?q=quillfeather&sort=relevance", organisation));
        Assert.Single(await anonymous.ItemsAsync("/v1/incidents?tag=quill-tag&country=KG&violation=raid_office&from=2024&sort=-updated", organisation));
        Assert.Empty(await anonymous.ItemsAsync("/v1/incidents?q=quillfeather&country=KZ", organisation));
        Assert.Equal(1, (int)(await anonymous.ReadAsync("/v1/incidents?q=quillfeather&count=exact")).Json["count"]!);
        foreach (var filter in new[] { "gender=female", "ageBand=child", "personId=" + Guid.CreateVersion7() }) (await anonymous.ReadAsync("/v1/incidents?" + filter)).Expect(400, "invalid-parameter");
        (await anonymous.ReadAsync("/v1/incidents?scope=own")).Expect(401, "invalid-key");
        (await anonymous.ReadAsync("/v1/incidents?scope=shared")).Expect(401, "invalid-key");
        (await anonymous.ReadAsync($"/v1/incidents/{Guid.CreateVersion7()}?asOf=2024-01-01")).Expect(400, "invalid-parameter");
        (await anonymous.ReadAsync($"/v1/incidents/{Guid.CreateVersion7()}?fields=body")).Expect(400, "invalid-parameter");
    }

    [Fact]
    public async Task A_related_record_is_named_by_the_id_that_the_reader_knows_or_not_at_all()
    {
        var organisation = await api.NewOrganisationAsync();
        var seen = await organisation.PublishedAsync(Given.Incident("The first search"));
        var unseen = (await organisation.Admin.PostAsync("/v1/incidents", Given.Incident("Not published"))).Expect(HttpStatusCode.Created);
        await organisation.PublishedAsync(Given.Incident("The second search").With("/related", new JsonArray(
            new JsonObject { ["id"] = seen.Id, ["type"] = "follows" }, new JsonObject { ["id"] = unseen.Id, ["type"] = "same_case" })));

        var items = await api.Anonymous().ItemsAsync("/v1/incidents", organisation);
        var first = items.Single(item => (string)item["title"]! == "The first search");
        var second = items.Single(item => (string)item["title"]! == "The second search");

        var relation = Assert.Single(second["related"]!.AsArray());
        Assert.Equal(((string)first["id"]!, "follows"), ((string)relation!["id"]!, (string)relation["type"]!));
        var incoming = (await api.Anonymous().ReadAsync($"/v1/incidents/{first["id"]}/related")).Expect(HttpStatusCode.OK).Json["items"]!.AsArray();
        Assert.Equal(("incoming", (string)second["id"]!), ((string)Assert.Single(incoming)!["direction"]!, (string)incoming[0]!["id"]!));
    }

    [Fact]
    public async Task An_organisation_may_ask_for_verification_and_a_second_person_before_others_see_a_record()
    {
        var careful = await api.NewOrganisationAsync(new { name = "Careful", needsVerification = true });
        var record = await careful.PublishedAsync(visibility: "organisation");
        (await careful.StepAsync(record, "published", "public")).Expect(409, "verification-required");
        var verified = (await careful.Admin.SendAsync(HttpMethod.Post, $"/v1/incidents/{record.Id}/verification",
            new JsonObject { ["status"] = "verified", ["method"] = "document_review" }, record.ETag)).Expect(HttpStatusCode.OK);
        (await careful.StepAsync(verified, "published", "public")).Expect(HttpStatusCode.OK);

        var paired = await api.NewOrganisationAsync(new { name = "Paired", needsSecondPerson = true });
        var made = (await paired.Admin.PostAsync("/v1/incidents", Given.Incident())).Expect(HttpStatusCode.Created);
        var submitted = (await paired.StepAsync(made, "submitted")).Expect(HttpStatusCode.OK);
        (await paired.StepAsync(submitted, "published", "public")).Expect(403, "second-person-required");
        var issued = await paired.Admin.PostAsync($"/v1/organisations/{paired.Id}/keys", new JsonObject { ["name"] = "reviewer", ["role"] = "reviewer" });
        (await (paired with { Admin = api.With((string)issued.Json["key"]!) }).StepAsync(submitted, "published", "public")).Expect(HttpStatusCode.OK);
    }

    [Fact]
    public async Task A_reporter_shows_nothing_to_others()
    {
        var organisation = await api.NewOrganisationAsync();
        var issued = await organisation.Admin.PostAsync($"/v1/organisations/{organisation.Id}/keys", new JsonObject { ["name"] = "reporter", ["role"] = "reporter" });
        var reporter = organisation with { Admin = api.With((string)issued.Json["key"]!) };
        var published = await organisation.PublishedAsync(visibility: "organisation");

        (await reporter.StepAsync(published, "published", "public")).Expect(403, "missing-scope");
    }

    /// <summary>The change logs of partners and the world, as far as they tell of this organisation.</summary>
    private async Task<List<string>> ChangesAsync(TestOrganisation organisation) => [.. (await api.SqlAsync("postgres", $"""
        select 'partners ' || version || ' ' || type from (select * from partner_changes where source_id = '{organisation.Id}' order by position) s
        union all
        select 'public ' || version || ' ' || kind from (select c.* from public_changes c join disclosures d on d.id = c.incident_id
            where d.organisation_id = '{organisation.Id}' order by position) p
        """)).Select(row => (string)row[0]).OrderBy(change => change.Split(' ')[1]).ThenBy(change => change.Split(' ')[0], StringComparer.Ordinal)];
}
