using System.Net;
using System.Text.Json.Nodes;
using IncidentApi.Platform.Vault;
using IncidentApi.Tests.Support;

namespace IncidentApi.Tests.Features.People;

/// <summary>A service whose master key is missing, wrong or gone: it starts, says so, and refuses only what needs the key.</summary>
public sealed class MasterKeyTests(Api api)
{
    [Theory]
    [InlineData("/nowhere/master-key")]
    [InlineData("")]
    public async Task Without_a_master_key_it_serves_everything_but_hidden_names(string file)
    {
        await using var service = await api.StartServiceAsync($"--Vault:MasterKeyFile={file}");
        var organisation = await api.NewOrganisationAsync();
        var client = api.With(organisation.AdminKey, new Uri(service.Urls.Single()));

        var ready = (await client.ReadAsync("/health/ready")).Expect(HttpStatusCode.OK);
        Assert.Equal(("vault", "degraded"), ((string)ready.Json["checks"]![0]!["name"]!, (string)ready.Json["checks"]![0]!["status"]!));
        (await client.PostAsync("/v1/incidents", Given.Incident().With("/people", Person("a name", "organisation")))).Expect(HttpStatusCode.Created);
        (await client.PostAsync("/v1/incidents", Given.Incident().With("/people", Person("a name", "vault")))).Expect(503, "vault-not-available");
        (await client.PostAsync("/v1/people/search", new JsonObject { ["name"] = "a name" })).Expect(503, "vault-not-available");
        Assert.Equal(1, (int)(await client.ReadAsync("/v1/incidents?count=exact")).Json["count"]!);
    }

    [Fact]
    public async Task A_wrong_master_key_opens_nothing_and_seals_nothing()
    {
        var organisation = await api.NewOrganisationAsync();
        var made = (await organisation.Admin.PostAsync("/v1/incidents", Given.Incident().With("/people", Person("Ainura Example", "vault")))).Expect(HttpStatusCode.Created);
        await using var service = await api.StartServiceAsync("--Vault:MasterKeyFile=", $"--Vault:MasterKey={Convert.ToBase64String(Envelope.NewKey())}");
        var wrong = api.With(organisation.AdminKey, new Uri(service.Urls.Single()));
        var stranger = api.With((await api.NewOrganisationAsync()).AdminKey, new Uri(service.Urls.Single()));

        var ready = (await wrong.ReadAsync("/health/ready")).Expect(HttpStatusCode.OK);
        Assert.Equal("degraded", (string)ready.Json["checks"]![0]!["status"]!);
        (await wrong.ReadAsync($"/v1/incidents/{made.Id}")).Expect(HttpStatusCode.OK);
        (await wrong.PostAsync("/v1/people/search", new JsonObject { ["name"] = "Ainura" })).Expect(503, "vault-not-available");

        // What a wrong key sealed, the right one would never open.
        (await stranger.PostAsync("/v1/incidents", Given.Incident().With("/people", Person("Ainura Example", "vault")))).Expect(503, "vault-not-available");
        Assert.Equal("ready", (string)(await api.Anonymous().ReadAsync("/health/ready")).Json["checks"]![0]!["status"]!);
    }

    private static JsonArray Person(string name, string disclosure) =>
        new(new JsonObject { ["ref"] = "v1", ["role"] = "victim", ["kind"] = "person", ["name"] = name, ["disclosure"] = disclosure });
}
