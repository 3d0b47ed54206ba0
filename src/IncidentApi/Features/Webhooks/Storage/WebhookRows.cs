namespace IncidentApi.Features.Webhooks.Storage;

/// <summary>A subscription: who wants to be told of what, and how its receiver has been doing.</summary>
internal sealed class WebhookRow
{
    public Guid OrganisationId { get; set; }

    public Guid Id { get; set; }

    /// <summary>Address, filter and description, sealed: an address may hold a password, and what somebody searches is none of the database's business.</summary>
    public byte[] Asked { get; set; } = [];

    public string[] Events { get; set; } = [];

    public string Scope { get; set; } = "";

    public bool IsFiltered { get; set; }

    public bool IncludesDocument { get; set; }

    /// <summary>The key that signs, sealed.</summary>
    public byte[] Secret { get; set; } = [];

    /// <summary>The one before it, which signs beside it for a while.</summary>
    public byte[]? PreviousSecret { get; set; }

    public DateTimeOffset? PreviousUntil { get; set; }

    /// <summary>Up to where the change log has been looked through.</summary>
    public long Position { get; set; }

    /// <summary>What tells the entry there from another one, in a log that was restored from a backup.</summary>
    public long Mark { get; set; }

    public bool IsEnabled { get; set; }

    public string? DisabledReason { get; set; }

    public DateTimeOffset? DisabledAt { get; set; }

    /// <summary>How often it failed in a row, and since when.</summary>
    public int Failures { get; set; }

    public DateTimeOffset? FailingSince { get; set; }

    /// <summary>While this is to come nothing is sent; then one attempt is, and decides. Null where all is well.</summary>
    public DateTimeOffset? PausedUntil { get; set; }

    public DateTimeOffset CreatedAt { get; set; }

    /// <summary>The key that said last where it goes: with it the webhook ends.</summary>
    public Guid CreatedBy { get; set; }

    public DateTimeOffset ChangedAt { get; set; }
}

/// <summary>An event for one subscription: what happened, and whether it was told. Its bytes hold ids and no content.</summary>
internal sealed class WebhookEventRow
{
    public Guid OrganisationId { get; set; }

    public Guid Id { get; set; }

    public Guid WebhookId { get; set; }

    public string Type { get; set; } = "";

    /// <summary>Null for a test.</summary>
    public Guid? IncidentId { get; set; }

    public int? Version { get; set; }

    /// <summary>Its place in the log that the subscription follows.</summary>
    public long? Position { get; set; }

    public byte[] Body { get; set; } = [];

    public string Status { get; set; } = "";

    /// <summary>How many attempts were begun, and how many of them since it was last sent anew.</summary>
    public int Attempts { get; set; }

    public int Tries { get; set; }

    /// <summary>When it may be taken for the next attempt; while somebody has it, when he has lost it.</summary>
    public DateTimeOffset? DueAt { get; set; }

    /// <summary>Who has it.</summary>
    public Guid? Claim { get; set; }

    /// <summary>Until when it is tried.</summary>
    public DateTimeOffset ExpiresAt { get; set; }

    public DateTimeOffset CreatedAt { get; set; }

    public DateTimeOffset? EndedAt { get; set; }

    public DateTimeOffset? KeptUntil { get; set; }
}

/// <summary>One attempt to tell an event.</summary>
internal sealed class WebhookAttemptRow
{
    public Guid OrganisationId { get; set; }

    public Guid EventId { get; set; }

    public int Number { get; set; }

    public DateTimeOffset At { get; set; }

    public int Milliseconds { get; set; }

    public int? HttpStatus { get; set; }

    public string? Error { get; set; }

    public string? Answer { get; set; }
}

/// <summary>A record that matched a filtered subscription when it was last looked at: of what it never matched its receiver does not learn that it is gone.</summary>
internal sealed class WebhookMatchRow
{
    public Guid OrganisationId { get; set; }

    public Guid WebhookId { get; set; }

    public Guid IncidentId { get; set; }
}
