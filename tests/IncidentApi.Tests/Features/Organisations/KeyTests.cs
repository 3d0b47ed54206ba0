using System.Net;
using System.Text.Json.Nodes;
using IncidentApi.Tests.Support;

namespace IncidentApi.Tests.Features.Organisations;

public sealed class KeyTests(Api api)
{
    private static JsonObject Key(string role = "observer", params (string Name, JsonNode Value)[] more)
    {
        var key = new JsonObject { ["name"] = "a program", ["role"] = role };
        foreach (var (name, value) in more) key[name] = value;
        return key;
    }

    [Fact]
    public async Task The_operator_makes_organisations_and_sees_no_incident()
    {
        var organisation = await api.NewOrganisationAsync();
        var made = await organisation.Admin.PostAsync("/v1/incidents", Given.Incident());
        var operatorClient = api.With(api.OperatorKey);

        (await operatorClient.ReadAsync($"/v1/incidents/{made.Id}")).Expect(403, "missing-scope");
        (await operatorClient.ReadAsync("/v1/incidents")).Expect(403, "missing-scope");
        (await operatorClient.PostAsync($"/v1/organisations/{organisation.Id}/keys", Key("admin"))).Expect(403, "missing-scope");
        (await organisation.Admin.PostAsync("/v1/organisations", new JsonObject { ["name"] = "Another" })).Expect(403, "missing-scope");
    }

    [Fact]
    public async Task A_key_tells_whose_it_is_and_what_it_may()
    {
        var organisation = await api.NewOrganisationAsync();

        var me = (await organisation.Admin.ReadAsync("/v1/me")).Expect(HttpStatusCode.OK).Json;

        Assert.Equal(organisation.Id.ToString(), (string?)me["organisation"]!["id"]);
        Assert.Contains("incidents:write", me["scopes"]!.AsArray().Select(scope => (string?)scope));
        Assert.NotNull(me["expiresAt"]);
    }

    [Theory]
    [InlineData("observer", 403, 403)]
    [InlineData("reporter", 201, 403)]
    [InlineData("reviewer", 201, 200)]
    [InlineData("analyst", 403, 403)]
    [InlineData("admin", 201, 200)]
    public async Task A_role_may_what_its_scopes_say(string role, int onRecording, int onVerifying)
    {
        var organisation = await api.NewOrganisationAsync();
        var record = (await organisation.Admin.PostAsync("/v1/incidents", Given.Incident())).Expect(HttpStatusCode.Created);
        var issued = (await organisation.Admin.PostAsync($"/v1/organisations/{organisation.Id}/keys", Key(role))).Expect(HttpStatusCode.Created);
        var client = api.With((string)issued.Json["key"]!);

        var recorded = await client.PostAsync("/v1/incidents", Given.Incident());
        var verified = await client.SendAsync(HttpMethod.Post, $"/v1/incidents/{record.Id}/verification",
            new JsonObject { ["status"] = "pending", ["method"] = "document_review" }, record.ETag);

        (await client.ReadAsync("/v1/incidents")).Expect(HttpStatusCode.OK);
        Assert.Equal((onRecording, onVerifying), ((int)recorded.Status, (int)verified.Status));
    }

    [Fact]
    public async Task A_revoked_key_stops_within_a_second_in_every_instance()
    {
        await using var other = await api.StartServiceAsync();
        var organisation = await api.NewOrganisationAsync();
        var issued = (await organisation.Admin.PostAsync($"/v1/organisations/{organisation.Id}/keys", Key())).Expect(HttpStatusCode.Created);
        var here = api.With((string)issued.Json["key"]!);
        var there = api.With((string)issued.Json["key"]!, new Uri(other.Urls.Single()));
        (await here.ReadAsync("/v1/me")).Expect(HttpStatusCode.OK);
        (await there.ReadAsync("/v1/me")).Expect(HttpStatusCode.OK);

        (await organisation.Admin.SendAsync(HttpMethod.Delete, $"/v1/organisations/{organisation.Id}/keys/{issued.Id}")).Expect(HttpStatusCode.NoContent);
        await Task.Delay(TimeSpan.FromSeconds(1.1), TestContext.Current.CancellationToken);

        (await here.ReadAsync("/v1/me")).Expect(401, "invalid-key");
        (await there.ReadAsync("/v1/me")).Expect(401, "invalid-key");
    }

    [Fact]
    public async Task A_rotated_key_works_beside_the_old_one()
    {
        var organisation = await api.NewOrganisationAsync();
        var issued = (await organisation.Admin.PostAsync($"/v1/organisations/{organisation.Id}/keys", Key("reporter"))).Expect(HttpStatusCode.Created);

        var rotated = (await organisation.Admin.SendAsync(HttpMethod.Post, $"/v1/organisations/{organisation.Id}/keys/{issued.Id}/rotation")).Expect(HttpStatusCode.Created);

        Assert.Equal(issued.Json["scopes"]!.ToJsonString(), rotated.Json["scopes"]!.ToJsonString());
        (await api.With((string)issued.Json["key"]!).ReadAsync("/v1/me")).Expect(HttpStatusCode.OK);
        (await api.With((string)rotated.Json["key"]!).ReadAsync("/v1/me")).Expect(HttpStatusCode.OK);
    }

    [Fact]
    public async Task The_list_of_keys_shows_everything_but_the_keys()
    {
        var organisation = await api.NewOrganisationAsync();
        var issued = await organisation.Admin.PostAsync($"/v1/organisations/{organisation.Id}/keys", Key());
        await api.With((string)issued.Json["key"]!).ReadAsync("/v1/me");

        var list = (await organisation.Admin.ReadAsync($"/v1/organisations/{organisation.Id}/keys")).Expect(HttpStatusCode.OK);

        Assert.Equal(2, list.Json["items"]!.AsArray().Count);
        Assert.DoesNotContain("hrd_", list.Text, StringComparison.Ordinal);
        Assert.NotNull(list.Json["items"]![0]!["lastUsedOn"]);
    }

    [Fact]
    public async Task A_key_for_another_network_is_refused_and_a_forwarded_address_counts_only_behind_a_named_proxy()
    {
        await using var behindProxy = await api.StartServiceAsync("--Proxies:0=127.0.0.1");
        var organisation = await api.NewOrganisationAsync();
        var issued = await organisation.Admin.PostAsync($"/v1/organisations/{organisation.Id}/keys", Key("observer", ("networks", new JsonArray("192.0.2.0/24"))));
        var key = (string)issued.Expect(HttpStatusCode.Created).Json["key"]!;
        var forwarded = ("X-Forwarded-For", "192.0.2.7");

        (await api.With(key).ReadAsync("/v1/me")).Expect(401, "invalid-key");
        (await api.With(key).ReadAsync("/v1/me", forwarded)).Expect(401, "invalid-key");
        (await api.With(key, new Uri(behindProxy.Urls.Single())).ReadAsync("/v1/me", forwarded)).Expect(HttpStatusCode.OK);
        (await api.With(key, new Uri(behindProxy.Urls.Single())).ReadAsync("/v1/me", ("X-Forwarded-For", "198.51.100.7"))).Expect(401, "invalid-key");
    }

    [Fact]
    public async Task A_lost_admin_key_is_replaced_once_by_the_recovery_code()
    {
        var organisation = await api.NewOrganisationAsync();
        JsonObject Code(string code) => new() { ["recoveryCode"] = code };

        var recovered = (await api.Anonymous().PostAsync("/v1/recovery", Code(organisation.RecoveryCode))).Expect(HttpStatusCode.Created);

        (await api.With((string)recovered.Json["key"]!).ReadAsync($"/v1/organisations/{organisation.Id}/keys")).Expect(HttpStatusCode.OK);
        (await api.Anonymous().PostAsync("/v1/recovery", Code(organisation.RecoveryCode))).Expect(401, "invalid-key");
        (await api.Anonymous().PostAsync("/v1/recovery", Code((string)recovered.Json["recoveryCode"]!))).Expect(HttpStatusCode.Created);
    }

    [Theory]
    [InlineData("{\"name\":\"x\"}", 422, "required")]
    [InlineData("{\"name\":\"x\",\"role\":\"admin\",\"scopes\":[\"incidents:read\"]}", 422, "required")]
    [InlineData("{\"name\":\"x\",\"role\":\"operator\"}", 422, "unknown-code")]
    [InlineData("{\"name\":\"x\",\"scopes\":[\"organisations:create\"]}", 422, "unknown-code")]
    [InlineData("{\"name\":\"x\",\"scopes\":[]}", 422, "required")]
    [InlineData("{\"name\":\"x\",\"role\":\"observer\",\"expiresAt\":\"2020-01-01T00:00:00Z\"}", 422, "out-of-range")]
    [InlineData("{\"name\":\"x\",\"role\":\"observer\",\"expiresAt\":\"9999-01-01T00:00:00Z\"}", 422, "out-of-range")]
    [InlineData("{\"name\":\"x\",\"role\":\"observer\",\"expiresAt\":\"tomorrow\"}", 422, "invalid-format")]
    [InlineData("{\"name\":\"x\",\"role\":\"observer\",\"networks\":[\"10.0.0.1/99\"]}", 422, "invalid-format")]
    [InlineData("{\"name\":\"x\",\"role\":\"observer\",\"organisationId\":\"x\"}", 400, "unknown-member")]
    public async Task A_faulty_key_is_not_issued(string body, int status, string problem)
    {
        var organisation = await api.NewOrganisationAsync();

        (await organisation.Admin.PostAsync($"/v1/organisations/{organisation.Id}/keys", JsonNode.Parse(body))).Expect(status, problem);
    }

    [Theory]
    [InlineData("Bearer hrd_live_AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA000000")]
    [InlineData("Bearer nonsense")]
    [InlineData("Basic dXNlcjpwYXNz")]
    [InlineData("Bearer")]
    public async Task A_key_that_does_not_work_is_refused_even_where_none_is_needed(string header)
    {
        var client = api.Anonymous();
        client.DefaultRequestHeaders.TryAddWithoutValidation("Authorization", header);

        var refused = (await client.ReadAsync("/v1/incidents")).Expect(401, "invalid-key");
        (await client.ReadAsync("/v1/me")).Expect(401, "invalid-key");

        Assert.Equal("Bearer", refused.Headers.WwwAuthenticate.Single().Scheme);
    }

    [Fact]
    public async Task The_database_holds_no_key_that_works()
    {
        var organisation = await api.NewOrganisationAsync();

        var rows = await api.SqlAsync("postgres", "select row_to_json(k)::text from api_keys k union all select row_to_json(o)::text from organisations o union all select row_to_json(p)::text from operator_keys p");

        Assert.NotEmpty(rows);
        Assert.DoesNotContain(rows, row => ((string)row[0]).Contains("hrd_", StringComparison.Ordinal));
        Assert.DoesNotContain(rows, row => ((string)row[0]).Contains(organisation.AdminKey[9..40], StringComparison.Ordinal));
    }

    [Fact]
    public async Task Without_a_key_nobody_reads_what_is_not_public_or_writes()
    {
        var organisation = await api.NewOrganisationAsync();
        var made = await organisation.Admin.PostAsync("/v1/incidents", Given.Incident());
        var nobody = api.Anonymous();

        Assert.Empty(await nobody.ItemsAsync("/v1/incidents", organisation));
        (await nobody.ReadAsync($"/v1/incidents/{made.Id}")).Expect(404, "not-found");
        (await nobody.ReadAsync("/v1/incidents?scope=own")).Expect(401, "invalid-key");
        (await nobody.PostAsync("/v1/incidents", Given.Incident())).Expect(401, "invalid-key");
        foreach (var scope in new[] { "shared", "public" })
        {
            Assert.Empty(await organisation.Admin.ItemsAsync($"/v1/incidents?scope={scope}", organisation));
        }
    }
}
