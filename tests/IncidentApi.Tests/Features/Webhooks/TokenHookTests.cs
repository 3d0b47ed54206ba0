using System.Net;
using System.Text.Json.Nodes;
using IncidentApi.Tests.Features.Organisations.Tokens;
using IncidentApi.Tests.Support;

namespace IncidentApi.Tests.Features.Webhooks;

/// <summary>A token ends in minutes and nobody here can revoke it: it makes nothing that would go on.</summary>
public sealed class TokenHookTests(Api api, TokenService tokens) : IClassFixture<TokenService>
{
    private const string Nowhere = "http://127.0.0.1:9/hook";

    [Fact]
    public async Task A_token_reads_and_deletes_webhooks_and_says_of_none_where_it_goes()
    {
        await using var service = await api.StartServiceAsync([.. TokenService.Settings(tokens.Provider.Issuer, tokens.Organisation), "--Tokens:Roles:incident-admin=admin"]);
        var address = new Uri(service.Urls.Single());
        var person = api.With(tokens.Key.Token(tokens.GenuineHeader(), tokens.GenuineClaims().With("/realm_access", new JsonObject { ["roles"] = new JsonArray("incident-admin") })), address);
        var made = await api.With(tokens.Organisation.AdminKey, address).HookAsync(Nowhere);

        (await person.PostAsync("/v1/webhooks", Hooks.Body(Nowhere))).Expect(403, "key-required");
        (await person.PutAsync($"/v1/webhooks/{made.Id}", Hooks.Body(Nowhere + "2"))).Expect(403, "key-required");
        Assert.Equal(Nowhere, (string)(await person.HookOfAsync(made))["url"]!);
        (await person.SendAsync(HttpMethod.Post, $"/v1/webhooks/{made.Id}/secret/rotation")).Expect(HttpStatusCode.OK);
        (await person.SendAsync(HttpMethod.Delete, $"/v1/webhooks/{made.Id}")).Expect(HttpStatusCode.NoContent);
    }
}
