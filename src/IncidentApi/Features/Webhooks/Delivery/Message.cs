using System.Text.Json.Serialization;
using IncidentApi.Features.Changes;
using IncidentApi.Features.Incidents;
using IncidentApi.Features.Webhooks.Subscriptions;
using IncidentApi.Platform.Http;

namespace IncidentApi.Features.Webhooks.Delivery;

/// <summary>A message to a receiver. Its data is last.</summary>
internal abstract record Message<T>
{
    /// <summary>What happened.</summary>
    [JsonPropertyOrder(0)] public virtual required string Type { get; init; }

    /// <summary>When: an instant in UTC (RFC 3339). Of others' incidents the day is told alone, as its midnight.</summary>
    [JsonPropertyOrder(1)] public required DateTimeOffset Timestamp { get; init; }

    /// <summary>What it happened to.</summary>
    [JsonPropertyOrder(2)] public required T Data { get; init; }
}

/// <summary>What a webhook is sent of an incident.</summary>
internal sealed record IncidentMessage : Message<MessageChange>
{
    /// <summary>What happened, as data says it too.</summary>
    [WebhookEvents, JsonPropertyOrder(0)] public override required string Type { get; init; }
}

/// <summary>The change, as GET /v1/changes tells it; with include=document the record too.</summary>
[SchemaName("WebhookChange")]
internal sealed record MessageChange : ToldChange
{
    /// <summary>Where the webhook includes documents: the incident as GET /v1/incidents/{id} shows it to its reader, at this very version. Never with incident.removed.</summary>
    [JsonPropertyOrder(1)] public Incident? Document { get; init; }

    /// <summary>Where the webhook includes documents and there is none: superseded, because the incident stands at another version by now or is not shown any more. A message of that follows, or has come.</summary>
    [OneOf(Payload.Superseded, Called = "DocumentOmitted", Note = "Why a message has no document."), JsonPropertyOrder(2)]
    public string? DocumentOmitted { get; init; }
}

/// <summary>What a webhook is sent when somebody tries it out.</summary>
internal sealed record TestMessage : Message<TestData>
{
    /// <summary>That it is a test.</summary>
    [OneOf(WebhookEvent.Test, Called = "WebhookTestEvent", Note = "The event of a trial."), JsonPropertyOrder(0)] public override required string Type { get; init; }
}

/// <summary>What is tried out.</summary>
/// <param name="Webhook">The webhook's id.</param>
[SchemaName("WebhookTest")]
internal sealed record TestData(Guid Webhook);
