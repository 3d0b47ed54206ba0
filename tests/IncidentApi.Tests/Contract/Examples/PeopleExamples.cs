using System.Net;
using System.Text.Json.Nodes;
using IncidentApi.Tests.Support;

namespace IncidentApi.Tests.Contract.Examples;

/// <summary>Somebody in the register: found, merged, read from the vault, forgotten.</summary>
public sealed class PeopleExamples(Api api)
{
    [Fact]
    public async Task The_examples_of_people_are_answers()
    {
        var kept = new KeptExamples("People");
        var organisation = await api.NewOrganisationAsync(new { name = "Legal Aid Bishkek" });
        var (one, other) = (await RecordedAsync(organisation, "7", "A. B."), await RecordedAsync(organisation, "19", "А. Б."));
        var body = JsonNode.Parse("""{"externalRef":{"system":"desk","id":"7"},"label":"a lawyer","disclosure":"organisation","name":"A. B.","aliases":["А. Б."]}""")!;
        await kept.KeepAsync("PersonBody", body);
        var before = (await organisation.Admin.ReadAsync($"/v1/people/{one}")).Expect(HttpStatusCode.OK);
        var named = (await organisation.Admin.PutAsync($"/v1/people/{one}", body, before.ETag)).Expect(HttpStatusCode.OK);
        await kept.KeepAsync("Person", named.Json);
        var search = JsonNode.Parse("""{"externalRef":{"system":"desk","id":"7"}}""")!;
        await kept.KeepAsync("PersonSearch", search);
        await kept.KeepAsync("FoundPeople", (await organisation.Admin.PostAsync("/v1/people/search", search)).Expect(HttpStatusCode.OK).Json);

        var merge = new JsonObject { ["other"] = other };
        await kept.KeepAsync("MergeBody", merge);
        await kept.KeepAsync("mergePeople", (await organisation.Admin.PostAsync($"/v1/people/{one}/merges", merge)).Expect(HttpStatusCode.OK).Json);
        (await organisation.Admin.SendAsync(HttpMethod.Delete, $"/v1/people/{one}/merges/{other}")).Expect(HttpStatusCode.OK);
        await kept.KeepAsync("PersonHistoryPage", (await organisation.Admin.ReadAsync($"/v1/people/{one}/history")).Expect(HttpStatusCode.OK).Json);
        await kept.KeepAsync("RevealedIdentity", (await organisation.Admin.PostAsync($"/v1/people/{one}/identity-access",
            new JsonObject { ["reason"] = "The lawyer needs the name for the complaint of 3 May." })).Expect(HttpStatusCode.OK).Json);
        await kept.KeepAsync("forgetPerson", (await organisation.Admin.SendAsync(HttpMethod.Delete, $"/v1/people/{one}/identity?reason=person_asked")).Expect(HttpStatusCode.OK).Json);
    }

    private static async Task<string> RecordedAsync(TestOrganisation organisation, string id, string name)
    {
        var people = $$"""[{"ref":"v1","role":"victim","kind":"person","name":"{{name}}","label":"a lawyer","disclosure":"organisation","externalRef":{"system":"desk","id":"{{id}}"} }]""";
        var made = (await organisation.Admin.PostAsync("/v1/incidents", Given.Incident().With("/people", JsonNode.Parse(people)))).Expect(HttpStatusCode.Created);
        return (string)made.Json["people"]![0]!["personId"]!;
    }
}
