using System.ComponentModel.DataAnnotations;
using System.Text.Json.Serialization;
using IncidentApi.Features.Incidents.Query;
using IncidentApi.Platform.Http;

namespace IncidentApi.Features.Webhooks.Subscriptions;

/// <summary>Where to send what happens to incidents, and of which.</summary>
internal sealed record WebhookBody
{
    /// <summary>Where to send: https, port 443, a public host, and nothing before it or behind # in it. It is kept sealed.</summary>
    /// <example>https://hooks.example.org/incidents</example>
    [Required, MaxLength(2000), WebAddress] public string? Url { get; init; }

    /// <summary>Which events to send.</summary>
    [Required, MaxLength(3), WebhookEvents] public IReadOnlyList<string>? Events { get; init; }

    /// <summary>Whose incidents: one's own (unless said otherwise), those that partners share, or those that everybody may see. The key needs incidents:read.</summary>
    /// <example>own</example>
    [IncidentScope] public string? Scope { get; init; }

    /// <summary>Only incidents that this filter finds: parameters of the list with their values, several values joined by commas.</summary>
    /// <example>{"country": "KG,KZ", "violation": "arrest"}</example>
    [MaxLength(30), LongestItem(2000)] public IReadOnlyDictionary<string, string>? Filter { get; init; }

    /// <summary>document: send the record as its reader may see it, if at the time of sending it still stands at the version of the event. The key needs incidents:export.</summary>
    /// <example>document</example>
    [WebhookInclude] public string? Include { get; init; }

    /// <summary>What it is for.</summary>
    /// <example>the regional dashboard</example>
    [MaxLength(200)] public string? Description { get; init; }

    /// <summary>false: send nothing for now. What happens meanwhile is sent when it is true again.</summary>
    public bool? Enabled { get; init; }
}

internal sealed class WebhookRules : MemberRules<WebhookBody>;

/// <summary>The events that there are.</summary>
internal static class WebhookEvent
{
    public const string Created = "incident.created";
    public const string Changed = "incident.changed";
    public const string Removed = "incident.removed";
    public const string Test = "webhook.test";
}

internal sealed class WebhookEventsAttribute : OneOfAttribute
{
    public WebhookEventsAttribute()
        : base(WebhookEvent.Created, WebhookEvent.Changed, WebhookEvent.Removed) => (Called, Note) = ("WebhookEvent", "What a webhook may be sent.");
}

internal sealed class WebhookIncludeAttribute : OneOfAttribute
{
    public WebhookIncludeAttribute()
        : base("document") => (Called, Note) = ("WebhookInclude", "What a webhook is sent beside what happened.");
}

/// <summary>A webhook: where it goes, what it is told, and how its receiver is doing.</summary>
/// <param name="Id">The webhook's id.</param>
/// <param name="Url">Where it goes.</param>
/// <param name="Events">Which events it is sent.</param>
/// <param name="Scope">Whose incidents.</param>
/// <param name="Filter">Only of incidents that this filter finds; absent for all.</param>
/// <param name="Include">document where records are sent too.</param>
/// <param name="Description">What it is for.</param>
/// <param name="Status">active: its receiver takes what it is sent. failing: it has not, since the time that failures tells. disabled: nothing is sent.</param>
/// <param name="DisabledReason">owner: switched off by a PUT. gone: its receiver answered 410. failing: its receiver took nothing for days. behind: it was switched off for longer than the change log is kept. filter: its filter is not understood any more. key_revoked, key_expired: the key that said last where it goes was revoked, or has run out.</param>
/// <param name="DisabledAt">Since when nothing is sent.</param>
/// <param name="Failures">What its receiver has failed in; absent where the last attempt succeeded.</param>
/// <param name="PreviousSecretUntil">Until when the secret before the present one signs too; absent where it does not.</param>
/// <param name="EndsAt">When the key that said last where it goes ends, and with it the webhook: rotate the key before, or PUT the webhook with another one.</param>
/// <param name="CreatedAt">When it was made.</param>
/// <param name="ChangedAt">When it was last changed.</param>
/// <param name="Links">Where its deliveries are.</param>
[SchemaName("Webhook")]
internal sealed record WebhookResponse(
    Guid Id, string Url, [property: WebhookEvents] IReadOnlyList<string> Events,
    [property: IncidentScope] string Scope, IReadOnlyDictionary<string, string>? Filter, [property: WebhookInclude] string? Include, string? Description,
    [property: OneOf("active", "failing", "disabled", Called = "WebhookStatus", Note = "How a webhook is doing.")] string Status, [property: OneOf("owner", "gone", "failing", "behind", "filter", "key_revoked", "key_expired", Called = "WebhookDisabledReason", Note = "Why nothing is sent.")] string? DisabledReason, DateTimeOffset? DisabledAt,
    WebhookFailures? Failures, DateTimeOffset? PreviousSecretUntil, DateTimeOffset? EndsAt, DateTimeOffset CreatedAt, DateTimeOffset ChangedAt, WebhookLinks Links)
{
    /// <summary>What signs its messages (Standard Webhooks): shown this once, when it was made.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Secret { get; init; }
}

/// <summary>What a receiver has failed in.</summary>
/// <param name="InARow">How many attempts failed since the last that succeeded.</param>
/// <param name="Since">When the first of them did.</param>
/// <param name="PausedUntil">Until when nothing is sent, so as not to burden it; then one attempt decides.</param>
internal sealed record WebhookFailures(int InARow, DateTimeOffset Since, DateTimeOffset? PausedUntil);

/// <summary>Where to go from a webhook.</summary>
/// <param name="Deliveries">What it was sent.</param>
internal sealed record WebhookLinks(string Deliveries);

/// <summary>A new secret, shown this once.</summary>
/// <param name="Secret">What signs from now on: whsec_ and 32 random bytes in base64 (Standard Webhooks).</param>
/// <param name="PreviousUntil">Until when the secret before it signs too; absent where it stopped at once.</param>
internal sealed record WebhookSecret(string Secret, DateTimeOffset? PreviousUntil);
