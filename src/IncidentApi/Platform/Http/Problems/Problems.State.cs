namespace IncidentApi.Platform.Http;

/// <summary>What is there, and where it stands.</summary>
internal static partial class Problems
{
    private const string SampleId = "019ab12c-7d3e-7c55-9f0a-3b1d52c8e604";

    public static readonly ProblemKind NotFound = new("not-found", 404, "There is no such thing here, or you may not see it.",
        "Both answer alike on purpose: otherwise anybody could find out which ids exist.",
        "Check the address letter by letter, and that you ask with the key of the right organisation (GET /v1/me). Without a key you see only what is public, "
            + "under ids of its own; a partner's record has another id than your own (scope=shared). A record may also have been withdrawn from you.",
        kind => kind.With());

    public static readonly ProblemKind MethodNotAllowed = new("method-not-allowed", 405, "This resource does not take that method.",
        "The address exists, but not for this method.",
        "The Allow header lists the methods that it takes. Often an id is missing from the address (PATCH wants one), or a redirect turned a POST into a GET.",
        kind => kind.With());

    public static readonly ProblemKind TooSlow = new("too-slow", 408, "The body came too slowly.",
        "The line was so slow or so broken that the server stopped waiting for the rest of the body. Nothing was stored.",
        "Send it again, with the same Idempotency-Key or externalRef if it had one. On a bad line send records one by one instead of in a batch.",
        kind => kind.With());

    public static readonly ProblemKind NotSealed = new("not-sealed", 409, "The entry is not under the tree yet. Try again in a few seconds.",
        "The entry is in the log already, but the next signature over the tree has not been made yet; without it there is nothing to prove.",
        "Ask again in a few seconds. If it stays so for minutes, the server's sealing has stopped: tell whoever runs it.",
        kind => kind.With());

    public static readonly ProblemKind ExternalRefTaken = new("external-ref-taken", 409, "Another record has this externalRef.",
        "Your organisation has a record under this externalRef already, and it says something else. It was not overwritten, and no second one was made.",
        "Read the record at link. If it is the same incident, change that one (PATCH or PUT with its ETag). If it is another, give yours an externalRef of its own.",
        kind => new ProblemResult(kind, "Your record of this externalRef says something else: change that one.", [kind.At("/externalRef", $"It belongs to the incident {SampleId}.")])
        {
            More = new Dictionary<string, object> { ["id"] = SampleId, ["link"] = $"/v1/incidents/{SampleId}" },
        });

    public static readonly ProblemKind ForbiddenTransition = new("forbidden-transition", 409, "The record cannot take this step from where it stands.",
        "Records go from draft to submitted to published; a reviewer may return them, and they can be withdrawn. This step is not one of those from the status that the record has now.",
        "allowed lists the steps that can be taken now. To publish a draft, submit it first.",
        kind => kind.With("A record that is draft cannot become published.", kind.At("/to", "From draft it can become: submitted, withdrawn.", "published", ["submitted", "withdrawn"])));

    public static readonly ProblemKind VerificationRequired = new("verification-required", 409, "Your organisation shows others only what is verified.",
        "The record would be shown to partners or the public, and your organisation wants it corroborated or verified before.",
        "Let a reviewer verify it first (POST /v1/incidents/{id}/verification), then take this step again. Or show it to nobody but yourselves for now.",
        kind => kind.With("The record is unverified; your organisation shows others only what is corroborated or verified."));

    public static readonly ProblemKind AlreadyMerged = new("already-merged", 409, "One of the entries was merged already.",
        "One of the two entries of the register is part of a third one already.",
        "The detail names that one: merge into it, or part the two first (DELETE /v1/people/{id}/merges/{other}).",
        kind => kind.With($"This entry went into {SampleId}: merge into that one."));

    public static readonly ProblemKind TooManyWebhooks = new("too-many-webhooks", 409, "Your organisation has as many webhooks as it may.",
        "Each webhook costs the server work at every change, so their number is bounded.",
        "Delete one that nobody needs (GET /v1/webhooks shows which are disabled), or let one receiver pass messages on. Whoever runs the server can allow more.",
        kind => kind.With("An organisation has at most 20 webhooks."));

    public static readonly ProblemKind WebhookDisabled = new("webhook-disabled", 409, "The webhook is switched off.",
        "Nothing is sent to a webhook that is switched off: by its owner, because its receiver answered 410 or failed for days, or because the key that said last where it goes has ended.",
        "Look at disabledReason, mend the receiver, and try it with POST /v1/webhooks/{id}/test. Then switch the webhook on with a PUT, and ask again.",
        kind => kind.With("Switch it on first: PUT it without enabled, or with true."));

    public static readonly ProblemKind IdentityErased = new("identity-erased", 410, "The identity of this person was erased.",
        "Somebody of your organisation had the name forgotten, for a reason that the audit log keeps. It is in no version of any record, and nobody can bring it back.",
        "Work with the label that is left. There is nothing to repair.",
        kind => kind.With());

    public static readonly ProblemKind IdentityDamaged = new("identity-damaged", 409, "A sealed identity does not open: its row was changed, moved or lost.",
        "The name is still in the database, but not as the service sealed it. Somebody changed it past the service, or a restore brought back a part only.",
        "Tell whoever runs the server, with the traceId. They restore the row from a backup, and ask how it came to be changed. Records without this person go on working.",
        kind => kind.With($"The sealed identity of the person {SampleId} does not open: a row of it was changed, moved or lost."));

    public static readonly ProblemKind ChangesForgotten = new("changes-forgotten", 410, "The change log does not reach back that far any more. Start again with an export.",
        "Changes are kept for a time only, and the place from which you want to go on is older. What happened in between cannot be told one by one any more.",
        "Make a new export (GET /v1/incidents/export) and put it in the place of your copy: what is not in it is gone. Then follow GET /v1/changes from the export's position. "
            + "Ask more often than changes are kept, and watch that your follower runs.",
        kind => kind.With());

    public static readonly ProblemKind ChangesRestarted = new("changes-restarted", 410, "This change log is not the one that gave out the cursor, or was set back. Start again with an export.",
        "The cursor was given out by a log that is not there any more: the server was restored from a backup, or is another one. To go on would pass over changes without a word.",
        "Make a new export (GET /v1/incidents/export), put it in the place of your copy, and follow GET /v1/changes from the export's position.",
        kind => kind.With());

    public static readonly ProblemKind StaleVersion = new("stale-version", 412, "Someone changed this since you read it.",
        "The ETag in If-Match is not that of the present version. Your change was not made, so that a colleague's is not lost.",
        "Read it again, put your change on what stands there now, and send it with the new ETag. Do not send the old body with the new ETag: that undoes your colleague's work. "
            + "With If-None-Match: * it says that there is a record under this id already.",
        kind => new ProblemResult(kind, "It stands at version 4: read it again.", []) { More = new Dictionary<string, object> { ["version"] = 4 } });

    public static readonly ProblemKind BodyTooLarge = new("body-too-large", 413, "The body is larger than this route takes.",
        "A body has at most 256 KiB unless its route says otherwise, and so has each record of a batch.",
        "Send large sets in several batches. A single record of that size holds something that is no record, such as a picture in a text.",
        kind => kind.With());

    public static readonly ProblemKind UnsupportedMediaType = new("unsupported-media-type", 415, "The body has a media type that this route does not take.",
        "The Content-Type of the request is missing or another than the route reads. To guess it could change what the body means.",
        "The detail says what to send: application/json for most, application/merge-patch+json for PATCH. With curl: --json, or -H 'Content-Type: …'.",
        kind => kind.With("Send Content-Type: application/json."));

    public static readonly ProblemKind VersionRequired = new("version-required", 428, "Send the ETag you read in If-Match.",
        "A change without If-Match could overwrite what a colleague wrote a minute ago, so it must say which version it is meant for.",
        "GET the record, take the ETag of the answer, quotes included, and send it in If-Match. If-Match: * changes whatever stands there, unseen: for scripts that own the record alone.",
        kind => kind.With());
}
