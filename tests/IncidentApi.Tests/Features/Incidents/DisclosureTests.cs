using System.Net;
using System.Text.Json.Nodes;
using IncidentApi.Tests.Support;

namespace IncidentApi.Tests.Features.Incidents;

/// <summary>Names on their way out: the scan that stops them, what a reviewer may release, and consent that is taken back.</summary>
public sealed class DisclosureTests(Api api)
{
    [Theory]
    [InlineData("/title", "Talgat Beishenov was searched")]
    [InlineData("/summary", "Вчера Бейшенову сообщили, что дело закрыто.")]
    [InlineData("/people/0/label", "a lawyer (Beyshenov's office)")]
    [InlineData("/tags/0", "FreeBeishenov")]
    [InlineData("/developments/0/text", "The court released T. Beishenov.")]
    [InlineData("/sources/0/publisher", "Beishenov and partners")]
    [InlineData("/violations/0/proceedings/0/charge", "Article 278, with regard to Beishenov")]
    public async Task A_text_that_names_a_hidden_person_is_not_published(string at, string text)
    {
        var organisation = await api.NewOrganisationAsync();
        var body = Record().With(at, text);
        var made = (await organisation.Admin.PostAsync("/v1/incidents", body)).Expect(HttpStatusCode.Created);
        var submitted = (await organisation.StepAsync(made, "submitted")).Expect(HttpStatusCode.OK);

        var refused = (await organisation.StepAsync(submitted, "published", "public")).Expect(422, "name-in-text");

        Assert.Equal([at], refused.Pointers);
        Assert.DoesNotContain("eishenov", refused.Text, StringComparison.OrdinalIgnoreCase);
        Assert.Empty(await api.Anonymous().ItemsAsync("/v1/incidents", organisation));
        (await organisation.StepAsync(submitted, "published", "organisation")).Expect(HttpStatusCode.OK);
    }

    [Fact]
    public async Task A_reviewer_releases_a_passage_with_a_reason_and_only_as_it_stands()
    {
        var organisation = await api.NewOrganisationAsync();
        var body = Record().With("/summary", "The office lies in Beishenov street.");
        var made = (await organisation.Admin.PostAsync("/v1/incidents", body)).Expect(HttpStatusCode.Created);
        var submitted = (await organisation.StepAsync(made, "submitted")).Expect(HttpStatusCode.OK);
        var release = new JsonObject { ["to"] = "published", ["visibility"] = "public", ["release"] = new JsonObject { ["pointers"] = new JsonArray("/summary"), ["reason"] = "A street." } };

        var released = (await organisation.Admin.SendAsync(HttpMethod.Post, $"/v1/incidents/{made.Id}/transitions", release, submitted.ETag)).Expect(HttpStatusCode.OK);
        Assert.Equal("/summary", (string)released.Json["releases"]![0]!["pointer"]!);
        Assert.Contains("Beishenov street", Assert.Single(await api.Anonymous().ItemsAsync("/v1/incidents", organisation)).ToJsonString(), StringComparison.Ordinal);
        Assert.Equal(1L, (await api.SqlAsync("postgres", $"select count(*) from audit_entries where organisation_id = '{organisation.Id}' and act = 'name_scan_overridden'"))[0][0]);

        var noted = (await organisation.PatchAsync(released, new JsonObject { ["notes"] = "Checked." })).Expect(HttpStatusCode.OK);
        var refused = (await organisation.PatchAsync(noted, new JsonObject { ["summary"] = "Beishenov was in the office." })).Expect(422, "name-in-text");
        Assert.Equal(["/summary"], refused.Pointers);
        (await organisation.Admin.SendAsync(HttpMethod.Post, $"/v1/incidents/{made.Id}/transitions", JsonNode.Parse("""
            {"to":"published","visibility":"public","release":{"pointers":["/nothing"],"reason":"x"}}
            """), noted.ETag)).Expect(422, "unknown-ref");
    }

    [Fact]
    public async Task A_released_passage_is_released_for_nobody_who_is_hidden_later()
    {
        var organisation = await api.NewOrganisationAsync();
        var released = await ReleasedAsync(organisation, "The office of Aibek Toktogulov lies in Beishenov street.");
        var people = released.Json["people"]!.DeepClone().AsArray();
        people.Add(JsonNode.Parse("""{"ref":"w1","role":"witness","kind":"person","name":"Aibek Toktogulov","label":"a witness"}"""));

        var refused = (await organisation.PatchAsync(released, new JsonObject { ["people"] = people })).Expect(422, "name-in-text");

        Assert.Equal(["/summary"], refused.Pointers);
        people[1]!["disclosure"] = "organisation";
        (await organisation.PatchAsync(released, new JsonObject { ["people"] = people.DeepClone() })).Expect(422, "name-in-text");
        people[1]!["name"] = "Cholpon Asanova";
        (await organisation.PatchAsync(released, new JsonObject { ["people"] = people.DeepClone() })).Expect(HttpStatusCode.OK);
    }

    [Fact]
    public async Task A_passage_that_was_released_while_somebody_agreed_is_hidden_when_consent_is_taken_back()
    {
        var organisation = await api.NewOrganisationAsync();
        var released = await ReleasedAsync(organisation, "Beishenov was taken from his office.", """{"scope":"public_anonymous","on":"2024-05-04"}""");
        Assert.Contains("Beishenov", Assert.Single(await api.Anonymous().ItemsAsync("/v1/incidents", organisation)).ToJsonString(), StringComparison.Ordinal);
        var people = released.Json["people"]!.DeepClone().AsArray();
        people[0]!["consent"]!["scope"] = "withdrawn";

        var hidden = (await organisation.PatchAsync(released, new JsonObject { ["people"] = people })).Expect(HttpStatusCode.OK);

        Assert.Equal("organisation", (string)hidden.Json["visibility"]!);
        Assert.Empty(await api.Anonymous().ItemsAsync("/v1/incidents", organisation));
    }

    [Fact]
    public async Task Consent_that_is_taken_back_hides_at_once_even_where_a_text_still_names_the_person()
    {
        var organisation = await api.NewOrganisationAsync();
        var body = Record().With("/people/0/disclosure", "public").With("/people/0/consent", JsonNode.Parse("""{"scope":"public_named","on":"2024-05-04"}"""))
            .With("/summary", "Talgat Beishenov was taken from his office.");
        var own = await organisation.PublishedAsync(body);
        Assert.Contains("Talgat Beishenov", Assert.Single(await api.Anonymous().ItemsAsync("/v1/incidents", organisation)).ToJsonString(), StringComparison.Ordinal);

        var people = own.Json["people"]!.DeepClone().AsArray();
        people[0]!["consent"]!["scope"] = "withdrawn";
        var hidden = (await organisation.PatchAsync(own, new JsonObject { ["people"] = people })).Expect(HttpStatusCode.OK);

        Assert.Equal("organisation", (string)hidden.Json["visibility"]!);
        Assert.Empty(await api.Anonymous().ItemsAsync("/v1/incidents", organisation));
        (await organisation.StepAsync(hidden, "published", "public")).Expect(422, "name-in-text");

        var mended = (await organisation.PatchAsync(hidden, new JsonObject { ["summary"] = "A lawyer was taken from his office." })).Expect(HttpStatusCode.OK);
        (await organisation.StepAsync(mended, "published", "public")).Expect(HttpStatusCode.OK);
        var shown = Assert.Single(await api.Anonymous().ItemsAsync("/v1/incidents", organisation));
        Assert.Null(shown["people"]);
        Assert.DoesNotContain("eishenov", shown.ToJsonString(), StringComparison.OrdinalIgnoreCase);
    }

    [Fact]
    public async Task A_name_that_is_hidden_in_one_record_is_not_published_in_another()
    {
        var organisation = await api.NewOrganisationAsync();
        var secret = Record().With("/people/0/disclosure", "vault").With("/people/0/label", "a witness").With("/people/0/role", "witness");
        (await organisation.Admin.PostAsync("/v1/incidents", secret)).Expect(HttpStatusCode.Created);

        var other = (await organisation.Admin.PostAsync("/v1/incidents", Given.Incident("Searches").With("/summary", "Officers asked for Бейшенова Талгата."))).Expect(HttpStatusCode.Created);
        var submitted = (await organisation.StepAsync(other, "submitted")).Expect(HttpStatusCode.OK);

        Assert.Equal(["/summary"], (await organisation.StepAsync(submitted, "published", "public")).Expect(422, "name-in-text").Pointers);
        var stranger = await api.NewOrganisationAsync();
        await stranger.PublishedAsync(Given.Incident("Searches").With("/summary", "Officers asked for Бейшенова Талгата."));
    }

    [Fact]
    public async Task A_vaulted_person_of_the_record_is_found_by_one_word_of_the_name_and_stays_out_of_what_is_public()
    {
        var organisation = await api.NewOrganisationAsync();
        var body = Record().With("/people/0/disclosure", "vault").With("/summary", "They asked about Beishenov.");
        var made = (await organisation.Admin.PostAsync("/v1/incidents", body)).Expect(HttpStatusCode.Created);
        var submitted = (await organisation.StepAsync(made, "submitted")).Expect(HttpStatusCode.OK);

        var refused = (await organisation.StepAsync(submitted, "published", "public")).Expect(422, "name-in-text");
        Assert.Equal(["/summary"], refused.Pointers);

        var mended = (await organisation.PatchAsync(submitted, new JsonObject { ["summary"] = "They asked about a lawyer." })).Expect(HttpStatusCode.OK);
        (await organisation.StepAsync(mended, "published", "public")).Expect(HttpStatusCode.OK);
        Assert.Null(Assert.Single(await api.Anonymous().ItemsAsync("/v1/incidents", organisation))["people"]);
    }

    [Fact]
    public async Task Hiding_somebody_who_was_shown_is_refused_while_a_text_names_him_and_takes_the_name_out_of_the_rows_when_not()
    {
        var organisation = await api.NewOrganisationAsync();
        var own = await organisation.PublishedAsync(Record().With("/people/0/disclosure", "public").With("/summary", "Beishenov was taken from his office."));
        JsonArray Vaulted()
        {
            var people = own.Json["people"]!.DeepClone().AsArray();
            people[0]!["disclosure"] = "vault";
            return people;
        }

        Assert.Equal(["/summary"], (await organisation.PatchAsync(own, new JsonObject { ["people"] = Vaulted() })).Expect(422, "name-in-text").Pointers);
        (await organisation.PatchAsync(own, new JsonObject { ["people"] = Vaulted(), ["summary"] = "A lawyer was taken from his office." })).Expect(HttpStatusCode.OK);

        var rows = await api.SqlAsync("postgres", $"select document::text || brief::text || search::text from public_incidents where organisation_id = '{organisation.Id}' union all select document::text || search::text from shared_incidents where organisation_id = '{organisation.Id}'");
        Assert.Equal(2, rows.Count);
        Assert.All(rows, row => Assert.DoesNotContain("eishenov", (string)row[0], StringComparison.OrdinalIgnoreCase));
    }

    [Fact]
    public async Task A_preview_shows_what_would_be_seen_what_was_removed_and_who_could_be_recognised()
    {
        var organisation = await api.NewOrganisationAsync();
        var body = Record().With("/summary", "Beishenov was searched.").With("/notes", "For us.").With("/location/region", "KG-GB").With("/location/locality", "Bishkek");
        var made = (await organisation.Admin.PostAsync("/v1/incidents", body)).Expect(HttpStatusCode.Created);
        var path = $"/v1/incidents/{made.Id}/preview";

        var preview = (await organisation.Admin.SendAsync(HttpMethod.Post, path + "?audience=public")).Expect(HttpStatusCode.OK).Json;

        Assert.Equal("public", (string)preview["document"]!["visibility"]!);
        Assert.Equal("2024-05", (string)preview["document"]!["occurred"]!["from"]!);
        Assert.Null(preview["document"]!["location"]!["locality"]);
        Assert.Null(preview["document"]!["notes"]);
        var removed = preview["removed"]!.AsArray().ToLookup(removal => (string)removal!["pointer"]!, removal => (string)removal!["reason"]!);
        Assert.Contains("internal", removed["/notes"]);
        Assert.Contains("name_hidden", removed["/people/0/name"]);
        Assert.Contains("leads_to_hidden", removed["/occurred/from"]);
        Assert.Equal(("/summary", "v1"), ((string)preview["found"]![0]!["pointer"]!, (string)preview["found"]![0]!["person"]!));
        var alike = Assert.Single(preview["alike"]!.AsArray())!;
        Assert.Equal(("victim", "2024-05", "KG-GB"), ((string)alike["role"]!, (string)alike["month"]!, (string)alike["region"]!));
        Assert.True((long)alike["records"]! >= 1);
        (await organisation.Admin.SendAsync(HttpMethod.Post, path)).Expect(400, "invalid-parameter");
        (await organisation.Admin.SendAsync(HttpMethod.Post, path + "?audience=everybody")).Expect(400, "invalid-parameter");
        Assert.Empty(await api.Anonymous().ItemsAsync("/v1/incidents", organisation));
    }

    [Fact]
    public async Task Partners_see_the_names_that_may_go_to_them_and_the_public_does_not()
    {
        var (organisation, partner) = (await api.NewOrganisationAsync(), await api.NewOrganisationAsync());
        await organisation.PublishedAsync(Record().With("/people/0/disclosure", "partners"));
        (await organisation.ShareAsync(partner)).Expect(HttpStatusCode.Created);

        var shared = Assert.Single(await partner.Admin.ItemsAsync("/v1/incidents?scope=shared", organisation));
        var shown = Assert.Single(await api.Anonymous().ItemsAsync("/v1/incidents", organisation));

        Assert.Equal("Talgat Beishenov", (string)shared["people"]![0]!["name"]!);
        Assert.Equal("2024-05-03", (string)shared["occurred"]!["from"]!);
        Assert.Equal(("a lawyer", null), ((string)shown["people"]![0]!["label"]!, (string?)shown["people"]![0]!["name"]));
        Assert.Equal("2024-05", (string)shown["occurred"]!["from"]!);
        Assert.NotEqual((string)shared["id"]!, (string)shown["id"]!);
        Assert.Single(await partner.Admin.ItemsAsync("/v1/incidents?scope=shared&q=beishenov", organisation));
        Assert.Empty(await api.Anonymous().ItemsAsync("/v1/incidents?q=beishenov", organisation));
        Assert.Empty(await api.Anonymous().ItemsAsync("/v1/incidents?from=2024-05-03&to=2024-05-03", organisation));
    }

    /// <summary>A public record with a summary that a reviewer released.</summary>
    private static async Task<Answer> ReleasedAsync(TestOrganisation organisation, string summary, string? consent = null)
    {
        var body = Record().With("/summary", summary);
        if (consent is not null) body = body.With("/people/0/consent", JsonNode.Parse(consent));
        var made = (await organisation.Admin.PostAsync("/v1/incidents", body)).Expect(HttpStatusCode.Created);
        var submitted = (await organisation.StepAsync(made, "submitted")).Expect(HttpStatusCode.OK);
        var release = JsonNode.Parse("""{"to":"published","visibility":"public","release":{"pointers":["/summary"],"reason":"A street."}}""");
        return (await organisation.Admin.SendAsync(HttpMethod.Post, $"/v1/incidents/{made.Id}/transitions", release, submitted.ETag)).Expect(HttpStatusCode.OK);
    }

    private static JsonObject Record() => Given.Incident("A lawyer is searched").With("/people", JsonNode.Parse("""
        [{"ref":"v1","role":"victim","kind":"person","name":"Talgat Beishenov","label":"a lawyer","disclosure":"organisation"}]
        """)).With("/violations/0/victims", new JsonArray("v1"))
        .With("/violations/0/proceedings", JsonNode.Parse("""[{"kind":"criminal","body":"a district court","charge":"Article 278"}]"""))
        .With("/developments", JsonNode.Parse("""[{"date":"2024-06","kind":"release","text":"The court let the lawyer go."}]"""))
        .With("/sources", JsonNode.Parse("""[{"kind":"media","publisher":"A newspaper"}]""")).With("/tags", new JsonArray("office"));
}
