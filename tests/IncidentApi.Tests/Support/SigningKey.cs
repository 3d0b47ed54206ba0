using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;

namespace IncidentApi.Tests.Support;

/// <summary>A key that signs tokens, and tokens written by hand: no library stands between a test and what it wants to send.</summary>
internal sealed class SigningKey(string id, int bits = 2048)
{
    private readonly RSA _rsa = RSA.Create(bits);

    public string Id => id;

    public string PublicPem => _rsa.ExportSubjectPublicKeyInfoPem();

    public byte[] PublicDer => _rsa.ExportSubjectPublicKeyInfo();

    /// <summary>With the private part, for the provider.</summary>
    public JsonObject ToJwk()
    {
        var key = _rsa.ExportParameters(includePrivateParameters: true);
        var jwk = ToPublicJwk();
        foreach (var (name, value) in new[] { ("d", key.D), ("p", key.P), ("q", key.Q), ("dp", key.DP), ("dq", key.DQ), ("qi", key.InverseQ) }) jwk[name] = Base64Url.EncodeToString(value);
        return jwk;
    }

    public JsonObject ToPublicJwk()
    {
        var key = _rsa.ExportParameters(includePrivateParameters: false);
        return new JsonObject
        {
            ["kty"] = "RSA",
            ["kid"] = id,
            ["alg"] = "RS256",
            ["use"] = "sig",
            ["n"] = Base64Url.EncodeToString(key.Modulus),
            ["e"] = Base64Url.EncodeToString(key.Exponent),
        };
    }

    /// <summary>RS256.</summary>
    public byte[] Sign(byte[] content) => _rsa.SignData(content, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);

    public string Token(JsonNode header, JsonNode claims) => Token(header.ToJsonString(), claims.ToJsonString());

    public string Token(string header, string claims) => Token(Encoding.UTF8.GetBytes(header), Encoding.UTF8.GetBytes(claims), Sign);

    public static string Token(byte[] header, byte[] claims, Func<byte[], byte[]> sign)
    {
        var content = $"{Base64Url.EncodeToString(header)}.{Base64Url.EncodeToString(claims)}";
        return $"{content}.{Base64Url.EncodeToString(sign(Encoding.ASCII.GetBytes(content)))}";
    }
}
