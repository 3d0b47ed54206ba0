using System.Text.Json.Nodes;
using IncidentApi.Tests.Support;
using IncidentApi.Tests.Support.Programs;
using Microsoft.AspNetCore.Builder;

namespace IncidentApi.Tests.Features.Organisations.Tokens;

/// <summary>The service with a provider of tokens, and an organisation whose people come with them.</summary>
public sealed class TokenService(Api api) : IAsyncLifetime
{
    internal const string Reporter = "intake-desk-4417";
    internal const string Reviewer = "review-desk-9025";

    private WebApplication? _app;

    internal SigningKey Key { get; private set; } = new("first");

    internal IdentityProvider Provider { get; private set; } = null!;

    internal TestOrganisation Organisation { get; private set; } = null!;

    internal Uri Address { get; private set; } = null!;

    public async ValueTask InitializeAsync()
    {
        Organisation = await api.NewOrganisationAsync(new { name = "Legal Aid Talas", needsSecondPerson = true });
        Provider = await IdentityProvider.StartAsync(new() { [Reporter] = Claims("incident-reporter"), [Reviewer] = Claims("incident-reviewer", "offline_access") }, Key);
        _app = await api.StartServiceAsync(Settings(Provider.Issuer, Organisation));
        Address = new Uri(_app.Urls.Single());
    }

    internal static string[] Settings(string issuer, TestOrganisation organisation) =>
    [
        $"--Tokens:Authority={issuer}", $"--Tokens:Audience={IdentityProvider.Audience}", "--Tokens:AskAgainAfter=00:00:01",
        $"--Tokens:Organisations:legal-aid-talas={organisation.Id}", $"--Tokens:Organisations:closed-down={Guid.CreateVersion7()}",
        "--Tokens:RoleClaim=realm_access.roles", "--Tokens:Roles:incident-reporter=reporter", "--Tokens:Roles:incident-reviewer=reviewer",
    ];

    internal static JsonObject Claims(params string[] roles) => new()
    {
        ["organisation"] = "legal-aid-talas",
        ["realm_access"] = new JsonObject { ["roles"] = new JsonArray([.. roles.Select(role => (JsonNode)role)]) },
    };

    /// <summary>The provider gets another key, and with it forgets the one before.</summary>
    internal async Task RollOverAsync(string id)
    {
        Key = new SigningKey(id);
        await Provider.RestartAsync(Key);
    }

    /// <summary>What a token of the provider says, to be written by hand with one thing changed.</summary>
    internal JsonObject GenuineClaims()
    {
        var now = TimeProvider.System.GetUtcNow().ToUnixTimeSeconds();
        var claims = Claims("incident-reporter");
        foreach (var (name, value) in new (string, JsonNode)[] { ("iss", Provider.Issuer), ("aud", IdentityProvider.Audience), ("sub", Reporter), ("client_id", Reporter), ("jti", "1"), ("iat", now), ("exp", now + 300) }) claims[name] = value;
        return claims;
    }

    internal JsonObject GenuineHeader() => new() { ["alg"] = "RS256", ["typ"] = "at+jwt", ["kid"] = Key.Id };

    internal HttpClient With(string token) => api.With(token, Address);

    internal HttpClient Anonymous() => api.Anonymous(Address);

    public async ValueTask DisposeAsync()
    {
        if (_app is not null) await _app.DisposeAsync();
        if (Provider is not null) await Provider.DisposeAsync();
    }
}
