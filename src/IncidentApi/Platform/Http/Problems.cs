namespace IncidentApi.Platform.Http;

/// <summary>Every error this API can answer with. A new error is a new line here, and nowhere else.</summary>
internal static class Problems
{
    // What cannot be read.
    public static readonly ProblemKind MalformedRequest = new("malformed-request", 400, "The request cannot be read.");
    public static readonly ProblemKind MalformedJson = new("malformed-json", 400, "The body is not JSON in UTF-8 (RFC 8259).");
    public static readonly ProblemKind TooDeep = new("too-deep", 400, "The body is nested deeper than 16 levels.");
    public static readonly ProblemKind UnknownMember = new("unknown-member", 400, "The body has a member that this API does not know.");
    public static readonly ProblemKind ServerMadeMember = new("server-made-member", 400, "The body sets a member that the server alone makes.");
    public static readonly ProblemKind DuplicateMember = new("duplicate-member", 400, "The body has a member twice.");
    public static readonly ProblemKind WrongType = new("wrong-type", 400, "A member has a value of another JSON type than it takes.");
    public static readonly ProblemKind UnknownParameter = new("unknown-parameter", 400, "The query has a parameter that this route does not know.");
    public static readonly ProblemKind RepeatedParameter = new("repeated-parameter", 400, "The query has a parameter twice.");
    public static readonly ProblemKind InvalidParameter = new("invalid-parameter", 400, "A query parameter cannot be read.");
    public static readonly ProblemKind TooManyGroups = new("too-many-groups", 400, "The question has more groups than one answer holds.");
    public static readonly ProblemKind InvalidHeader = new("invalid-header", 400, "A request header cannot be read.");
    public static readonly ProblemKind InvalidCursor = new("invalid-cursor", 400, "The cursor is not one that this list gave out.");

    // Who may.
    public static readonly ProblemKind InvalidKey = new("invalid-key", 401, "Send a key or a token that is valid.");
    public static readonly ProblemKind MissingScope = new("missing-scope", 403, "The key lacks the scope that this needs.");
    public static readonly ProblemKind UnmappedToken = new("unmapped-token", 403, "The token is genuine, but has no organisation or role here.");
    public static readonly ProblemKind SecondPersonRequired =
        new("second-person-required", 403, "Your organisation wants a second person to verify or publish a record.");

    public static readonly ProblemKind TooManyRequests =
        new("too-many-requests", 429, "You ask more often than you may. Wait as long as Retry-After says.");
    public static readonly ProblemKind TooManyReads = new("too-many-identity-reads", 429, "This key has read as many hidden identities as it may in an hour.");

    // What is there.
    public static readonly ProblemKind NotFound = new("not-found", 404, "There is no such thing here, or you may not see it.");
    public static readonly ProblemKind MethodNotAllowed = new("method-not-allowed", 405, "This resource does not take that method.");
    public static readonly ProblemKind TooSlow = new("too-slow", 408, "The body came too slowly.");
    public static readonly ProblemKind NotSealed = new("not-sealed", 409, "The entry is not under the tree yet. Try again in a few seconds.");
    public static readonly ProblemKind ExternalRefTaken = new("external-ref-taken", 409, "Another record has this externalRef.");
    public static readonly ProblemKind ForbiddenTransition = new("forbidden-transition", 409, "The record cannot take this step from where it stands.");
    public static readonly ProblemKind VerificationRequired =
        new("verification-required", 409, "Your organisation shows others only what is verified.");
    public static readonly ProblemKind AlreadyMerged = new("already-merged", 409, "One of the entries was merged already.");
    public static readonly ProblemKind IdentityErased = new("identity-erased", 410, "The identity of this person was erased.");
    public static readonly ProblemKind IdentityDamaged = new("identity-damaged", 409, "A sealed identity does not open: its row was changed, moved or lost.");
    public static readonly ProblemKind ChangesForgotten =
        new("changes-forgotten", 410, "The change log does not reach back that far any more. Start again with an export.");
    public static readonly ProblemKind ChangesRestarted =
        new("changes-restarted", 410, "This change log is not the one that gave out the cursor, or was set back. Start again with an export.");
    public static readonly ProblemKind StaleVersion = new("stale-version", 412, "Someone changed this since you read it.");
    public static readonly ProblemKind BodyTooLarge = new("body-too-large", 413, "The body is larger than this route takes.");
    public static readonly ProblemKind UnsupportedMediaType = new("unsupported-media-type", 415, "The body has a media type that this route does not take.");
    public static readonly ProblemKind VersionRequired = new("version-required", 428, "Send the ETag you read in If-Match.");

    // What breaks a rule.
    public static readonly ProblemKind Required = new("required", 422, "A member that must be there is missing or empty.");
    public static readonly ProblemKind InvalidCharacters = new("invalid-characters", 422, "A text holds U+0000 or half a surrogate pair.");
    public static readonly ProblemKind InvalidFormat = new("invalid-format", 422, "A text is not in the form that its member takes.");
    public static readonly ProblemKind OutOfRange = new("out-of-range", 422, "A number is outside the range that its member takes.");
    public static readonly ProblemKind TooLong = new("too-long", 422, "A text or a list is longer than its member takes.");
    public static readonly ProblemKind UnknownCode = new("unknown-code", 422, "A code is not in its vocabulary.");
    public static readonly ProblemKind UnknownRef = new("unknown-ref", 422, "A ref names nobody and nothing in this record.");
    public static readonly ProblemKind UnknownOrganisation = new("unknown-organisation", 422, "An id names no organisation.");
    public static readonly ProblemKind UnknownIncident = new("unknown-incident", 422, "An id names no record that this may be done with.");
    public static readonly ProblemKind DuplicateRef = new("duplicate-ref", 422, "A ref stands twice in one list.");
    public static readonly ProblemKind ImpossibleDate = new("impossible-date", 422, "A date is not in the calendar.");
    public static readonly ProblemKind FutureDate = new("future-date", 422, "A date is later than today anywhere on earth.");
    public static readonly ProblemKind PastDate = new("past-date", 422, "A date has passed already.");
    public static readonly ProblemKind FromAfterTo = new("from-after-to", 422, "An interval ends before it begins.");
    public static readonly ProblemKind AsOfRequired = new("as-of-required", 422, "What is ongoing needs asOf, the last day it was confirmed.");
    public static readonly ProblemKind TooPrecise = new("too-precise", 422, "A precision is finer than what is written.");
    public static readonly ProblemKind CoordinatesIncomplete =
        new("coordinates-incomplete", 422, "Coordinates need a latitude, a longitude and a precision.");
    public static readonly ProblemKind Contradiction = new("contradiction", 422, "Two members contradict each other.");
    public static readonly ProblemKind NameInText =
        new("name-in-text", 422, "A text holds what looks like the name of somebody who is hidden from its readers.");
    public static readonly ProblemKind NamesSomebody = new("names-somebody", 422, "A text names somebody whom it must not name.");
    public static readonly ProblemKind PersonErased = new("person-erased", 422, "This person's identity was erased; no record may bring it back.");
    public static readonly ProblemKind IdempotencyKeyReused =
        new("idempotency-key-reused", 422, "This Idempotency-Key was sent with another request.");

    // What is ours to mend.
    public static readonly ProblemKind Unexpected = new("unexpected", 500, "The server failed; nothing was half-written.");
    public static readonly ProblemKind AuditTampered = new("audit-tampered", 500, "Somebody changed the audit log past the service.");
    public static readonly ProblemKind NoCheckpoint = new("no-checkpoint", 503, "This server has signed no checkpoint of its audit log.");
    public static readonly ProblemKind VaultNotAvailable = new("vault-not-available", 503, "The vault of hidden identities cannot be opened.");
    public static readonly ProblemKind Unavailable = new("unavailable", 503, "Something that this server needs does not answer. Try again.");
}

/// <param name="Code">Stable, lower-case, with hyphens: clients switch on it.</param>
/// <param name="Title">The same sentence every time; what is particular goes into the detail.</param>
internal sealed record ProblemKind(string Code, int Status, string Title)
{
    public string Type => $"/problems/{Code}";

    public ProblemResult With(string? detail = null, params IReadOnlyList<Fault> faults) => new(this, detail, faults);

    public ProblemResult With(string detail, TimeSpan retryAfter) => new(this, detail, []) { RetryAfter = retryAfter };

    public Fault At(string pointer, string detail, string? value = null, IReadOnlyList<string>? allowed = null, IReadOnlyList<string>? near = null) =>
        new(this, detail) { Pointer = pointer, Value = Shortened(value), Allowed = allowed, Near = near is { Count: > 0 } ? near : null };

    public Fault AtParameter(string parameter, string detail, string? value = null, IReadOnlyList<string>? allowed = null, IReadOnlyList<string>? near = null) =>
        new(this, detail) { Parameter = parameter, Value = Shortened(value), Allowed = allowed, Near = near is { Count: > 0 } ? near : null };

    public Fault AtHeader(string header, string detail) => new(this, detail) { Header = header };

    private static string? Shortened(string? value) => value is { Length: > 100 } ? value[..100] + "…" : value;
}
