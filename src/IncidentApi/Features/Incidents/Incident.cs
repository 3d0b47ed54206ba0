using System.Text;
using System.Text.Json;
using IncidentApi.Features.Incidents.Body;
using IncidentApi.Features.Incidents.Dates;
using IncidentApi.Features.Vocabularies;
using IncidentApi.Platform.Http;
using IncidentApi.Platform.Secrets;

namespace IncidentApi.Features.Incidents;

/// <summary>An incident as the API shows it: what the client sent, and what the server adds.</summary>
[Versioned]
internal sealed record Incident : IncidentBody
{
    public Incident()
    {
    }

    public Incident(IncidentBody body)
        : base(body)
    {
    }

    /// <summary>A UUID: the client's own from PUT, else made by the server.</summary>
    public Guid Id { get; init; }

    /// <summary>A short name that can be read out on a telephone; unique in the organisation.</summary>
    /// <example>7F3K-29XB</example>
    public string Reference { get; init; } = "";

    /// <summary>Counts the changes; the ETag is this number in quotes.</summary>
    public int Version { get; init; }

    /// <summary>Where the record stands in its workflow.</summary>
    [Code("incident.status")] public string Status { get; init; } = "draft";

    /// <summary>Why it was returned or withdrawn.</summary>
    public string? StatusReason { get; init; }

    /// <summary>How far the organisation has verified the record.</summary>
    [Code("incident.verification")] public string Verification { get; init; } = "unverified";

    /// <summary>Who may see it.</summary>
    [Code("incident.visibility")] public string Visibility { get; init; } = "organisation";

    /// <summary>The rights at stake, derived from the acts and from who is said to have done them.</summary>
    [Code("rights")] public IReadOnlyList<string> Rights { get; init; } = [];

    /// <summary>Who recorded it.</summary>
    public OwningOrganisation Organisation { get; init; } = new(Guid.Empty);

    /// <summary>Every step of its verification.</summary>
    public IReadOnlyList<VerificationStep>? Verifications { get; init; }

    /// <summary>Passages that a reviewer released though they look like the name of somebody hidden.</summary>
    public IReadOnlyList<Release>? Releases { get; init; }

    /// <summary>When it was recorded; to the day in what partners and the public see.</summary>
    public DateTimeOffset CreatedAt { get; init; }

    /// <summary>When it was last changed; to the day in what partners and the public see.</summary>
    public DateTimeOffset UpdatedAt { get; init; }

    /// <summary>JSON Pointers to what the server filled in because the client did not say it.</summary>
    public IReadOnlyList<string>? Defaulted { get; init; }

    /// <summary>Where to go from here.</summary>
    public IncidentLinks Links { get; init; } = new("", "", "");

    /// <summary>Whether anybody beside its organisation may see it.</summary>
    internal bool IsDisclosed => Status == "published" && Visibility != "organisation";

    internal Span Span() => Dates.Span.Of(Occurred!, Kind == "pattern");
}

/// <summary>The organisation that recorded an incident.</summary>
/// <param name="Id">The organisation's id.</param>
/// <param name="Name">Its name, where others read the record.</param>
internal sealed record OwningOrganisation(Guid Id, string? Name = null);

/// <summary>A passage that may be shown though it looks like the name of somebody hidden.</summary>
/// <param name="Pointer">JSON Pointer to it.</param>
/// <param name="Reason">Why.</param>
/// <param name="By">The key that released it.</param>
/// <param name="At">When.</param>
/// <param name="Digest">Keyed digest of the text: another text at the same place is not released.</param>
/// <param name="Covers">Keyed digests of the people of the record as they stood then: for who is added, renamed, hidden further or takes consent back it is not released.</param>
internal sealed record Release(string Pointer, string Reason, Guid By, DateTimeOffset At, string Digest, IReadOnlyList<string>? Covers = null)
{
    public static string DigestOf(InstallationSecret secret, string text) => Convert.ToBase64String(secret.Digest(Encoding.UTF8.GetBytes(text)), 0, 16);

    public static string DigestOf(InstallationSecret secret, Involvement person) =>
        DigestOf(secret, JsonSerializer.Serialize<string?[]>([person.Ref, person.PersonId, person.Disclosure, person.Consent?.Scope, person.Name, .. person.Aliases ?? []], Json.Requests));
}

/// <summary>Addresses that belong to an incident.</summary>
/// <param name="Self">The incident.</param>
/// <param name="History">Its versions.</param>
/// <param name="Related">The incidents that it names, and those that name it.</param>
internal sealed record IncidentLinks(string Self, string History, string Related)
{
    public static IncidentLinks Of(Guid id) => new($"/v1/incidents/{id}", $"/v1/incidents/{id}/history", $"/v1/incidents/{id}/related");
}

/// <summary>One step of a verification: what was concluded, how, by whom, when.</summary>
internal sealed record VerificationStep
{
    /// <summary>The conclusion.</summary>
    [Code("incident.verification")] public string Status { get; init; } = "";

    /// <summary>The act that it concerns; absent, the record as a whole.</summary>
    public string? Violation { get; init; }

    /// <summary>How it was verified.</summary>
    [Code("verification.method")] public string? Method { get; init; }

    /// <summary>What was found.</summary>
    public string? Note { get; init; }

    /// <summary>The key that did it.</summary>
    public Guid By { get; init; }

    /// <summary>When.</summary>
    public DateTimeOffset At { get; init; }
}
