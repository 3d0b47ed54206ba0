using System.Buffers.Text;
using System.Text.Json;
using System.Text.Unicode;

namespace IncidentApi.Features.Organisations.Tokens;

/// <summary>
/// A token as it is written, not yet believed. What two readers could read in two ways is no token: a member twice, text that is not
/// UTF-8, and an extension that has to be understood (RFC 7515 §4.1.11).
/// </summary>
internal sealed record TokenText(string Text, string? KeyId, JsonElement Claims)
{
    private const int MostCharacters = 16 * 1024;
    private const int LongestKeyId = 256;

    /// <summary>Signatures that anybody can check and only the provider can make; a shared secret is none (RFC 8725 §3.1).</summary>
    public static readonly IReadOnlyList<string> Algorithms = ["RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384", "ES512"];

    private static readonly JsonDocumentOptions Strict = new() { AllowDuplicateProperties = false, MaxDepth = 16 };

    public static TokenText? Read(string text)
    {
        if (text.Length > MostCharacters || text.Split('.') is not [var head, var body, { Length: > 0 }]) return null;
        if (Parse(head) is not { } header || Parse(body) is not { } claims || header.TryGetProperty("crit", out _)) return null;
        if (!Algorithms.Contains(TextOf(header, "alg"), StringComparer.Ordinal)) return null;

        var keyId = TextOf(header, "kid");
        return keyId?.Length > LongestKeyId || (keyId is null && header.TryGetProperty("kid", out _)) ? null : new TokenText(text, keyId, claims);
    }

    /// <summary>A claim that is one text, and not an empty one.</summary>
    public string? TextOf(string claim) => TextOf(Claims, claim) is { Length: > 0 } text ? text : null;

    /// <summary>All texts of a claim, which is one or a list. Its name stands for itself; where there is no such claim, dots lead into objects.</summary>
    public IReadOnlyList<string> TextsOf(string claim)
    {
        if (!Claims.TryGetProperty(claim, out var value))
        {
            value = Claims;
            foreach (var step in claim.Split('.'))
            {
                if (value.ValueKind != JsonValueKind.Object || !value.TryGetProperty(step, out value)) return [];
            }
        }

        return value.ValueKind == JsonValueKind.Array ? [.. value.EnumerateArray().Select(TextOf).OfType<string>()] : TextOf(value) is { } text ? [text] : [];
    }

    private static JsonElement? Parse(string part)
    {
        try
        {
            var bytes = Base64Url.DecodeFromChars(part);
            return Utf8.IsValid(bytes) && JsonElement.Parse(bytes, Strict) is { ValueKind: JsonValueKind.Object } parsed ? parsed : null;
        }
        catch (Exception unreadable) when (unreadable is FormatException or JsonException or InvalidOperationException)
        {
            return null;
        }
    }

    private static string? TextOf(JsonElement holder, string name) => holder.TryGetProperty(name, out var value) ? TextOf(value) : null;

    private static string? TextOf(JsonElement value)
    {
        try
        {
            return value.ValueKind == JsonValueKind.String ? value.GetString() : null;
        }
        catch (InvalidOperationException)
        {
            // Half a surrogate pair.
            return null;
        }
    }
}
