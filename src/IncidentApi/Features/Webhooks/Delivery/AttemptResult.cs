namespace IncidentApi.Features.Webhooks.Delivery;

/// <summary>What came of an attempt.</summary>
/// <param name="Error">One of <see cref="AttemptError"/>; null where it was delivered.</param>
/// <param name="Answer">The first bytes of what the receiver said, as a text.</param>
internal sealed record AttemptResult(DateTimeOffset At, TimeSpan Took, int? HttpStatus, string? Error, string? Answer = null, TimeSpan? RetryAfter = null)
{
    public bool IsDelivered => Error is null;

    public bool IsGone => HttpStatus == StatusCodes.Status410Gone;
}

/// <summary>Why an attempt failed, as its owner is told.</summary>
internal static class AttemptError
{
    public const string HttpStatus = "http_status";
    public const string Redirect = "redirect";
    public const string Timeout = "timeout";
    public const string Refused = "refused";
    public const string Tls = "tls";
    public const string ForbiddenAddress = "forbidden_address";
    public const string ConnectionLost = "connection_lost";
    public const string InvalidAnswer = "invalid_answer";
}
