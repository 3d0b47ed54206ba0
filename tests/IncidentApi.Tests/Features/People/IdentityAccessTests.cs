using System.Net;
using System.Text.Json.Nodes;
using IncidentApi.Features.People.Identities;
using IncidentApi.Tests.Support;

namespace IncidentApi.Tests.Features.People;

/// <summary>Reading a hidden name: only with a reason, for a short while, in the audit log, and not often.</summary>
public sealed class IdentityAccessTests(Api api)
{
    private static readonly JsonObject Reason = new() { ["reason"] = "The complaint needs it" };

    [Fact]
    public async Task A_hidden_name_is_read_with_a_reason_that_the_audit_log_keeps()
    {
        var (organisation, id) = await HiddenAsync();

        var shown = (await organisation.Admin.PostAsync($"/v1/people/{id}/identity-access", Reason.DeepClone())).Expect(HttpStatusCode.OK);

        Assert.Equal(("Zhyldyz Canaryname", "Zhyl"), ((string)shown.Json["name"]!, (string)shown.Json["aliases"]![0]!));
        Assert.Equal("no-store", shown.Headers.CacheControl!.ToString());
        var entry = Assert.Single((await api.SqlAsync("postgres", $"""
            select e.subject_id, r.text from audit_entries e join audit_reasons r using (organisation_id, position)
            where organisation_id = '{organisation.Id}' and act = 'identity_read'
            """)));
        Assert.Equal((Guid.Parse(id), "The complaint needs it"), ((Guid)entry[0], (string)entry[1]));
    }

    [Fact]
    public async Task One_reason_lasts_for_a_while_for_one_key_and_one_person_and_every_reading_is_audited()
    {
        var (organisation, id) = await HiddenAsync();
        var other = (await organisation.Admin.PutAsync($"/v1/people/{Guid.CreateVersion7()}", JsonNode.Parse("""{"label":"x","disclosure":"vault","name":"Other"}""")!)).Expect(HttpStatusCode.Created).Id;
        var second = await KeyAsync(organisation, "identities:read");
        await organisation.Admin.PostAsync($"/v1/people/{id}/identity-access", Reason.DeepClone());

        (await organisation.Admin.PostAsync($"/v1/people/{id}/identity-access", new JsonObject())).Expect(HttpStatusCode.OK);
        (await organisation.Admin.PostAsync($"/v1/people/{other}/identity-access", new JsonObject())).Expect(422, "required");
        (await second.PostAsync($"/v1/people/{id}/identity-access", new JsonObject())).Expect(422, "required");
        await api.SqlAsync("postgres", $"update identity_grants set expires_at = now() - interval '1 second' where organisation_id = '{organisation.Id}'");
        (await organisation.Admin.PostAsync($"/v1/people/{id}/identity-access", new JsonObject())).Expect(422, "required");

        Assert.Equal(2L, (await api.SqlAsync("postgres", $"select count(*) from audit_entries where organisation_id = '{organisation.Id}' and act = 'identity_read'"))[0][0]);
    }

    [Fact]
    public async Task A_reason_that_holds_the_name_in_any_spelling_is_refused()
    {
        var (organisation, id) = await HiddenAsync();

        foreach (var reason in new[] { "To call Zhyldyz", "Для Жылдыз Канарынаме", "canaryname's lawyer" })
        {
            var refused = (await organisation.Admin.PostAsync($"/v1/people/{id}/identity-access", new JsonObject { ["reason"] = reason })).Expect(422, "names-somebody");
            Assert.Equal(["/reason"], refused.Pointers);
        }

        Assert.Empty(await api.SqlAsync("postgres", $"select 1 from audit_reasons where organisation_id = '{organisation.Id}'"));
    }

    [Fact]
    public async Task Without_the_scope_nobody_learns_even_that_there_is_a_name()
    {
        var (organisation, id) = await HiddenAsync();
        var reporter = await KeyAsync(organisation, "incidents:read", "incidents:write", "incidents:review", "organisation:manage");

        (await reporter.PostAsync($"/v1/people/{id}/identity-access", Reason.DeepClone())).Expect(403, "missing-scope");
        (await reporter.PostAsync($"/v1/people/{Guid.CreateVersion7()}/identity-access", Reason.DeepClone())).Expect(403, "missing-scope");
        (await organisation.Admin.PostAsync($"/v1/people/{Guid.CreateVersion7()}/identity-access", Reason.DeepClone())).Expect(404, "not-found");
    }

    [Fact]
    public async Task Nobody_reads_them_all_not_even_over_two_instances_at_once()
    {
        var (organisation, id) = await HiddenAsync();
        await using var another = await api.StartServiceAsync();
        var clients = new[] { organisation.Admin, api.With(organisation.AdminKey, new Uri(another.Urls.Single())) };

        var answers = await Task.WhenAll(Enumerable.Range(0, IdentityGrants.MostInAnHour + 10).Select(i => clients[i % 2].PostAsync($"/v1/people/{id}/identity-access", Reason.DeepClone())));

        Assert.Equal(IdentityGrants.MostInAnHour, answers.Count(answer => answer.Status == HttpStatusCode.OK));
        var refused = answers.Where(answer => answer.Status != HttpStatusCode.OK).ToList();
        Assert.All(refused, answer => answer.Expect(429, "too-many-identity-reads"));
        Assert.All(refused, answer => Assert.InRange(answer.Headers.RetryAfter!.Delta!.Value.TotalMinutes, 50, 60));
    }

    [Fact]
    public async Task Whoever_only_reads_cannot_try_out_names_until_one_is_hidden()
    {
        var (organisation, id) = await HiddenAsync();
        var observer = await KeyAsync(organisation, "incidents:read");

        Assert.Empty((await observer.PostAsync("/v1/people/search", new JsonObject { ["name"] = "Canaryname" })).Expect(HttpStatusCode.OK).Json["items"]!.AsArray());
        var found = Assert.Single((await organisation.Admin.PostAsync("/v1/people/search", new JsonObject { ["name"] = "Канарынаме" })).Expect(HttpStatusCode.OK).Json["items"]!.AsArray());
        Assert.Equal(["id", "label", "disclosure"], ((JsonObject)found!).Select(member => member.Key));
        Assert.Equal(id, (string)found!["id"]!);
    }

    private async Task<(TestOrganisation Organisation, string Person)> HiddenAsync()
    {
        var organisation = await api.NewOrganisationAsync();
        var made = (await organisation.Admin.PutAsync($"/v1/people/{Guid.CreateVersion7()}",
            JsonNode.Parse("""{"label":"a witness","disclosure":"vault","name":"Zhyldyz Canaryname","aliases":["Zhyl"]}""")!)).Expect(HttpStatusCode.Created);
        return (organisation, made.Id);
    }

    private async Task<HttpClient> KeyAsync(TestOrganisation organisation, params string[] scopes)
    {
        var key = new JsonObject { ["name"] = "k", ["scopes"] = new JsonArray([.. scopes.Select(scope => (JsonNode)scope)]) };
        return api.With((string)(await organisation.Admin.PostAsync($"/v1/organisations/{organisation.Id}/keys", key)).Expect(HttpStatusCode.Created).Json["key"]!);
    }
}
