using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;
using IncidentApi.Features.Webhooks.Subscriptions;
using IncidentApi.Platform.Http;

namespace IncidentApi.Features.Webhooks.Delivery;

/// <summary>What the contract says of messages. Their examples are signed as messages are.</summary>
internal static class ToldMessages
{
    /// <summary>It signs nothing that is sent.</summary>
    public const string ExampleSecret = "whsec_YW4gZXhhbXBsZSwgYW5kIG5vIHNlY3JldCBhdCBhbGw=";
    private const string ExampleId = "019ab12c-7d3e-7c55-9f0a-3b1d52c8e6f0";

    private const string Words = "A POST to the address that the webhook names, after [Standard Webhooks](https://www.standardwebhooks.com). Verify it before you read it: `webhook-signature` holds "
        + "`base64(HMAC-SHA256(key, webhook-id + \".\" + webhook-timestamp + \".\" + body))` over the bytes of the body as they came, the key being the base64 behind `whsec_`. "
        + "Refuse a `webhook-timestamp` that is more than five minutes off. A message may come twice, with the same `webhook-id`; those of one incident come in order.";

    private static readonly DateTimeOffset ExampleAt = new(2026, 5, 3, 10, 0, 1, TimeSpan.Zero);

    private static readonly (string, string)[] Headers =
    [
        ("webhook-id", "The event's id, a UUID: the same in each attempt, and in the log of deliveries."),
        ("webhook-timestamp", "When this attempt began: seconds after 1970."),
        ("webhook-signature", "One signature or, while a rotated secret still holds, two with a space between; each is `v1,` and base64. One has to be yours."),
    ];

    private static readonly (string, string)[] Answers =
    [
        ("2XX", "Taken. It is not sent again. What you say beside the status is not acted on; its first 256 bytes stand in the log of deliveries, unless the webhook includes documents."),
        ("default", "410 Gone disables the webhook: nothing more is sent until a PUT switches it on again. Anything else is a failure, a redirect too, and so is no answer within 15 seconds. It is tried again for three days, each time after a longer wait or after `Retry-After`, 12 hours at most."),
    ];

    public static IReadOnlyList<SentMessage> All =>
    [
        Of(WebhookEvent.Created, typeof(IncidentMessage), "Tells that an incident came into what the webhook is told of.",
            "It was recorded, published, shared or restored; with a filter also: it matches now, and did not when the webhook last saw it."),
        Of(WebhookEvent.Changed, typeof(IncidentMessage), "Tells that an incident has a new version.",
            "Fetch it at `links.incident` with your key, or have it sent with `include: document`."),
        Of(WebhookEvent.Removed, typeof(IncidentMessage), "Tells that an incident is no more in what the webhook is told of.",
            "It was withdrawn, unpublished, shared no more, or erased; with a filter also: it matches no more. Drop what you kept of it."),
        Of(WebhookEvent.Test, typeof(TestMessage), "Tells nothing: somebody tries the webhook out.", "It is sent once, by `POST /v1/webhooks/{id}/test`."),
    ];

    private static SentMessage Of(string name, Type body, string summary, string meaning) => new(name, body, summary, $"{meaning}\n\n{Words}", Headers, Answers, Signed);

    private static string Signed(JsonNode example)
    {
        var body = example.ToJsonString(Json.Answers);
        var signature = Signature.Of([Convert.FromBase64String(ExampleSecret["whsec_".Length..])], ExampleId, ExampleAt, Encoding.UTF8.GetBytes(body));
        return $"Signed with the secret `{ExampleSecret}`, which is for this example alone:\n\n```http\nwebhook-id: {ExampleId}\n"
            + $"webhook-timestamp: {ExampleAt.ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture)}\nwebhook-signature: {signature}\n\n{body}\n```";
    }
}
