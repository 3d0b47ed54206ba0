using IncidentApi.Features.People.Names;

namespace IncidentApi.Features.Incidents.Disclosure;

/// <summary>A record as an audience may read it, and what had to be done for it.</summary>
/// <param name="Document">The redacted record: a document of its own.</param>
/// <param name="Removed">What the audience does not get, or only coarser, in the order in which it is met.</param>
/// <param name="Texts">The free texts that stay, by their place in the organisation's own document: to be scanned for names.</param>
/// <param name="HiddenNames">The people of the record whose names must not stand in the texts, by their refs in the own document.</param>
/// <param name="ShownNames">The names that the audience sees anyway.</param>
internal sealed record Redacted(
    Incident Document, IReadOnlyList<Removal> Removed, IReadOnlyList<TextToScan> Texts, IReadOnlyList<KnownName> HiddenNames, IReadOnlyList<string> ShownNames);

/// <summary>Something that the audience does not get as the organisation wrote it.</summary>
/// <param name="Pointer">Where it stands in the organisation's own document.</param>
/// <param name="Reason">Why, as one of <see cref="RemovalReason"/>.</param>
internal sealed record Removal(string Pointer, string Reason);

internal static class RemovalReason
{
    /// <summary>It never leaves the organisation.</summary>
    public const string Internal = "internal";

    /// <summary>The person did not agree to be shown to this audience, or no longer does.</summary>
    public const string Consent = "consent";

    /// <summary>The person is kept in the vault.</summary>
    public const string Vault = "vault";

    /// <summary>The audience may not see this name.</summary>
    public const string Name = "name_hidden";

    /// <summary>It would lead to somebody whose name is hidden.</summary>
    public const string LeadsToHidden = "leads_to_hidden";

    /// <summary>It is shown no finer than the place's disclosure allows.</summary>
    public const string Place = "place";

    /// <summary>The source must stay unnamed.</summary>
    public const string Confidential = "confidential_source";

    /// <summary>Nobody has reviewed the translation while somebody is hidden.</summary>
    public const string NotReviewed = "not_reviewed";

    /// <summary>The audience cannot see what it refers to.</summary>
    public const string NotVisible = "not_visible";

    public static readonly IReadOnlyList<string> All =
        [Internal, Consent, Vault, Name, LeadsToHidden, Place, Confidential, NotReviewed, NotVisible];
}
