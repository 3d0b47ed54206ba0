using System.Net;
using System.Text.Json.Nodes;
using IncidentApi.Tests.Support;

namespace IncidentApi.Tests.Features.People;

/// <summary>Names of hidden people: they go into the vault, and nothing else ever holds them.</summary>
public sealed class VaultTests(Api api)
{
    private const string Witness = """[{"ref":"w1","role":"witness","kind":"person","name":"Zhyldyz Canaryname","aliases":["Zhyl Canaryalias"]}]""";

    [Fact]
    public async Task A_witness_s_name_is_in_no_answer_and_in_no_row()
    {
        var organisation = await api.NewOrganisationAsync();
        var made = (await organisation.Admin.PostAsync("/v1/incidents", Recording(Witness), ("Idempotency-Key", "a"))).Expect(HttpStatusCode.Created);

        var person = made.Json["people"]![0]!;
        Assert.Equal(("vault", "Witness"), ((string)person["disclosure"]!, (string)person["label"]!));
        var entry = (await organisation.Admin.ReadAsync($"/v1/people/{(string)person["personId"]!}")).Expect(HttpStatusCode.OK);
        Assert.Equal(made.Id, (string)entry.Json["incidents"]![0]!["id"]!);
        foreach (var path in new[] { $"/v1/incidents/{made.Id}", $"/v1/incidents/{made.Id}/history", "/v1/incidents?fields=all", $"/v1/people/{(string)person["personId"]!}", "/v1/audit" })
        {
            Assert.DoesNotContain("canary", (await organisation.Admin.ReadAsync(path)).Text, StringComparison.OrdinalIgnoreCase);
        }

        Assert.Equal(0, (int)(await organisation.Admin.ReadAsync("/v1/incidents?q=canaryname&count=exact")).Json["count"]!);
        await AssertNowhereAsync(organisation, "canary");
    }

    [Fact]
    public async Task A_repeat_by_key_or_by_external_ref_is_recognised_without_the_name()
    {
        var organisation = await api.NewOrganisationAsync();
        var body = Recording(Witness).With("/externalRef", JsonNode.Parse("""{"system":"s","id":"1"}"""));
        var made = (await organisation.Admin.PostAsync("/v1/incidents", body, ("Idempotency-Key", "a"))).Expect(HttpStatusCode.Created);

        var replayed = (await organisation.Admin.PostAsync("/v1/incidents", body, ("Idempotency-Key", "a"))).Expect(HttpStatusCode.Created);
        var again = (await organisation.Admin.PostAsync("/v1/incidents", body)).Expect(HttpStatusCode.OK);
        var put = (await organisation.Admin.PutAsync($"/v1/incidents/{made.Id}", body)).Expect(HttpStatusCode.OK);
        var other = await organisation.Admin.PostAsync("/v1/incidents", ((JsonObject)body.DeepClone()).With("/people/0/name", "Somebody Else"));

        Assert.All([replayed, again, put], answer => Assert.Equal(made.Text, answer.Text));
        other.Expect(409, "external-ref-taken");
    }

    [Fact]
    public async Task A_body_without_the_name_changes_nothing_of_it_and_one_with_another_name_seals_that()
    {
        var organisation = await api.NewOrganisationAsync();
        var made = (await organisation.Admin.PostAsync("/v1/incidents", Recording(Witness))).Expect(HttpStatusCode.Created);
        var before = await SealedAsync(organisation);

        var body = (JsonObject)(await organisation.Admin.ReadAsync($"/v1/incidents/{made.Id}?fields=body")).Json;
        Assert.Equal(made.ETag, (await organisation.Admin.PutAsync($"/v1/incidents/{made.Id}", body)).Expect(HttpStatusCode.OK).ETag);
        var retitled = (await organisation.Admin.PutAsync($"/v1/incidents/{made.Id}", body.With("/title", "Another title"), made.ETag)).Expect(HttpStatusCode.OK);
        Assert.Equal(before, await SealedAsync(organisation));

        var renamed = (await organisation.Admin.PutAsync($"/v1/incidents/{made.Id}", ((JsonObject)body.DeepClone()).With("/people/0/name", "Zhyldyz Canarychanged"), retitled.ETag)).Expect(HttpStatusCode.OK);
        Assert.Equal("\"3\"", renamed.ETag);
        Assert.Equal((string)made.Json["people"]![0]!["personId"]!, (string)renamed.Json["people"]![0]!["personId"]!);
        Assert.NotEqual(before, await SealedAsync(organisation));
        Assert.Single(await FoundAsync(organisation, "canarychanged"));
        Assert.Empty(await FoundAsync(organisation, "Zhyldyz Canaryname"));
        await AssertNowhereAsync(organisation, "canary");
    }

    [Fact]
    public async Task The_same_external_ref_in_two_records_is_one_person()
    {
        var organisation = await api.NewOrganisationAsync();
        const string people = """[{"ref":"v1","role":"victim","kind":"person","label":"a lawyer","name":"Azat Samplebek","externalRef":{"system":"desk","id":"7"}}]""";
        var one = (await organisation.Admin.PostAsync("/v1/incidents", Recording(people))).Expect(HttpStatusCode.Created);
        var two = (await organisation.Admin.PostAsync("/v1/incidents", Recording(people.Replace("Azat Samplebek", "Azat S. Samplebekov", StringComparison.Ordinal)))).Expect(HttpStatusCode.Created);

        var id = (string)one.Json["people"]![0]!["personId"]!;
        Assert.Equal(id, (string)two.Json["people"]![0]!["personId"]!);
        var person = (await organisation.Admin.ReadAsync($"/v1/people/{id}")).Expect(HttpStatusCode.OK);
        Assert.Equal(("Azat Samplebek", "Azat S. Samplebekov"), ((string)person.Json["name"]!, (string)person.Json["aliases"]![0]!));
        Assert.Equal([two.Id, one.Id], person.Json["incidents"]!.AsArray().Select(place => (string)place!["id"]!));
        Assert.Equal(2, (int)(await organisation.Admin.ReadAsync($"/v1/incidents?personId={id}&count=exact")).Json["count"]!);
        Assert.Equal(one.Text, (await organisation.Admin.PutAsync($"/v1/incidents/{one.Id}", Recording(people))).Expect(HttpStatusCode.OK).Text);
    }

    [Fact]
    public async Task Many_who_record_the_same_unknown_person_at_once_make_one_entry()
    {
        var organisation = await api.NewOrganisationAsync();
        const string people = """[{"ref":"v1","role":"victim","kind":"person","name":"Azat Samplebek","disclosure":"vault","externalRef":{"system":"desk","id":"7"}}]""";

        var made = await Task.WhenAll(Enumerable.Range(0, 12).Select(_ => organisation.Admin.PostAsync("/v1/incidents", Recording(people))));

        Assert.All(made, answer => answer.Expect(HttpStatusCode.Created));
        Assert.Single(made.Select(answer => (string)answer.Json["people"]![0]!["personId"]!).Distinct());
        Assert.Single(await FoundAsync(organisation, "samplebek"));
    }

    [Fact]
    public async Task A_person_of_another_organisation_is_nobody_here()
    {
        var (one, other) = (await api.NewOrganisationAsync(), await api.NewOrganisationAsync());
        var made = (await one.Admin.PostAsync("/v1/incidents", Recording(Witness))).Expect(HttpStatusCode.Created);
        var id = (string)made.Json["people"]![0]!["personId"]!;

        (await other.Admin.ReadAsync($"/v1/people/{id}")).Expect(404, "not-found");
        Assert.Empty(await FoundAsync(other, "Canaryname"));
        var mine = (await other.Admin.PostAsync("/v1/incidents", Recording($$"""[{"ref":"v1","role":"victim","kind":"person","label":"a","personId":"{{id}}"}]"""))).Expect(HttpStatusCode.Created);
        Assert.Equal(id, (string)mine.Json["people"]![0]!["personId"]!);
        Assert.Single((await one.Admin.ReadAsync($"/v1/people/{id}")).Json["incidents"]!.AsArray());
    }

    [Fact]
    public async Task A_row_that_was_moved_or_changed_is_named_and_not_served()
    {
        var organisation = await api.NewOrganisationAsync();
        var ids = new List<string>();
        foreach (var name in new[] { "Aibek One", "Bolot Two" })
        {
            ids.Add((await organisation.Admin.PutAsync($"/v1/people/{Guid.CreateVersion7()}", JsonNode.Parse($$"""{"label":"x","disclosure":"vault","name":"{{name}}"}""")!)).Expect(HttpStatusCode.Created).Id);
        }

        await api.SqlAsync("postgres", $"update people set identity = (select identity from people where id = '{ids[1]}') where id = '{ids[0]}'");

        var refused = (await organisation.Admin.PutAsync($"/v1/people/{ids[0]}", JsonNode.Parse("""{"label":"x","disclosure":"vault","name":"Aibek Three"}""")!, "*")).Expect(409, "identity-damaged");
        Assert.Contains(ids[0], refused.Text, StringComparison.Ordinal);
        (await organisation.Admin.PutAsync($"/v1/people/{ids[1]}", JsonNode.Parse("""{"label":"x","disclosure":"vault","name":"Bolot Two"}""")!)).Expect(HttpStatusCode.OK);
    }

    private static JsonObject Recording(string people) => Given.Incident().With("/people", JsonNode.Parse(people));

    private static async Task<List<string>> FoundAsync(TestOrganisation organisation, string name) =>
        [.. (await organisation.Admin.PostAsync("/v1/people/search", new JsonObject { ["name"] = name })).Expect(HttpStatusCode.OK).Json["items"]!.AsArray().Select(item => (string)item!["id"]!)];

    private async Task<string> SealedAsync(TestOrganisation organisation) =>
        (string)(await api.SqlAsync("postgres", $"select string_agg(encode(identity, 'hex'), ',') from people where organisation_id = '{organisation.Id}'"))[0][0];

    /// <summary>Looks into every row of every table as text.</summary>
    private async Task AssertNowhereAsync(TestOrganisation organisation, string word)
    {
        var tables = await api.SqlAsync("postgres", """
            select c.relname::text from pg_class c join pg_attribute a on a.attrelid = c.oid and a.attname = 'organisation_id'
            where c.relkind = 'r' and c.relnamespace = 'public'::regnamespace
            """);
        foreach (var table in tables.Select(row => (string)row[0]))
        {
            var found = await api.SqlAsync("postgres", $"select t::text from {table} t where organisation_id = '{organisation.Id}' and t::text ilike '%{word}%'");
            Assert.True(found.Count == 0, $"{table} holds it.");
        }

        Assert.True(tables.Count >= 15);
    }
}
