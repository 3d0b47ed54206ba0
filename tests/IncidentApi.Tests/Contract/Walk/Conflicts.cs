using System.Net;
using System.Text.Json.Nodes;
using IncidentApi.Tests.Architecture;
using IncidentApi.Tests.Features.Changes;
using IncidentApi.Tests.Support;

namespace IncidentApi.Tests.Contract.Walk;

/// <summary>What stands in the way of one operation and of no other: each has a state of its own in which it answers so.</summary>
internal sealed class Conflicts(Api api, Services services)
{
    public IEnumerable<Func<Task<Answer>>> To(Asked asked) => asked.ToString() switch
    {
        "createIncident 409" or "replaceIncident 409" or "patchIncident 409" or "replacePerson 409" => [() => TakenAsync(asked)],
        "transitionIncident 409" => [() => LeapingAsync(asked)],
        "mergePeople 409" => [() => MergedAsync(asked)],
        "createWebhook 409" => [() => OneTooManyAsync(asked)],
        "replayDead 409" or "replayDelivery 409" => [() => SwitchedOffAsync(asked)],
        "getProof 409" => [() => UnsealedAsync()],
        "accessIdentity 409" => [() => DamagedAsync(asked)],
        "accessIdentity 410" => [() => ForgottenAsync(asked)],
        "listChanges 410" or "streamChanges 410" => [() => SetBackAsync(asked)],
        _ => [],
    };

    /// <summary>The name in the sender's own system is another's.</summary>
    private async Task<Answer> TakenAsync(Asked asked)
    {
        var place = await Place.OfAsync(api);
        var taken = new JsonObject { ["system"] = "form", ["id"] = "taken" };
        (await place.Organisation.Admin.PostAsync("/v1/incidents", Given.Incident("First").With("/externalRef", taken.DeepClone()))).Expect(HttpStatusCode.Created);
        (await place.Organisation.Admin.PutAsync($"/v1/people/{Guid.CreateVersion7()}", new JsonObject { ["label"] = "first", ["externalRef"] = taken.DeepClone() })).Expect(HttpStatusCode.Created);
        var body = place.BodyOf(asked.Route)!.AsObject();
        body["externalRef"] = taken;
        return await asked.SendAsync(place.Organisation.Admin, place, body);
    }

    /// <summary>From a draft to the public in one step.</summary>
    private async Task<Answer> LeapingAsync(Asked asked)
    {
        var place = await Place.OfAsync(api);
        return await asked.SendAsync(place.Organisation.Admin, place, JsonNode.Parse("""{"to":"published"}"""));
    }

    /// <summary>Into an entry that went into another itself.</summary>
    private async Task<Answer> MergedAsync(Asked asked)
    {
        var place = await Place.OfAsync(api);
        return await asked.SendAsync(place.Organisation.Admin, place with { Person = place.Merged });
    }

    private async Task<Answer> OneTooManyAsync(Asked asked)
    {
        var place = await Place.OfAsync(api);
        return await asked.SendAsync(api.With(place.Organisation.AdminKey, services.Impatient), place);
    }

    private async Task<Answer> SwitchedOffAsync(Asked asked)
    {
        var place = await Place.OfAsync(api);
        (await place.Organisation.Admin.PutAsync($"/v1/webhooks/{place.Webhook}", JsonNode.Parse("""{"url":"http://127.0.0.1:9/","events":["incident.created"],"enabled":false}""")!)).Expect(HttpStatusCode.OK);
        return await asked.SendAsync(place.Organisation.Admin, place);
    }

    /// <summary>The youngest entry is under no checkpoint yet; one may be signed at any moment, so it is tried again.</summary>
    private async Task<Answer> UnsealedAsync()
    {
        var organisation = await api.NewOrganisationAsync();
        Answer answer;
        var attempts = 0;
        do
        {
            await organisation.Admin.PostAsync("/v1/incidents", Given.Incident());
            var last = (await organisation.Admin.ReadAsync("/v1/audit?limit=1")).Json["items"]![0]!["position"];
            answer = await organisation.Admin.ReadAsync($"/v1/audit/proof/{last}");
        }
        while (answer.Status != HttpStatusCode.Conflict && attempts++ < 10);
        return answer;
    }

    /// <summary>Somebody wrote into the database what no key opens.</summary>
    private async Task<Answer> DamagedAsync(Asked asked)
    {
        var place = await Place.OfAsync(api);
        await api.SqlAsync("postgres", $"update people set identity = identity || '\\x00' where organisation_id = '{place.OrganisationId}' and id = '{place.Person}'");
        return await asked.SendAsync(place.Organisation.Admin, place);
    }

    private async Task<Answer> ForgottenAsync(Asked asked)
    {
        var place = await Place.OfAsync(api);
        (await place.Organisation.Admin.SendAsync(HttpMethod.Delete, $"/v1/people/{place.Person}/identity?reason=other")).Expect(HttpStatusCode.OK);
        return await asked.SendAsync(place.Organisation.Admin, place);
    }

    /// <summary>The log of one organisation is that of a moment ago, as after a restored backup.</summary>
    private async Task<Answer> SetBackAsync(Asked asked)
    {
        var place = await Place.OfAsync(api);
        var end = await place.Organisation.Admin.EndAsync();
        await api.SqlAsync("postgres", $"""
            set session_replication_role = replica;
            delete from changes where organisation_id = '{place.OrganisationId}';
            update heads set position = 0 where organisation_id = '{place.OrganisationId}';
            """);
        return await asked.SendAsync(place.Organisation.Admin, place, query: $"after={end}");
    }
}
