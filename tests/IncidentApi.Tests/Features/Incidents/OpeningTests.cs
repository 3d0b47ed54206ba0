using System.Net;
using System.Text.Json.Nodes;
using IncidentApi.Tests.Support;

namespace IncidentApi.Tests.Features.Incidents;

/// <summary>What a key without incidents:review, a stolen one perhaps, makes of a record that others see already.</summary>
public sealed class OpeningTests(Api api)
{
    [Theory]
    [InlineData("/people/0/disclosure", "\"public\"", "/people/0")]
    [InlineData("/people/0/ref", "\"other\"", null)]
    [InlineData("/people", "null", "/people")]
    [InlineData("/people/1/consent/scope", "\"public_anonymous\"", "/people/1")]
    [InlineData("/people/2/name", "\"Gulnara Sadykova\"", "/people/2")]
    [InlineData("/sources/0/released", "true", "/sources/0")]
    [InlineData("/sources/1/confidential", "false", "/sources/1")]
    [InlineData("/sources/2/title", "\"What else was said\"", "/sources/2")]
    [InlineData("/translations/ru/reviewed", "true", "/translations/ru")]
    [InlineData("/translations/ky/summary", "\"Дагы\"", "/translations/ky")]
    [InlineData("/location/disclosure", "\"exact\"", "/location")]
    [InlineData("/violations/0/location/disclosure", "\"locality\"", "/violations/0/location")]
    [InlineData("/summary", "\"Three officers came.\"", null)]
    public async Task Only_a_reviewer_opens_what_was_closed(string at, string value, string? opened)
    {
        var organisation = await api.NewOrganisationAsync();
        var reporter = await WithRoleAsync(organisation, "reporter");
        var published = await organisation.PublishedAsync(Record());
        var before = Assert.Single(await api.Anonymous().ItemsAsync("/v1/incidents", organisation)).ToJsonString();
        var body = (await organisation.Admin.ReadAsync($"/v1/incidents/{published.Id}?fields=body")).Json.AsObject();
        body = at == "/people/0/ref" ? Renamed(body) : at == "/people" ? Unpeopled(body) : body.With(at, JsonNode.Parse(value));

        var answer = await reporter.PutAsync($"/v1/incidents/{published.Id}", body, published.ETag);

        if (opened is null)
        {
            answer.Expect(HttpStatusCode.OK);
            return;
        }

        Assert.Equal([opened], answer.Expect(403, "missing-scope").Pointers);
        Assert.Equal(before, Assert.Single(await api.Anonymous().ItemsAsync("/v1/incidents", organisation)).ToJsonString());
        (await organisation.Admin.PutAsync($"/v1/incidents/{published.Id}", body, published.ETag)).Expect(HttpStatusCode.OK);
    }

    [Fact]
    public async Task What_nobody_else_sees_yet_anybody_may_prepare_and_what_closes_needs_nobody()
    {
        var organisation = await api.NewOrganisationAsync();
        var reporter = await WithRoleAsync(organisation, "reporter");
        var draft = (await reporter.PostAsync("/v1/incidents", Record())).Expect(HttpStatusCode.Created);
        (await reporter.PutAsync($"/v1/incidents/{draft.Id}", Record().With("/people/0/disclosure", "public"), draft.ETag)).Expect(HttpStatusCode.OK);

        var published = await organisation.PublishedAsync(Record());
        (await reporter.PutAsync($"/v1/incidents/{published.Id}", Record().With("/people/2/disclosure", "organisation").With("/location/disclosure", "hidden"), published.ETag))
            .Expect(HttpStatusCode.OK);
    }

    [Fact]
    public async Task Who_only_reads_does_not_learn_from_a_preview_which_passages_name_somebody_hidden()
    {
        var organisation = await api.NewOrganisationAsync();
        var record = (await organisation.Admin.PostAsync("/v1/incidents", Record().With("/summary", "Talgat Beishenov was there."))).Expect(HttpStatusCode.Created);
        var path = $"/v1/incidents/{record.Id}/preview?audience=public";

        (await (await WithRoleAsync(organisation, "observer")).SendAsync(HttpMethod.Post, path)).Expect(403, "missing-scope");
        (await (await WithRoleAsync(organisation, "reporter")).SendAsync(HttpMethod.Post, path)).Expect(HttpStatusCode.OK);
    }

    [Fact]
    public async Task A_record_that_is_verified_no_longer_is_no_longer_shown_where_the_organisation_asks_for_it()
    {
        var careful = await api.NewOrganisationAsync(new { name = "Careful", needsVerification = true });
        var made = (await careful.Admin.PostAsync("/v1/incidents", Given.Incident())).Expect(HttpStatusCode.Created);
        var verified = await VerifyAsync(careful, made, "corroborated");
        var submitted = (await careful.StepAsync(verified, "submitted")).Expect(HttpStatusCode.OK);
        var published = (await careful.StepAsync(submitted, "published", "public")).Expect(HttpStatusCode.OK);

        var doubted = await VerifyAsync(careful, published, "unverified");

        Assert.Equal("organisation", (string)doubted.Json["visibility"]!);
        Assert.Empty(await api.Anonymous().ItemsAsync("/v1/incidents", careful));
    }

    private static async Task<Answer> VerifyAsync(TestOrganisation organisation, Answer record, string status) => (await organisation.Admin.SendAsync(HttpMethod.Post,
        $"/v1/incidents/{record.Id}/verification", new JsonObject { ["status"] = status, ["method"] = "document_review" }, record.ETag)).Expect(HttpStatusCode.OK);

    private async Task<HttpClient> WithRoleAsync(TestOrganisation organisation, string role)
    {
        var key = (await organisation.Admin.PostAsync($"/v1/organisations/{organisation.Id}/keys", new JsonObject { ["name"] = role, ["role"] = role })).Expect(HttpStatusCode.Created);
        return api.With((string)key.Json["key"]!);
    }

    private static JsonObject Renamed(JsonObject body) =>
        body.With("/people/0/ref", "other").With("/violations/0/victims", new JsonArray("other"));

    private static JsonObject Unpeopled(JsonObject body)
    {
        body.Remove("people");
        return body.With("/violations/0/victims", null);
    }

    private static JsonObject Record() => Given.Incident("A lawyer is searched", type: "raid_home")
        .With("/people", JsonNode.Parse("""
            [
              {"ref":"v1","role":"victim","kind":"person","name":"Talgat Beishenov","label":"a lawyer"},
              {"ref":"v2","role":"victim","kind":"person","name":"Nurlan Osmonov","label":"a neighbour","consent":{"scope":"withdrawn","on":"2024-06"}},
              {"ref":"p1","role":"alleged_perpetrator","kind":"person","name":"Ulan Ismailov","label":"an officer","disclosure":"public"}
            ]
            """))
        .With("/violations/0/victims", new JsonArray("v1"))
        .With("/location", JsonNode.Parse("""{"country":"KG","region":"KG-GB","locality":"Bishkek"}"""))
        .With("/violations/0/location", JsonNode.Parse("""{"country":"KG","region":"KG-GB","locality":"Bishkek"}"""))
        .With("/sources", JsonNode.Parse("""
            [
              {"ref":"s1","kind":"media","title":"A search","url":"https://example.org/1"},
              {"ref":"s2","kind":"media","title":"Another search","confidential":true},
              {"ref":"s3","kind":"media","title":"What was said","released":true}
            ]
            """))
        .With("/translations", JsonNode.Parse("""{"ru":{"title":"Обыск у адвоката"},"ky":{"summary":"Тинтүү","reviewed":true}}"""));
}
