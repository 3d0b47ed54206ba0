namespace IncidentApi.Features.Webhooks.Delivery;

/// <summary>An event that this instance has taken to send, and where to.</summary>
internal sealed record ClaimedEvent
{
    public required Guid OrganisationId { get; init; }

    public required Guid WebhookId { get; init; }

    public required Guid Id { get; init; }

    /// <summary>Tells this taking from any other.</summary>
    public required Guid Claim { get; init; }

    public required string Type { get; init; }

    public required Guid? IncidentId { get; init; }

    public required int? Version { get; init; }

    public required byte[] Body { get; init; }

    /// <summary>Which attempt this is, and which since it was last sent anew.</summary>
    public required int Attempt { get; init; }

    public required int Try { get; init; }

    public required DateTimeOffset ExpiresAt { get; init; }

    /// <summary>When the webhook ends with its key: from then on it is sent no more. Null for what somebody asks for with a key that works.</summary>
    public required DateTimeOffset? EndsAt { get; init; }

    public required string Url { get; init; }

    public required string Scope { get; init; }

    public required bool IncludesDocument { get; init; }

    /// <summary>The keys that sign it, the present one first.</summary>
    public required IReadOnlyList<byte[]> Keys { get; init; }
}
