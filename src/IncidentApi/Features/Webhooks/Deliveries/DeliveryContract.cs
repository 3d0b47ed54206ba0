using IncidentApi.Features.Webhooks.Delivery;
using IncidentApi.Features.Webhooks.Subscriptions;
using IncidentApi.Platform.Http;

namespace IncidentApi.Features.Webhooks.Deliveries;

/// <summary>An event that was or is to be sent, and what came of it.</summary>
/// <param name="Id">The event's id, which its messages bear in webhook-id: the same in each attempt.</param>
/// <param name="Type">What happened.</param>
/// <param name="Incident">To which incident; absent for a test.</param>
/// <param name="Version">The version to which the incident came.</param>
/// <param name="Status">waiting: it is still tried. delivered: the receiver answered with 2xx. dead: its time is over, or the webhook was disabled; it can be sent anew.</param>
/// <param name="CreatedAt">When it was made.</param>
/// <param name="NextAttemptAt">When it is tried next, at the earliest; absent where that is over.</param>
/// <param name="EndedAt">When it was delivered or given up.</param>
/// <param name="Attempts">The attempts, oldest first; of more than 20 the last.</param>
[SchemaName("Delivery")]
internal sealed record DeliveryResponse(
    Guid Id, [property: OneOf(WebhookEvent.Created, WebhookEvent.Changed, WebhookEvent.Removed, WebhookEvent.Test, Called = "DeliveryType", Note = "What was sent.")] string Type, Guid? Incident, int? Version,
    [property: DeliveryStatuses] string Status,
    DateTimeOffset CreatedAt, DateTimeOffset? NextAttemptAt, DateTimeOffset? EndedAt, IReadOnlyList<DeliveryAttempt> Attempts);

/// <summary>One attempt to send an event.</summary>
/// <param name="Number">Counts the attempts of this event from 1. One whose server was killed is missing.</param>
/// <param name="At">When it began.</param>
/// <param name="Milliseconds">How long it took.</param>
/// <param name="HttpStatus">What the receiver answered; absent where it did not.</param>
/// <param name="Error">
/// Why it failed; absent where it was delivered. http_status: it answered with something else than 2xx. redirect: with 3xx, which is never followed. timeout:
/// not in time. refused: nobody listens there. tls: its certificate is not good, or it speaks no TLS. forbidden_address: its host leads to no address on the
/// internet. connection_lost: it hung up. invalid_answer: what it said is not HTTP, or too long.
/// </param>
/// <param name="Answer">The first 256 bytes of what it said; never kept where the webhook includes documents, for it might repeat them.</param>
[SchemaName("DeliveryAttempt")]
internal sealed record DeliveryAttempt(
    int Number, DateTimeOffset At, int Milliseconds, int? HttpStatus,
    [property: OneOf(AttemptError.HttpStatus, AttemptError.Redirect, AttemptError.Timeout, AttemptError.Refused, AttemptError.Tls, AttemptError.ForbiddenAddress,
        AttemptError.ConnectionLost, AttemptError.InvalidAnswer, Called = "DeliveryError", Note = "Why an attempt failed.")] string? Error, string? Answer);

/// <summary>How far an event has come.</summary>
internal static class DeliveryStatus
{
    public const string Waiting = "waiting";
    public const string Delivered = "delivered";
    public const string Dead = "dead";
}

internal sealed class DeliveryStatusesAttribute : OneOfAttribute
{
    public DeliveryStatusesAttribute()
        : base(DeliveryStatus.Waiting, DeliveryStatus.Delivered, DeliveryStatus.Dead) => (Called, Note) = ("DeliveryStatus", "How far an event has come.");
}

/// <summary>A page of deliveries, newest first.</summary>
/// <param name="Items">The deliveries.</param>
/// <param name="NextCursor">Where the next page begins; null on the last.</param>
[SchemaName("DeliveryPage")]
internal sealed record DeliveryPage(
    IReadOnlyList<DeliveryResponse> Items, [property: System.Text.Json.Serialization.JsonIgnore(Condition = System.Text.Json.Serialization.JsonIgnoreCondition.Never)] string? NextCursor);

/// <summary>What is sent anew.</summary>
/// <param name="Replayed">How many events.</param>
[SchemaName("Replay")]
internal sealed record ReplayResponse(int Replayed);
