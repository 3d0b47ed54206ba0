namespace IncidentApi.Platform.Audit;

/// <summary>What the audit log tells of beside the changes of incidents, which it names as their history does.</summary>
internal static class AuditAct
{
    public const string OrganisationCreated = "organisation_created";
    public const string OrganisationChanged = "organisation_changed";
    public const string OrganisationRecovered = "organisation_recovered";

    public const string KeyIssued = "key_issued";
    public const string KeyRotated = "key_rotated";
    public const string KeyRevoked = "key_revoked";

    public const string PartnershipOpened = "partnership_opened";
    public const string PartnershipChanged = "partnership_changed";
    public const string PartnershipEnded = "partnership_ended";

    public const string PersonCreated = "person_created";
    public const string PersonReplaced = "person_replaced";
    public const string PeopleMerged = "people_merged";
    public const string PeopleUnmerged = "people_unmerged";
    public const string IdentityRead = "identity_read";
    public const string IdentitySealed = "identity_sealed";
    public const string IdentityErased = "identity_erased";
    public const string PassageErased = "passage_erased";

    /// <summary>The reviewer published a text in which the scan had found a hidden name.</summary>
    public const string NameScanOverridden = "name_scan_overridden";

    public const string Previewed = "previewed";
    public const string Exported = "exported";

    /// <summary>Incidents are exported from now on; what was asked for stands in the reason as a keyed digest, never in words.</summary>
    public const string ExportStarted = "export_started";
    public const string ExportCompleted = "export_completed";
    public const string ExportFailed = "export_failed";

    /// <summary>The client left before the end.</summary>
    public const string ExportLeft = "export_left";

    public const string WebhookCreated = "webhook_created";
    public const string WebhookChanged = "webhook_changed";
    public const string WebhookDeleted = "webhook_deleted";
    public const string WebhookSecretRotated = "webhook_secret_rotated";

    /// <summary>The service switched it off, because its receiver said so or failed for days.</summary>
    public const string WebhookDisabled = "webhook_disabled";

    /// <summary>Counted: a key asked for what it may not.</summary>
    public const string Denied = "denied";

    /// <summary>Counted: a key searched by words; never which.</summary>
    public const string Searched = "searched";
}

/// <summary>The kinds of things to which acts are done.</summary>
internal static class AuditSubject
{
    public const string Incident = "incident";
    public const string Person = "person";
    public const string Key = "key";
    public const string Organisation = "organisation";
    public const string Partnership = "partnership";
    public const string Export = "export";
    public const string Webhook = "webhook";
    public const string AuditLog = "audit_log";
}
