using System.Net;
using System.Text.Json.Nodes;
using IncidentApi.Tests.Support;

namespace IncidentApi.Tests.Features.Incidents.Plans;

/// <summary>The record with the most figures that the limits allow: it takes every step, and one victim more is refused.</summary>
public sealed class LargestRecordTests(Api api)
{
    private const int People = 200;
    private const int ActsOfAll = 25;

    [Fact]
    public async Task Two_hundred_people_who_suffered_twenty_five_acts_each_are_recorded_published_counted_and_withdrawn()
    {
        var organisation = await api.NewOrganisationAsync();

        var published = await organisation.PublishedAsync(Suffered());

        var figures = (await organisation.Admin.ReadAsync("/v1/statistics?measure=victims")).Expect(HttpStatusCode.OK).Json["total"]!["events"]!;
        Assert.Equal(People * ActsOfAll, (long)figures["min"]!);
        Assert.Equal(People * ActsOfAll, (long)(await api.SqlAsync("postgres", $"select count(*) from public_facts f join public_incidents p on p.id = f.incident_id where p.organisation_id = '{organisation.Id}'"))[0][0]);
        var patched = (await organisation.PatchAsync(published, new JsonObject { ["title"] = "Changed" })).Expect(HttpStatusCode.OK);
        (await organisation.Admin.SendAsync(HttpMethod.Delete, $"/v1/incidents/{patched.Id}?reason=other", null, patched.ETag)).Expect(HttpStatusCode.OK);
    }

    [Fact]
    public async Task One_victim_more_is_refused_with_what_to_do()
    {
        var organisation = await api.NewOrganisationAsync();
        var body = Suffered();
        body["violations"]!.AsArray().Add(JsonNode.Parse("""{"type":"threat","victims":["p0"]}"""));

        var refused = (await organisation.Admin.PostAsync("/v1/incidents", body)).Expect(422, "too-long");

        Assert.Equal(["/violations"], refused.Pointers);
        Assert.Contains("5001 victims together; at most 5000", (string)refused.Json["errors"]![0]!["detail"]!, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_record_of_before_the_limit_takes_every_change_that_names_no_more()
    {
        var organisation = await api.NewOrganisationAsync();
        var made = (await organisation.Admin.PostAsync("/v1/incidents", Suffered())).Expect(HttpStatusCode.Created);
        var act = ((JsonObject)made.Json["violations"]![0]!.DeepClone()).With("/ref", "before").ToJsonString();
        await api.SqlAsync("postgres", $"update incidents set document = jsonb_set(document::jsonb, '{{violations}}', document::jsonb -> 'violations' || '{act}'::jsonb)::json where id = '{made.Id}'");
        var acts = (await organisation.Admin.ReadAsync($"/v1/incidents/{made.Id}?fields=body")).Expect(HttpStatusCode.OK).Json["violations"]!;

        var patched = (await organisation.PatchAsync(made, new JsonObject { ["title"] = "Changed" })).Expect(HttpStatusCode.OK);
        var more = acts.DeepClone().AsArray();
        more.Add(JsonNode.Parse("{\"type\":\"threat\",\"victims\":[\"p0\"]}"));
        (await organisation.PatchAsync(patched, new JsonObject { ["violations"] = more })).Expect(422, "too-long");
        var same = (await organisation.PatchAsync(patched, new JsonObject { ["violations"] = acts.DeepClone().AsArray(), ["notes"] = "Mended." })).Expect(HttpStatusCode.OK);
        Assert.Equal(ActsOfAll + 1, same.Json["violations"]!.AsArray().Count);
        (await organisation.StepAsync(same, "submitted")).Expect(HttpStatusCode.OK);
    }

    private static JsonObject Suffered()
    {
        var refs = Enumerable.Range(0, People).Select(i => $"p{i}").ToList();
        return Given.Incident()
            .With("/people", new JsonArray([.. refs.Select(name => JsonNode.Parse($$"""{"ref":"{{name}}","role":"victim","kind":"person","label":"a participant"}"""))]))
            .With("/violations", new JsonArray([.. Enumerable.Range(0, ActsOfAll).Select(_ => new JsonObject { ["type"] = "arrest", ["victims"] = new JsonArray([.. refs.Select(name => (JsonNode)name)]) })]));
    }
}
