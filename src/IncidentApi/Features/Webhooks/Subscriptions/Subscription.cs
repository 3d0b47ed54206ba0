using IncidentApi.Features.Changes;

namespace IncidentApi.Features.Webhooks.Subscriptions;

/// <summary>A webhook with what was sealed of it opened.</summary>
internal sealed record Subscription
{
    public required Guid OrganisationId { get; init; }

    public required Guid Id { get; init; }

    public required AskedOfWebhook Asked { get; init; }

    public required IReadOnlyList<string> Events { get; init; }

    public required string Scope { get; init; }

    public required bool IncludesDocument { get; init; }

    /// <summary>Up to where the change log has been looked through.</summary>
    public required ChangePlace Place { get; init; }

    public required DateTimeOffset? PreviousUntil { get; init; }

    public required string? DisabledReason { get; init; }

    public required DateTimeOffset? DisabledAt { get; init; }

    /// <summary>When the key that said last where it goes ends, and the webhook with it; null where there is no such key.</summary>
    public required DateTimeOffset? EndsAt { get; init; }

    /// <summary>Whether it is off for its key has ended, and nobody has written that down yet.</summary>
    public required bool HasEnded { get; init; }

    public required int Failures { get; init; }

    public required DateTimeOffset? FailingSince { get; init; }

    public required DateTimeOffset? PausedUntil { get; init; }

    public required DateTimeOffset CreatedAt { get; init; }

    public required DateTimeOffset ChangedAt { get; init; }

    public bool IsFiltered => Asked.Filter is { Count: > 0 };

    public WebhookResponse Shown(DateTimeOffset now) => new(Id, Asked.Url, Events, Scope, Asked.Filter, IncludesDocument ? "document" : null, Asked.Description,
        DisabledReason is not null ? "disabled" : Failures > 0 ? "failing" : "active", DisabledReason, DisabledAt,
        Failures > 0 ? new WebhookFailures(Failures, FailingSince ?? ChangedAt, PausedUntil > now ? PausedUntil : null) : null,
        PreviousUntil > now ? PreviousUntil : null, EndsAt, CreatedAt, ChangedAt, new WebhookLinks($"/v1/webhooks/{Id}/deliveries"));
}

/// <summary>What is kept sealed of a webhook.</summary>
internal sealed record AskedOfWebhook(string Url, IReadOnlyDictionary<string, string>? Filter, string? Description);
