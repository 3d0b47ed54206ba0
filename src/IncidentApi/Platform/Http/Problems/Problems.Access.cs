namespace IncidentApi.Platform.Http;

/// <summary>Who may, and how often.</summary>
internal static partial class Problems
{
    public static readonly ProblemKind InvalidKey = new("invalid-key", 401, "Send a key or a token that is valid.",
        "No key was sent where one is needed, or it is mistyped, expired, revoked, or not for the network that you ask from. Which of these it is, is not told to whoever merely guesses.",
        "Send it as Authorization: Bearer hrd_…, whole and without quotes or line ends. If it worked yesterday it has ended: ask an admin of your organisation for a new one "
            + "(GET /v1/organisations/{id}/keys shows when each ends). If somebody else may have seen it, have it revoked. An organisation that has lost all its admin keys uses its recovery code: POST /v1/recovery.",
        kind => kind.With("This key is unknown, expired, revoked, or not for this network."));

    public static readonly ProblemKind MissingScope = new("missing-scope", 403, "The key lacks the scope that this needs.",
        "The key is valid, but was made for less. Nothing was done. Where errors holds pointers, the change itself would be allowed, but would show others more than they see now.",
        "GET /v1/me shows the scopes of your key; the WWW-Authenticate header, where it names one, says which is missing. Ask an admin for a key of another role, or a reviewer to take the step.",
        kind => kind.With("This step needs the scope incidents:review."));

    public static readonly ProblemKind UnmappedToken = new("unmapped-token", 403, "The token is genuine, but has no organisation or role here.",
        "Your identity provider vouches for you, but the claims of the token name no organisation, several, or no role that this server knows.",
        "Whoever runs the identity provider adds you to the organisation and gives you a role; whoever runs this server maps both (Tokens:Organisations and Tokens:Roles). Then get a new token: an old one keeps its claims.",
        kind => kind.With("The claim organisation is missing, or names no organisation of this server."));

    public static readonly ProblemKind KeyRequired = new("key-required", 403, "This needs a key of the organisation; a token will not do.",
        "A webhook goes on without anybody showing who he is again, and ends with the key that said last where it goes. A token of an identity provider ends in minutes, and nobody here could revoke it.",
        "Issue a key with webhooks:manage for the program that receives the messages (POST /v1/organisations/{id}/keys), and say it with that. A token is enough to read webhooks, to test, rotate and delete them.",
        kind => kind.With("A webhook ends with its key: send one with webhooks:manage instead of a token."));

    public static readonly ProblemKind SecondPersonRequired = new("second-person-required", 403, "Your organisation wants a second person to verify or publish a record.",
        "The key that recorded this incident cannot be the one that verifies or publishes it. Your organisation chose so, to have two pairs of eyes on everything that goes out.",
        "Let a colleague take this step with a key of his own. The record keeps as it is until then.",
        kind => kind.With("The key that recorded an incident cannot publish it."));

    public static readonly ProblemKind TooManyRequests = new("too-many-requests", 429, "You ask more often than you may. Wait as long as Retry-After says.",
        "The quota of your key, or of your network where no key was shown, is used up, or your organisation has as many requests in hand as it may. Nothing was done, so nothing is lost.",
        "Wait as many seconds as Retry-After says, then send the same request again; with an Idempotency-Key even a POST may be sent again safely. "
            + "To need fewer: limit=200 for lists, /v1/incidents/batch for many records, /v1/incidents/export for all of them, If-None-Match for what may not have changed, and count and q only where needed (each costs 4 more).",
        kind => kind.With("This costs 5 permits, and fewer are left."));

    public static readonly ProblemKind TooManyReads = new("too-many-identity-reads", 429, "This key has read as many hidden identities as it may in an hour.",
        "Names in the vault are opened one by one and slowly, so that a stolen key yields few of them.",
        "Wait as long as Retry-After says. If it was not you who opened them, have the key revoked now, and look in GET /v1/audit at what it opened.",
        kind => kind.With());
}
