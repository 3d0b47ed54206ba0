using System.Security.Cryptography;
using System.Text.Json;
using IncidentApi.Platform.Http;
using IncidentApi.Platform.Secrets;
using IncidentApi.Platform.Vault;

namespace IncidentApi.Features.Webhooks.Subscriptions;

/// <summary>
/// Seals what the database shall not know of a webhook, bound to its row. The keys that sign can only be of use if the service can open
/// them: they are sealed under a key of the installation.
/// </summary>
internal sealed class WebhookSeal(InstallationSecret secret)
{
    public const string SecretPrefix = "whsec_";

    /// <summary>256 random bits.</summary>
    public static byte[] NewSecret() => RandomNumberGenerator.GetBytes(32);

    public static string Shown(byte[] secret) => SecretPrefix + Convert.ToBase64String(secret);

    public byte[] SealSecret(Guid organisation, Guid webhook, byte[] key) => Envelope.Seal(secret.WebhookKey, key, $"webhook secret {organisation} {webhook}");

    public byte[] OpenSecret(Guid organisation, Guid webhook, byte[] sealedKey) => Opened(sealedKey, $"webhook secret {organisation} {webhook}");

    public byte[] SealAsked(Guid organisation, Guid webhook, AskedOfWebhook asked) =>
        Envelope.Seal(secret.WebhookKey, JsonSerializer.SerializeToUtf8Bytes(asked, Json.Answers), $"webhook {organisation} {webhook}");

    public AskedOfWebhook OpenAsked(Guid organisation, Guid webhook, byte[] sealedAsked) =>
        JsonSerializer.Deserialize<AskedOfWebhook>(Opened(sealedAsked, $"webhook {organisation} {webhook}"), Json.Answers)!;

    private byte[] Opened(byte[] sealedBytes, string boundTo) => Envelope.Open(secret.WebhookKey, sealedBytes, boundTo)
        ?? throw new InvalidOperationException("What is sealed of a webhook does not open: its row was changed, or the installation has another secret.");
}
