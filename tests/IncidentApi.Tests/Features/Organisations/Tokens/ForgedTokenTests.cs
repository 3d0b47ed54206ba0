using System.Buffers.Text;
using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using System.Text.Json.Nodes;
using IncidentApi.Tests.Support;
using IncidentApi.Tests.Support.Programs;

namespace IncidentApi.Tests.Features.Organisations.Tokens;

/// <summary>Tokens that the provider never gave out, each wrong in one way; the same token without the fault is taken.</summary>
public sealed class ForgedTokenTests(Api api, TokenService service) : IClassFixture<TokenService>
{
    private static readonly SigningKey Stranger = new("stranger");

    /// <summary>What is wrong, and how such a token is written. The text of a header or of claims is written out where no serialiser would write it.</summary>
    private static readonly Dictionary<string, Func<Forge, string>> Forged = new()
    {
        ["no algorithm, no signature"] = forge => forge.Unsigned("none", ""),
        ["no algorithm, some signature"] = forge => forge.Unsigned("none", "AAAA"),
        ["no algorithm in capitals"] = forge => forge.Unsigned("NONE", "AAAA"),
        ["no algorithm in a mixed case"] = forge => forge.Unsigned("nOnE", "AAAA"),
        ["an empty algorithm"] = forge => forge.Unsigned("", "AAAA"),
        ["an algorithm nobody knows"] = forge => forge.Headed(forge.Header("alg", "RS1024")),
        ["a list of algorithms"] = forge => forge.Headed(forge.Header("alg", new JsonArray("RS256"))),
        ["a header without algorithm"] = forge => forge.Headed(forge.Header("alg", null)),
        ["RS512 over a signature of RS256"] = forge => forge.Headed(forge.Header("alg", "RS512")),
        ["ES256 over a signature of RS256"] = forge => forge.Headed(forge.Header("alg", "ES256")),
        ["PS256 over a signature of RS256"] = forge => forge.Headed(forge.Header("alg", "PS256")),
        ["the public key as PEM for a shared secret"] = forge => forge.Hashed(Encoding.ASCII.GetBytes(forge.Key.PublicPem)),
        ["the public key as PEM with a line break for a shared secret"] = forge => forge.Hashed(Encoding.ASCII.GetBytes(forge.Key.PublicPem + "\n")),
        ["the public key as DER for a shared secret"] = forge => forge.Hashed(forge.Key.PublicDer),
        ["the public key as JWK for a shared secret"] = forge => forge.Hashed(Encoding.ASCII.GetBytes(forge.Key.ToPublicJwk().ToJsonString())),
        ["the public modulus for a shared secret"] = forge => forge.Hashed(Encoding.ASCII.GetBytes((string)forge.Key.ToPublicJwk()["n"]!)),
        ["nothing for a shared secret"] = forge => forge.Hashed([]),
        ["a key of somebody else under the provider's id"] = forge => Stranger.Token(forge.Header(), forge.Claims()),
        ["a key of somebody else under its own id"] = forge => Stranger.Token(forge.Header("kid", Stranger.Id), forge.Claims()),
        ["a key of somebody else under no id"] = forge => Stranger.Token(forge.Header("kid", null), forge.Claims()),
        ["a key in the token"] = forge => Stranger.Token(forge.Header("jwk", Stranger.ToPublicJwk()), forge.Claims()),
        ["a key in the token under its own id"] = forge => Stranger.Token(forge.Header("jwk", Stranger.ToPublicJwk()).With("/kid", Stranger.Id), forge.Claims()),
        ["an address of keys"] = forge => Stranger.Token(forge.Header("jku", $"{forge.Lure}keys.json").With("/kid", Stranger.Id), forge.Claims()),
        ["an address of certificates"] = forge => Stranger.Token(forge.Header("x5u", $"{forge.Lure}keys.pem").With("/kid", Stranger.Id), forge.Claims()),
        ["an address of keys from the provider's key"] = forge => forge.Headed(forge.Header("jku", $"{forge.Lure}keys.json").With("/kid", "unknown")),
        ["certificates in the token"] = forge => Stranger.Token(forge.Header("x5c", new JsonArray(Forge.Certificate)).With("/kid", null), forge.Claims()),
        ["a key id that is a path"] = forge => forge.Hashed([], forge.Header("kid", "../../../../../../dev/null")),
        ["a key id that is a path, and a key of somebody else"] = forge => Stranger.Token(forge.Header("kid", "../../../../../../dev/null"), forge.Claims()),
        ["a key id that is SQL"] = forge => Stranger.Token(forge.Header("kid", "x' union select 'AAAA' -- "), forge.Claims()),
        ["a key id that is a command"] = forge => Stranger.Token(forge.Header("kid", "|/usr/bin/id"), forge.Claims()),
        ["a key id that is a number"] = forge => forge.Headed(forge.Header("kid", 1)),
        ["a key id without end"] = forge => forge.Headed(forge.Header("kid", new string('k', 5000))),
        ["a key id that is half a surrogate pair"] = forge => forge.Headed("""{"alg":"RS256","typ":"at+jwt","kid":"\ud800"}"""),
        ["an ID token"] = forge => forge.Signed(forge.Header("typ", "JWT"), forge.Claims("nonce", "1")),
        ["no type"] = forge => forge.Headed(forge.Header("typ", null)),
        ["a logout token"] = forge => forge.Headed(forge.Header("typ", "logout+jwt")),
        ["a type with something behind it"] = forge => forge.Headed(forge.Header("typ", "at+jwt ")),
        ["an extension that must be understood"] = forge => forge.Headed(forge.Header("crit", new JsonArray("exp")).With("/exp", 1)),
        ["an extension to the signature"] = forge => forge.Headed(forge.Header("crit", new JsonArray("b64")).With("/b64", false)),
        ["an empty list of extensions"] = forge => forge.Headed(forge.Header("crit", new JsonArray())),
        ["an algorithm twice, the second one genuine"] = forge => forge.Headed($$"""{"alg":"none","typ":"at+jwt","kid":"{{forge.Key.Id}}","alg":"RS256"}"""),
        ["an algorithm twice, the first one genuine"] = forge => forge.Headed($$"""{"alg":"RS256","typ":"at+jwt","kid":"{{forge.Key.Id}}","alg":"none"}"""),
        ["an algorithm twice, once in escapes"] = forge => forge.Headed($$"""{"alg":"none","typ":"at+jwt","kid":"{{forge.Key.Id}}","\u0061lg":"RS256"}"""),
        ["a claim twice"] = forge => forge.Signed(forge.Header().ToJsonString(), forge.Claims().ToJsonString()[..^1] + ""","organisation":"legal-aid-talas"}"""),
        ["an end long ago"] = forge => forge.Claiming(forge.Claims("exp", forge.Now - 3600)),
        ["an end just beyond what clocks differ"] = forge => forge.Claiming(forge.Claims("exp", forge.Now - 32)),
        ["no end"] = forge => forge.Claiming(forge.Claims("exp", null)),
        ["an end in words"] = forge => forge.Claiming(forge.Claims("exp", "tomorrow")),
        ["an end before time"] = forge => forge.Claiming(forge.Claims("exp", -1)),
        ["an end that no calendar has"] = forge => forge.Signed(forge.Header().ToJsonString(), forge.Claims("exp", null).ToJsonString()[..^1] + ""","exp":1e400}"""),
        ["a beginning in the future"] = forge => forge.Claiming(forge.Claims("nbf", forge.Now + 90)),
        ["another audience"] = forge => forge.Claiming(forge.Claims("aud", "urn:incidents:other")),
        ["an audience that begins like ours"] = forge => forge.Claiming(forge.Claims("aud", IdentityProvider.Audience + "x")),
        ["other audiences"] = forge => forge.Claiming(forge.Claims("aud", new JsonArray("one", "two"))),
        ["no audience"] = forge => forge.Claiming(forge.Claims("aud", null)),
        ["an empty audience"] = forge => forge.Claiming(forge.Claims("aud", "")),
        ["another issuer"] = forge => forge.Claiming(forge.Claims("iss", "https://issuer.example")),
        ["an issuer that begins like the provider"] = forge => forge.Claiming(forge.Claims("iss", forge.Issuer + ".example")),
        ["no issuer"] = forge => forge.Claiming(forge.Claims("iss", null)),
        ["no subject"] = forge => forge.Claiming(forge.Claims("sub", null)),
        ["an empty subject"] = forge => forge.Claiming(forge.Claims("sub", "")),
        ["a subject that is a number"] = forge => forge.Claiming(forge.Claims("sub", 1)),
        ["a subject that is half a surrogate pair"] = forge => forge.Signed(forge.Header().ToJsonString(), forge.Claims("sub", null).ToJsonString()[..^1] + ""","sub":"\udc00"}"""),
        ["claims that are a list"] = forge => forge.Signed(forge.Header().ToJsonString(), "[]"),
        ["claims that are no JSON"] = forge => forge.Signed(forge.Header().ToJsonString(), "{"),
        ["claims deeper than anybody needs"] = forge => forge.Signed(forge.Header().ToJsonString(), forge.Claims().ToJsonString()[..^1] + ",\"deep\":" + new string('[', 500) + new string(']', 500) + "}"),
        ["claims that are no UTF-8"] = forge => SigningKey.Token(Encoding.UTF8.GetBytes(forge.Header().ToJsonString()), [.. Encoding.UTF8.GetBytes(forge.Claims().ToJsonString()[..^1] + ",\"x\":\""), 0xC0, 0xAF, .. "\"}"u8], forge.Key.Sign),
        ["claims of another token"] = forge => forge.WithPart(1, Base64Url.EncodeToString(Encoding.UTF8.GetBytes(forge.Claims("sub", "somebody else").ToJsonString()))),
        ["claims without end"] = forge => forge.Claiming(forge.Claims("padding", new string('p', 14_000))),
        ["a signature cut short"] = forge => forge.Genuine()[..^5],
        ["a signature cut off"] = forge => forge.WithPart(2, ""),
        ["a token cut off after its claims"] = forge => string.Join('.', forge.Genuine().Split('.')[..2]),
        ["a token cut in half"] = forge => forge.Genuine()[..(forge.Genuine().Length / 2)],
        ["a signature with one bit turned"] = forge => forge.WithPart(2, Flipped(forge.Genuine().Split('.')[2])),
        ["a fourth part"] = forge => $"{forge.Genuine()}.AAAA",
        ["five parts, as if encrypted"] = forge => $"{Base64Url.EncodeToString("""{"alg":"dir","enc":"A256GCM"}"""u8)}.AAAA.AAAA.AAAA.AAAA",
        ["only dots"] = _ => "..",
        ["padding of the other base64"] = forge => forge.WithPart(0, forge.Genuine().Split('.')[0] + "=="),
        ["a token in JSON"] = forge => new JsonObject { ["protected"] = forge.Genuine().Split('.')[0], ["payload"] = forge.Genuine().Split('.')[1], ["signature"] = forge.Genuine().Split('.')[2] }.ToJsonString(),
        ["a token behind a token"] = forge => $"{forge.Genuine()}, Bearer {forge.Genuine()}",
    };

    public static TheoryData<string> Faults => [.. Forged.Keys];

    [Theory, MemberData(nameof(Faults))]
    public async Task A_forged_token_is_refused_and_nobody_goes_where_it_points(string fault)
    {
        using var lure = new Lure();
        var forge = new Forge(service, lure.Address);
        (await service.With(forge.Genuine()).ReadAsync("/v1/me")).Expect(HttpStatusCode.OK);

        var client = service.Anonymous();
        client.DefaultRequestHeaders.TryAddWithoutValidation("Authorization", $"Bearer {Forged[fault](forge)}");
        var refused = (await client.ReadAsync("/v1/me")).Expect(401, "invalid-key");
        (await client.ReadAsync("/v1/incidents")).Expect(401, "invalid-key");
        (await client.PostAsync("/v1/incidents", Given.Incident())).Expect(401, "invalid-key");

        Assert.Equal("Bearer error=\"invalid_token\"", refused.Headers.WwwAuthenticate.Single().ToString());
        Assert.Equal(0, lure.Visits);
    }

    [Fact]
    public async Task Clocks_may_differ_by_half_a_minute_and_lists_may_hold_more_than_ours()
    {
        var forge = new Forge(service, "");

        foreach (var claims in new[] { forge.Claims("exp", forge.Now - 25), forge.Claims("nbf", forge.Now + 25), forge.Claims("aud", new JsonArray("other", IdentityProvider.Audience)) })
        {
            (await service.With(forge.Claiming(claims)).ReadAsync("/v1/me")).Expect(HttpStatusCode.OK);
        }

        (await service.With(forge.Headed(forge.Header("typ", "application/at+jwt"))).ReadAsync("/v1/me")).Expect(HttpStatusCode.OK);
        (await service.With(forge.Headed(forge.Header("kid", null))).ReadAsync("/v1/me")).Expect(HttpStatusCode.OK);
    }

    [Theory]
    [InlineData("/organisation", null, "organisation")]
    [InlineData("/organisation", "\"unknown\"", "organisation")]
    [InlineData("/organisation", "\"LEGAL-AID-TALAS\"", "organisation")]
    [InlineData("/organisation", "\"closed-down\"", "organisation")]
    [InlineData("/organisation", "{\"legal-aid-talas\":true}", "organisation")]
    [InlineData("/organisation", "7", "organisation")]
    [InlineData("/organisation", "[\"legal-aid-talas\",\"closed-down\"]", "several organisations")]
    [InlineData("/realm_access", null, "realm_access.roles")]
    [InlineData("/realm_access", "\"incident-reporter\"", "realm_access.roles")]
    [InlineData("/realm_access/roles", "[]", "realm_access.roles")]
    [InlineData("/realm_access/roles", "[\"admin\",\"operator\",\"reporter\",null]", "realm_access.roles")]
    public async Task A_genuine_token_without_a_place_here_is_forbidden(string place, string? value, string told)
    {
        var forge = new Forge(service, "");
        var token = forge.Claiming(forge.Claims().With(place, value is null ? null : JsonNode.Parse(value)));

        var refused = (await service.With(token).ReadAsync("/v1/me")).Expect(403, "unmapped-token");
        (await service.With(token).ReadAsync("/v1/incidents")).Expect(403, "unmapped-token");

        Assert.Contains(told, (string)refused.Json["detail"]!, StringComparison.Ordinal);
        Assert.Equal("Bearer error=\"insufficient_scope\"", refused.Headers.WwwAuthenticate.Single().ToString());
    }

    [Fact]
    public async Task A_list_of_one_organisation_is_that_organisation_and_roles_add_up()
    {
        var forge = new Forge(service, "");
        var claims = forge.Claims("organisation", new JsonArray("elsewhere", "legal-aid-talas")).With("/realm_access/roles", new JsonArray("incident-reporter", "incident-reviewer", "other"));

        var me = (await service.With(forge.Claiming(claims)).ReadAsync("/v1/me")).Expect(HttpStatusCode.OK).Json;

        Assert.Equal(["incidents:read", "incidents:write", "incidents:review"], me["scopes"]!.AsArray().Select(scope => (string)scope!));
    }

    [Fact]
    public async Task A_token_counts_in_one_header_alone()
    {
        var token = new Forge(service, "").Genuine();

        var twice = await RawAsync($"GET /v1/me HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer {token}\r\nauthorization: Bearer {token}\r\nConnection: close\r\n\r\n");
        var mixed = await RawAsync($"GET /v1/me HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer {token}\r\nAuthorization: Bearer {service.Organisation.AdminKey}\r\nConnection: close\r\n\r\n");
        var huge = await RawAsync($"GET /v1/me HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer {token}{new string('A', 100_000)}\r\nConnection: close\r\n\r\n");
        var lower = await RawAsync($"GET /v1/me HTTP/1.1\r\nHost: localhost\r\nauthorization: bearer {token}\r\nConnection: close\r\n\r\n");

        Assert.StartsWith("HTTP/1.1 401", twice, StringComparison.Ordinal);
        Assert.StartsWith("HTTP/1.1 401", mixed, StringComparison.Ordinal);
        Assert.StartsWith("HTTP/1.1 431", huge, StringComparison.Ordinal);
        Assert.StartsWith("HTTP/1.1 200", lower, StringComparison.Ordinal);
        (await service.Anonymous().ReadAsync($"/v1/me?access_token={token}")).Expect(401, "invalid-key");
        (await service.Anonymous().ReadAsync($"/v1/incidents?access_token={token}")).Expect(400, "unknown-parameter");
        (await service.Anonymous().ReadAsync("/v1/me", ("Cookie", $"access_token={token}"))).Expect(401, "invalid-key");
        (await service.Anonymous().ReadAsync("/v1/me", ("Authorization", $"DPoP {token}"))).Expect(401, "invalid-key");
        (await service.Anonymous().ReadAsync("/v1/me", ("Authorization", token))).Expect(401, "invalid-key");
    }

    [Fact]
    public async Task Without_a_provider_a_token_is_a_key_that_nobody_knows()
    {
        (await api.With(new Forge(service, "").Genuine()).ReadAsync("/v1/me")).Expect(401, "invalid-key");
    }

    private async Task<string> RawAsync(string request)
    {
        using var client = new TcpClient();
        await client.ConnectAsync(service.Address.Host, service.Address.Port, TestContext.Current.CancellationToken);
        await using var stream = client.GetStream();
        await stream.WriteAsync(Encoding.ASCII.GetBytes(request), TestContext.Current.CancellationToken);
        using var reader = new StreamReader(stream);
        return await reader.ReadToEndAsync(TestContext.Current.CancellationToken);
    }

    private static string Flipped(string part)
    {
        var bytes = Base64Url.DecodeFromChars(part);
        bytes[^1] ^= 1;
        return Base64Url.EncodeToString(bytes);
    }

    /// <summary>Writes tokens that differ from a genuine one in what is asked for.</summary>
    internal sealed class Forge(TokenService service, string lure)
    {
        public SigningKey Key => service.Key;

        public string Issuer => service.Provider.Issuer;

        public string Lure => lure;

        public long Now { get; } = TimeProvider.System.GetUtcNow().ToUnixTimeSeconds();

        /// <summary>A certificate that the stranger made himself.</summary>
        public static string Certificate { get; } = Convert.ToBase64String(new CertificateRequest("CN=stranger", RSA.Create(2048), HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1)
            .CreateSelfSigned(DateTimeOffset.UnixEpoch, DateTimeOffset.MaxValue).RawData);

        public JsonObject Header() => service.GenuineHeader();

        public JsonObject Header(string name, JsonNode? value) => Header().With($"/{name}", value);

        public JsonObject Claims() => service.GenuineClaims();

        public JsonObject Claims(string name, JsonNode? value) => Claims().With($"/{name}", value);

        public string Genuine() => Signed(Header(), Claims());

        /// <summary>Signed by the provider's key, with this header.</summary>
        public string Headed(JsonObject header) => Key.Token(header, Claims());

        public string Headed(string header) => Key.Token(header, Claims().ToJsonString());

        /// <summary>Signed by the provider's key, with these claims.</summary>
        public string Claiming(JsonObject claims) => Key.Token(Header(), claims);

        public string Signed(JsonObject header, JsonObject claims) => Key.Token(header, claims);

        public string Signed(string header, string claims) => Key.Token(header, claims);

        public string Unsigned(string algorithm, string signature) =>
            $"{Base64Url.EncodeToString(Encoding.UTF8.GetBytes(Header("alg", algorithm).ToJsonString()))}.{Base64Url.EncodeToString(Encoding.UTF8.GetBytes(Claims().ToJsonString()))}.{signature}";

        public string Hashed(byte[] secret, JsonObject? header = null) => SigningKey.Token(Encoding.UTF8.GetBytes((header ?? Header()).With("/alg", "HS256").ToJsonString()),
            Encoding.UTF8.GetBytes(Claims().ToJsonString()), content => HMACSHA256.HashData(secret, content));

        public string WithPart(int index, string part)
        {
            var parts = Genuine().Split('.');
            parts[index] = part;
            return string.Join('.', parts);
        }
    }

    /// <summary>A server that waits for whoever follows an address in a token.</summary>
    private sealed class Lure : IDisposable
    {
        private readonly TcpListener _listener = new(IPAddress.Loopback, 0);

        public Lure()
        {
            _listener.Start();
            Address = $"http://{_listener.LocalEndpoint}/";
        }

        public string Address { get; }

        /// <summary>Connections wait in the listener until somebody takes them.</summary>
        public int Visits => _listener.Pending() ? 1 : 0;

        public void Dispose() => _listener.Dispose();
    }
}
