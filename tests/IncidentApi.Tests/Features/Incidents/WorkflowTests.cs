using System.Net;
using System.Text.Json.Nodes;
using IncidentApi.Tests.Support;

namespace IncidentApi.Tests.Features.Incidents;

public sealed class WorkflowTests(Api api)
{
    [Fact]
    public async Task A_withdrawn_record_leaves_the_lists_but_not_its_id()
    {
        var organisation = await api.NewOrganisationAsync();
        var made = await organisation.Admin.PostAsync("/v1/incidents", Given.Incident());
        var path = made.Headers.Location!.ToString();

        (await organisation.Admin.SendAsync(HttpMethod.Delete, path, null, made.ETag)).Expect(400, "invalid-parameter");
        (await organisation.Admin.SendAsync(HttpMethod.Delete, path + "?reason=because", null, made.ETag)).Expect(400, "invalid-parameter");
        (await organisation.Admin.SendAsync(HttpMethod.Delete, path + "?reason=duplicate")).Expect(428, "version-required");
        var withdrawn = (await organisation.Admin.SendAsync(HttpMethod.Delete, path + "?reason=duplicate", null, made.ETag)).Expect(HttpStatusCode.OK);

        Assert.Equal("withdrawn", (string?)withdrawn.Json["status"]);
        Assert.Equal("duplicate", (string?)withdrawn.Json["statusReason"]);
        Assert.Equal(withdrawn.ETag, (await organisation.Admin.SendAsync(HttpMethod.Delete, path + "?reason=duplicate", null, made.ETag)).Expect(HttpStatusCode.OK).ETag);
        Assert.Equal("withdrawn", (string?)(await organisation.Admin.ReadAsync(path)).Json["status"]);
        Assert.Empty((await organisation.Admin.ReadAsync("/v1/incidents")).Json["items"]!.AsArray());
        Assert.Single((await organisation.Admin.ReadAsync("/v1/incidents?status=withdrawn")).Json["items"]!.AsArray());
    }

    [Fact]
    public async Task The_workflow_takes_its_own_steps_alone_and_names_them()
    {
        var organisation = await api.NewOrganisationAsync();
        var made = await organisation.Admin.PostAsync("/v1/incidents", Given.Incident());
        var path = made.Headers.Location! + "/transitions";
        Task<Answer> Step(string to, string? etag, string? visibility = null) => organisation.Admin.SendAsync(HttpMethod.Post, path,
            visibility is null ? new JsonObject { ["to"] = to } : new JsonObject { ["to"] = to, ["visibility"] = visibility }, etag);

        var refused = (await Step("published", made.ETag)).Expect(409, "forbidden-transition");
        (await Step("submitted", null)).Expect(428, "version-required");
        (await Step("archived", made.ETag)).Expect(422, "unknown-code");
        var submitted = (await Step("submitted", made.ETag)).Expect(HttpStatusCode.OK);
        (await Step("published", submitted.ETag, "everybody")).Expect(422, "unknown-code");
        var published = (await Step("published", submitted.ETag, "organisation")).Expect(HttpStatusCode.OK);

        Assert.Equal(["submitted", "withdrawn"], refused.Json["errors"]![0]!["allowed"]!.AsArray().Select(step => (string?)step));
        Assert.Equal("/to", refused.Pointers.Single());
        Assert.Equal("published", (string?)published.Json["status"]);
        Assert.Equal("organisation", (string?)published.Json["visibility"]);
        Assert.Equal(made.Json["defaulted"]!.ToJsonString(), published.Json["defaulted"]!.ToJsonString());
    }

    [Fact]
    public async Task A_verification_keeps_who_how_and_when_for_the_record_and_for_each_act()
    {
        var organisation = await api.NewOrganisationAsync();
        var made = await organisation.Admin.PostAsync("/v1/incidents", Given.Incident());
        var path = made.Headers.Location! + "/verification";

        var record = (await organisation.Admin.SendAsync(HttpMethod.Post, path,
            new JsonObject { ["status"] = "corroborated", ["method"] = "independent_sources", ["note"] = "Two of them." }, made.ETag)).Expect(HttpStatusCode.OK);
        var act = (await organisation.Admin.SendAsync(HttpMethod.Post, path,
            new JsonObject { ["status"] = "verified", ["method"] = "court_record", ["violation"] = "x1" }, record.ETag)).Expect(HttpStatusCode.OK);
        (await organisation.Admin.SendAsync(HttpMethod.Post, path,
            new JsonObject { ["status"] = "verified", ["method"] = "court_record", ["violation"] = "x9" }, act.ETag)).Expect(422, "unknown-ref");

        Assert.Equal("corroborated", (string?)act.Json["verification"]);
        Assert.Equal("verified", (string?)act.Json["violations"]![0]!["verification"]);
        Assert.Equal(2, act.Json["verifications"]!.AsArray().Count);
        Assert.Single((await organisation.Admin.ReadAsync("/v1/incidents?verification=corroborated")).Json["items"]!.AsArray());
    }

    [Fact]
    public async Task A_second_person_verifies_where_the_organisation_says_so()
    {
        var organisation = await api.NewOrganisationAsync(new { name = "Careful", needsSecondPerson = true });
        var made = await organisation.Admin.PostAsync("/v1/incidents", Given.Incident());
        var issued = await organisation.Admin.PostAsync($"/v1/organisations/{organisation.Id}/keys", new JsonObject { ["name"] = "reviewer", ["role"] = "reviewer" });
        var verified = new JsonObject { ["status"] = "verified", ["method"] = "document_review" };

        (await organisation.Admin.SendAsync(HttpMethod.Post, made.Headers.Location! + "/verification", verified, made.ETag)).Expect(403, "second-person-required");
        (await api.With((string)issued.Json["key"]!).SendAsync(HttpMethod.Post, made.Headers.Location! + "/verification", verified, made.ETag)).Expect(HttpStatusCode.OK);
    }
}
