using System.Net;
using System.Text.Json.Nodes;
using IncidentApi.Tests.Support;

namespace IncidentApi.Tests.Features.Incidents;

public sealed class ChangingTests(Api api)
{
    private static readonly string Missing = "/v1/incidents/018f0000-0000-7000-8000-000000000001";

    [Fact]
    public async Task A_record_is_read_back_with_its_etag_and_not_sent_twice()
    {
        var organisation = await api.NewOrganisationAsync();

        var made = (await organisation.Admin.PostAsync("/v1/incidents", Given.Incident())).Expect(HttpStatusCode.Created);
        var read = (await organisation.Admin.ReadAsync(made.Headers.Location!.ToString())).Expect(HttpStatusCode.OK);
        var again = await organisation.Admin.ReadAsync(made.Headers.Location!.ToString(), ("If-None-Match", read.ETag!));

        Assert.Equal("\"1\"", read.ETag);
        Assert.Equal(made.Text, read.Text);
        Assert.EndsWith("Z", (string?)read.Json["createdAt"], StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.NotModified, again.Status);
        Assert.Equal("no-store", read.Headers.CacheControl!.ToString());
    }

    [Fact]
    public async Task Head_answers_as_get_does_without_the_body()
    {
        var organisation = await api.NewOrganisationAsync();
        var made = await organisation.Admin.PostAsync("/v1/incidents", Given.Incident());

        var head = (await organisation.Admin.SendAsync(HttpMethod.Head, made.Headers.Location!.ToString())).Expect(HttpStatusCode.OK);
        var list = (await organisation.Admin.SendAsync(HttpMethod.Head, "/v1/incidents")).Expect(HttpStatusCode.OK);
        var missing = await organisation.Admin.SendAsync(HttpMethod.Head, Missing);

        Assert.Equal((made.ETag, ""), (head.ETag, head.Text));
        Assert.Equal("", list.Text);
        Assert.Equal(HttpStatusCode.NotFound, missing.Status);
    }

    [Fact]
    public async Task The_server_says_what_it_filled_in()
    {
        var organisation = await api.NewOrganisationAsync(new { name = "Kyrgyz desk", language = "ky" });

        var made = (await organisation.Admin.PostAsync("/v1/incidents", Given.Incident(type: "raid_home"))).Expect(HttpStatusCode.Created);

        Assert.Equal("event", (string?)made.Json["kind"]);
        Assert.Equal("ky", (string?)made.Json["language"]);
        Assert.Equal("country", (string?)made.Json["location"]!["disclosure"]);
        Assert.Equal("x1", (string?)made.Json["violations"]![0]!["ref"]);
        Assert.Equal("2024-05-03", (string?)made.Json["occurred"]!["earliest"]);
        Assert.Contains("/location/disclosure", made.Json["defaulted"]!.AsArray().Select(pointer => (string?)pointer));
    }

    [Fact]
    public async Task A_change_without_the_latest_etag_is_refused()
    {
        var organisation = await api.NewOrganisationAsync();
        var made = await organisation.Admin.PostAsync("/v1/incidents", Given.Incident());
        var path = made.Headers.Location!.ToString();

        (await organisation.Admin.PutAsync(path, Given.Incident("Second"))).Expect(428, "version-required");
        var changed = (await organisation.Admin.PutAsync(path, Given.Incident("Second"), made.ETag)).Expect(HttpStatusCode.OK);
        (await organisation.Admin.PutAsync(path, Given.Incident("Third"), made.ETag)).Expect(412, "stale-version");
        (await organisation.Admin.PutAsync(path, Given.Incident("Third"), "W/" + changed.ETag)).Expect(412, "stale-version");
        (await organisation.Admin.PutAsync(path, Given.Incident("Third"), "3")).Expect(400, "invalid-header");

        Assert.Equal("\"2\"", changed.ETag);
        Assert.Equal("Second", (string?)(await organisation.Admin.ReadAsync(path)).Json["title"]);
    }

    [Fact]
    public async Task A_put_that_would_change_nothing_succeeds_whatever_its_preconditions()
    {
        var organisation = await api.NewOrganisationAsync();
        var made = await organisation.Admin.PostAsync("/v1/incidents", Given.Incident());
        var path = made.Headers.Location!.ToString();

        foreach (var etag in new[] { null, "\"7\"", made.ETag })
        {
            var same = (await organisation.Admin.PutAsync(path, Given.Incident(), etag)).Expect(HttpStatusCode.OK);
            Assert.Equal("\"1\"", same.ETag);
        }
    }

    [Fact]
    public async Task A_put_records_under_the_clients_own_id_once()
    {
        var organisation = await api.NewOrganisationAsync();
        var other = await api.NewOrganisationAsync();
        var path = $"/v1/incidents/{Guid.CreateVersion7()}";

        (await organisation.Admin.PutAsync(path, Given.Incident(), "\"1\"")).Expect(412, "stale-version");
        (await organisation.Admin.PutAsync(path, Given.Incident(), null, ("If-None-Match", "*"))).Expect(HttpStatusCode.Created);
        (await organisation.Admin.PutAsync(path, Given.Incident())).Expect(HttpStatusCode.OK);
        (await organisation.Admin.PutAsync(path, Given.Incident("Other"), null, ("If-None-Match", "*"))).Expect(412, "stale-version");

        // Another organisation learns nothing from the same id: it is free there.
        (await other.Admin.PutAsync(path, Given.Incident("Theirs"))).Expect(HttpStatusCode.Created);
    }

    [Fact]
    public async Task A_merge_patch_changes_single_members()
    {
        var organisation = await api.NewOrganisationAsync();
        var made = await organisation.Admin.PostAsync("/v1/incidents", Given.Incident().With("/tags", new JsonArray("a", "b")).With("/summary", "Old."));
        var path = made.Headers.Location!.ToString();
        var patch = new JsonObject { ["summary"] = null, ["tags"] = new JsonArray("c"), ["location"] = new JsonObject { ["region"] = "KG-GB" } };

        var patched = (await organisation.Admin.SendAsync(HttpMethod.Patch, path, patch, made.ETag)).Expect(HttpStatusCode.OK);

        Assert.Null(patched.Json["summary"]);
        Assert.Equal("[\"c\"]", patched.Json["tags"]!.ToJsonString());
        Assert.Equal("KG", (string?)patched.Json["location"]!["country"]);
        Assert.Equal("region", (string?)patched.Json["location"]!["precision"]);
        (await organisation.Admin.SendAsync(HttpMethod.Patch, path, new JsonObject { ["title"] = null }, patched.ETag)).Expect(422, "required");
        (await organisation.Admin.SendAsync(HttpMethod.Patch, path, new JsonObject { ["colour"] = "red" }, patched.ETag)).Expect(400, "unknown-member");
        (await organisation.Admin.SendAsync(HttpMethod.Patch, path, new JsonObject { ["title"] = "x" })).Expect(428, "version-required");
    }

    [Fact]
    public async Task A_repeated_external_ref_answers_with_the_first_record_or_a_conflict()
    {
        var organisation = await api.NewOrganisationAsync();
        JsonObject Body(string title) => Given.Incident(title).With("/externalRef", new JsonObject { ["system"] = "desk", ["id"] = "17" });

        var first = (await organisation.Admin.PostAsync("/v1/incidents", Body("First"))).Expect(HttpStatusCode.Created);
        var same = (await organisation.Admin.PostAsync("/v1/incidents", Body("First"))).Expect(HttpStatusCode.OK);
        var other = (await organisation.Admin.PostAsync("/v1/incidents", Body("Second"))).Expect(409, "external-ref-taken");

        Assert.Equal(first.Id, same.Id);
        Assert.Equal(first.Id, other.Id);
        Assert.Equal($"/v1/incidents/{first.Id}", (string?)other.Json["link"]);
    }

    [Fact]
    public async Task History_names_every_version_and_each_can_be_read()
    {
        var organisation = await api.NewOrganisationAsync();
        var made = await organisation.Admin.PostAsync("/v1/incidents", Given.Incident("First"));
        var path = made.Headers.Location!.ToString();
        await Task.Delay(20, TestContext.Current.CancellationToken);
        var changed = await organisation.Admin.PutAsync(path, Given.Incident("Second"), made.ETag);

        var history = (await organisation.Admin.ReadAsync($"{path}/history")).Expect(HttpStatusCode.OK).Json["items"]!.AsArray();
        var before = (await organisation.Admin.ReadAsync($"{path}?asOf={Uri.EscapeDataString((string)history[0]!["at"]!)}")).Expect(HttpStatusCode.OK);

        Assert.Equal([1, 2], history.Select(entry => (int)entry!["version"]!));
        Assert.Equal(["created", "replaced"], history.Select(entry => (string?)entry!["change"]));
        Assert.Equal(["/title"], history[1]!["changed"]!.AsArray().Select(pointer => (string?)pointer));
        Assert.Equal("First", (string?)before.Json["title"]);
        Assert.Equal("Second", (string?)changed.Json["title"]);
        (await organisation.Admin.ReadAsync($"{path}?asOf=2001-01-01")).Expect(404, "not-found");
        (await organisation.Admin.ReadAsync($"{Missing}/history")).Expect(404, "not-found");
    }

    [Fact]
    public async Task Minimal_answers_bear_the_etag_alone()
    {
        var organisation = await api.NewOrganisationAsync();

        var made = (await organisation.Admin.PostAsync("/v1/incidents", Given.Incident(), ("Prefer", "return=minimal"))).Expect(HttpStatusCode.Created);
        var changed = (await organisation.Admin.PutAsync(made.Headers.Location!.ToString(), Given.Incident("x"), made.ETag, ("Prefer", "return=minimal"))).Expect(HttpStatusCode.NoContent);

        Assert.Empty(made.Text);
        Assert.Equal(("\"1\"", "\"2\""), (made.ETag, changed.ETag));
    }
}
