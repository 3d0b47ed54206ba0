using System.Net;
using System.Text.Json.Nodes;
using IncidentApi.Tests.Support;
using IncidentApi.Tests.Support.Programs;

namespace IncidentApi.Tests.Features.Organisations.Tokens;

/// <summary>What tokens of a real provider open.</summary>
public sealed class TokenTests(Api api, TokenService service) : IClassFixture<TokenService>
{
    [Fact]
    public async Task A_token_of_the_provider_does_what_its_role_may_and_no_more()
    {
        var client = service.With(await service.Provider.TokenAsync(TokenService.Reporter));

        var me = (await client.ReadAsync("/v1/me")).Expect(HttpStatusCode.OK).Json;
        var made = (await client.PostAsync("/v1/incidents", Given.Incident())).Expect(HttpStatusCode.Created);
        var refused = (await client.ReadAsync($"/v1/organisations/{service.Organisation.Id}/keys")).Expect(403, "missing-scope");

        Assert.Equal((service.Organisation.Id.ToString(), "Legal Aid Talas", "token"), ((string?)me["organisation"]!["id"], (string?)me["organisation"]!["name"], (string?)me["keyName"]));
        Assert.Equal(["incidents:read", "incidents:write"], me["scopes"]!.AsArray().Select(scope => (string)scope!));
        Assert.InRange(((DateTimeOffset)me["expiresAt"]! - TimeProvider.System.GetUtcNow()).TotalSeconds, 200, 301);
        Assert.Equal("Bearer error=\"insufficient_scope\", scope=\"organisation:manage\"", refused.Headers.WwwAuthenticate.Single().ToString());
        (await service.Organisation.Admin.ReadAsync($"/v1/incidents/{made.Id}")).Expect(HttpStatusCode.OK);
    }

    [Fact]
    public async Task Whoever_wrote_a_record_with_one_token_is_known_again_with_the_next()
    {
        var writer = service.With(await service.Provider.TokenAsync(TokenService.Reviewer));
        var made = (await writer.PostAsync("/v1/incidents", Given.Incident())).Expect(HttpStatusCode.Created);
        var verification = new JsonObject { ["status"] = "verified", ["method"] = Codes.Of("verification.method")[0] };
        Task<Answer> VerifyAsync(HttpClient client) => client.SendAsync(HttpMethod.Post, $"/v1/incidents/{made.Id}/verification", verification, made.ETag);

        var same = service.With(await service.Provider.TokenAsync(TokenService.Reviewer));
        (await VerifyAsync(same)).Expect(403, "second-person-required");
        (await VerifyAsync(service.Organisation.Admin)).Expect(HttpStatusCode.OK);

        Assert.Equal(await KeyIdAsync(writer), await KeyIdAsync(same));
        Assert.NotEqual(await KeyIdAsync(writer), await KeyIdAsync(service.With(await service.Provider.TokenAsync(TokenService.Reporter))));
    }

    [Fact]
    public async Task The_database_does_not_know_who_the_subject_was()
    {
        var client = service.With(await service.Provider.TokenAsync(TokenService.Reporter));
        var made = (await client.PostAsync("/v1/incidents", Given.Incident())).Expect(HttpStatusCode.Created);

        var row = (string)(await api.SqlAsync("postgres", $"select row_to_json(i)::text from incidents i where id = '{made.Id}'"))[0][0];

        Assert.Contains(await KeyIdAsync(client), row, StringComparison.Ordinal);
        Assert.DoesNotContain(TokenService.Reporter, row, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Keys_go_on_working_beside_tokens()
    {
        (await service.With(service.Organisation.AdminKey).ReadAsync("/v1/me")).Expect(HttpStatusCode.OK);
        (await service.With($"hrd_live_{new string('A', 49)}").ReadAsync("/v1/me")).Expect(401, "invalid-key");
        (await service.Anonymous().ReadAsync("/v1/incidents")).Expect(HttpStatusCode.OK);
        var unshown = (await service.Anonymous().ReadAsync("/v1/me")).Expect(401, "invalid-key");

        Assert.Equal("Bearer", unshown.Headers.WwwAuthenticate.Single().ToString());
    }

    [Fact]
    public async Task A_change_of_the_organisation_s_settings_reaches_token_callers_within_a_second()
    {
        var client = service.With(await service.Provider.TokenAsync(TokenService.Reporter));
        (await client.ReadAsync("/v1/me")).Expect(HttpStatusCode.OK);
        Assert.Equal("en", (string?)(await client.PostAsync("/v1/incidents", Given.Incident())).Expect(HttpStatusCode.Created).Json["language"]);

        var settings = new JsonObject { ["name"] = "Legal Aid Talas", ["language"] = "ky", ["needsSecondPerson"] = true };
        (await service.Organisation.Admin.PutAsync($"/v1/organisations/{service.Organisation.Id}", settings)).Expect(HttpStatusCode.OK);
        await Task.Delay(TimeSpan.FromSeconds(1.1), TestContext.Current.CancellationToken);

        Assert.Equal("ky", (string?)(await client.PostAsync("/v1/incidents", Given.Incident())).Expect(HttpStatusCode.Created).Json["language"]);
        settings["language"] = "en";
        (await service.Organisation.Admin.PutAsync($"/v1/organisations/{service.Organisation.Id}", settings)).Expect(HttpStatusCode.OK);
    }

    [Fact]
    public async Task A_new_key_of_the_provider_is_taken_without_a_restart_and_the_old_one_no_longer()
    {
        var key = new SigningKey("old");
        await using var provider = await IdentityProvider.StartAsync(new() { ["desk"] = TokenService.Claims("incident-reporter") }, key);
        await using var app = await api.StartServiceAsync(TokenService.Settings(provider.Issuer, service.Organisation));
        var old = api.With(await provider.TokenAsync("desk"), new Uri(app.Urls.Single()));
        (await old.ReadAsync("/v1/me")).Expect(HttpStatusCode.OK);

        await provider.RestartAsync(new SigningKey("new"));
        await Task.Delay(TimeSpan.FromSeconds(1.1), TestContext.Current.CancellationToken);
        var next = api.With(await provider.TokenAsync("desk"), new Uri(app.Urls.Single()));

        (await next.ReadAsync("/v1/me")).Expect(HttpStatusCode.OK);
        (await old.ReadAsync("/v1/me")).Expect(401, "invalid-key");
    }

    [Fact]
    public async Task While_the_provider_is_away_tokens_wait_and_keys_work()
    {
        var key = new SigningKey("away");
        await using var provider = await IdentityProvider.StartAsync(new() { ["desk"] = TokenService.Claims("incident-reporter") }, key);
        var token = await provider.TokenAsync("desk");
        await provider.StopAsync();
        await using var app = await api.StartServiceAsync(TokenService.Settings(provider.Issuer, service.Organisation));
        var address = new Uri(app.Urls.Single());

        var refused = (await api.With(token, address).ReadAsync("/v1/me")).Expect(503, "unavailable");
        (await api.With(token, address).ReadAsync("/v1/incidents")).Expect(503, "unavailable");
        (await api.With(token, address).ReadAsync("/v1/vocabularies")).Expect(HttpStatusCode.OK);
        (await api.With("nonsense", address).ReadAsync("/v1/me")).Expect(401, "invalid-key");
        (await api.With(service.Organisation.AdminKey, address).ReadAsync("/v1/me")).Expect(HttpStatusCode.OK);
        await provider.RestartAsync(key);
        await Task.Delay(TimeSpan.FromSeconds(5.1), TestContext.Current.CancellationToken);

        Assert.Equal(TimeSpan.FromSeconds(5), refused.Headers.RetryAfter!.Delta);
        (await api.With(token, address).ReadAsync("/v1/me")).Expect(HttpStatusCode.OK);
        await provider.StopAsync();
        (await api.With(token, address).ReadAsync("/v1/me")).Expect(HttpStatusCode.OK);
    }

    private static async Task<string> KeyIdAsync(HttpClient client) => (string)(await client.ReadAsync("/v1/me")).Expect(HttpStatusCode.OK).Json["keyId"]!;
}
