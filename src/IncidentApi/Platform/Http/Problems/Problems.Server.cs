namespace IncidentApi.Platform.Http;

/// <summary>What is ours to mend.</summary>
internal static partial class Problems
{
    public static readonly ProblemKind Unexpected = new("unexpected", 500, "The server failed; nothing was half-written.",
        "A fault of the program, not of your request. Each change is one transaction: it was stored whole or not at all.",
        "Send the same request once more, with the same Idempotency-Key or externalRef if it had one: then it cannot happen twice. "
            + "If it fails again, send the traceId and the time to whoever runs the server. They find the fault in the log by it, and you need not send what was in your request.",
        kind => kind.With());

    public static readonly ProblemKind AuditTampered = new("audit-tampered", 500, "Somebody changed the audit log past the service.",
        "What the log holds is not what the service wrote: a row was changed or is gone. Records can still be read and written.",
        "Do not go on as if nothing were: tell whoever answers for the server, by another way than through it, and keep your checkpoints. "
            + "incidents-api verify-audit with an export and a kept checkpoint finds the entry. Whoever runs it keeps the database as it stands before anything is restored.",
        kind => kind.With("The tree over the audit log lacks the hash of level 3 at 12."));

    public static readonly ProblemKind NoCheckpoint = new("no-checkpoint", 503, "This server has signed no checkpoint of its audit log.",
        "It has no key to sign with, or nothing to sign yet. Entries are written all the same, and come under the first signature.",
        "On a new server record something and ask again in a few seconds. Else whoever runs it looks at the configuration of the audit log's key.",
        kind => kind.With("It has no key to sign with, or nothing to sign yet."));

    public static readonly ProblemKind VaultNotAvailable = new("vault-not-available", 503, "The vault of hidden identities cannot be opened.",
        "The server runs without the master key that opens sealed names, or with a wrong one. Everything that needs no sealed name goes on working.",
        "Whoever runs the server looks at GET /health/ready and at the file of the master key. Wait until it is mended; do not send the name to a member that is not sealed instead.",
        kind => kind.With());

    public static readonly ProblemKind Unavailable = new("unavailable", 503, "Something that this server needs does not answer. Try again.",
        "The database or the identity provider is away, or so many requests wait that yours was not taken on. The request was not carried out, "
            + "or, if the line broke at the last moment, was carried out whole.",
        "Wait as long as Retry-After says and send it again, with the same Idempotency-Key or externalRef if it had one. Make the pause longer each time. GET /health/ready shows when the server is back.",
        kind => kind.With("Too many requests wait for their turn."));
}
