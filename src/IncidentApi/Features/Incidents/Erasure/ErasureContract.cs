using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using IncidentApi.Features.Incidents.Storage;
using IncidentApi.Platform.Http;

namespace IncidentApi.Features.Incidents.Erasure;

/// <summary>Why something is erased, as a code: free text could say what is to be forgotten.</summary>
internal static class ErasureCodes
{
    public const string PersonAsked = "person_asked";
    public const string ConsentWithdrawn = "consent_withdrawn";
    public const string Safety = "safety";
    public const string RecordedInError = "recorded_in_error";
    public const string Other = "other";
}

/// <summary>Texts to take out of an incident for good.</summary>
internal sealed record ErasureBody
{
    /// <summary>JSON Pointers to texts of the current version, such as /summary or /developments/0/text.</summary>
    [Required, MaxLength(100), LongestItem(300)] public IReadOnlyList<string>? Pointers { get; init; }

    /// <summary>Why.</summary>
    [Required, ErasureReason]
    public string? Reason { get; init; }
}

internal sealed class ErasureRules : MemberRules<ErasureBody>;

internal sealed record ForgetParameters
{
    [Description("Why. A code, for free text does not belong into an address.")]
    [Required, ErasureReason]
    public string? Reason { get; set; }
}

/// <summary>What was erased, what is left to do by hand, and what no server can take back.</summary>
/// <param name="Erased">The incidents from which text was taken out.</param>
/// <param name="StillHolding">Places of free text that still hold a form of the name; at most 500.</param>
/// <param name="MoreStillHolding">Whether there are more than these.</param>
/// <param name="Scanned">Whether the names could be looked for at all: not where the vault did not open.</param>
/// <param name="BeyondReach">Copies that are not in this database.</param>
internal sealed record ErasureAnswer(
    IReadOnlyList<ErasedPlace> Erased, IReadOnlyList<RemainingPlace> StillHolding, bool MoreStillHolding, bool Scanned, IReadOnlyList<CopyBeyondReach> BeyondReach);

/// <summary>What was taken out of an incident.</summary>
/// <param name="Incident">The incident.</param>
/// <param name="Versions">The versions that held it.</param>
/// <param name="Pointers">Where it stood.</param>
/// <param name="TakenBack">Whether others could read the record, and a text of it still named the person: they read it no more until it is mended.</param>
internal sealed record ErasedPlace(Guid Incident, IReadOnlyList<int> Versions, IReadOnlyList<string> Pointers, bool TakenBack)
{
    public static ErasedPlace Of(StoredIncident old, StoredIncident made, IReadOnlyList<ErasedDocument> documents) => new(old.Id,
        [.. documents.Select(document => document.Version)], [.. documents.SelectMany(document => document.Pointers).Distinct().Order(StringComparer.Ordinal)],
        old.Incident.IsDisclosed && !made.Incident.IsDisclosed);
}

internal sealed class ErasureReasonAttribute : OneOfAttribute
{
    public ErasureReasonAttribute()
        : base(ErasureCodes.PersonAsked, ErasureCodes.ConsentWithdrawn, ErasureCodes.Safety, ErasureCodes.RecordedInError, ErasureCodes.Other) =>
        (Called, Note) = ("ErasureReason", "Why something is erased.");
}
