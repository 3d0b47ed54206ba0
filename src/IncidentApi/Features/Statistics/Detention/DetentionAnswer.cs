using IncidentApi.Features.Incidents.Query;
using IncidentApi.Features.Vocabularies;
using IncidentApi.Platform.Http;

namespace IncidentApi.Features.Statistics.Detention;

/// <summary>Who was held on a day, with everything that one must know to read it.</summary>
[SchemaName("DetentionTable")]
internal sealed record DetentionAnswer
{
    /// <summary>The day.</summary>
    /// <example>2020-06-18</example>
    public required string On { get; init; }

    /// <summary>What one is: somebody, however many acts and records tell of it in one's own records; elsewhere in one record.</summary>
    public string Unit { get; } = "people";

    /// <summary>The kinds of record that are counted.</summary>
    [Code("incident.kind")] public IReadOnlyList<string> Kinds { get; } = ["event"];

    /// <summary>Whose records they are.</summary>
    [IncidentScope] public required string Scope { get; init; }

    /// <summary>The status that was asked for; absent for every one but withdrawn.</summary>
    [Code("incident.status")] public IReadOnlyList<string>? Status { get; init; }

    /// <summary>The verification that was asked for; absent for every one but false.</summary>
    [Code("incident.verification")] public IReadOnlyList<string>? Verification { get; init; }

    /// <summary>What all figures are of, in words.</summary>
    public string Basis { get; } = "documented cases, not an estimate of all that happened";

    /// <summary>overlapping: somebody stands in each breakdown, and in one with several charges several times.</summary>
    [OneOf("overlapping")] public string Counting { get; } = "overlapping";

    /// <summary>Everybody, once.</summary>
    public required HeldFigures Total { get; init; }

    /// <summary>The same people by place, by charge, by length so far and by access to counsel.</summary>
    public required IReadOnlyList<HeldGroup> Groups { get; init; }

    /// <summary>What may have held somebody, and is in no figure.</summary>
    public required HeldNotCounted NotCounted { get; init; }
}

/// <summary>Those who were held, as surely as records tell.</summary>
internal record HeldFigures
{
    /// <summary>Surely: it had begun, and was not over. The dates of the act say so, or the status on a later day, or a release after the day.</summary>
    public required UnlinkedFigure Certain { get; init; }

    /// <summary>Perhaps: the dates that are recorded leave it open.</summary>
    public required UnlinkedFigure Possible { get; init; }

    /// <summary>Nobody recorded it: held until an earlier day, and of the end no word; or held later, and no word of the beginning. It does not mean held.</summary>
    public required UnlinkedFigure Unknown { get; init; }

    /// <summary>How many records tell of them.</summary>
    public long Records { get; init; }

    /// <summary>true where several organisations contribute: some of what they recorded may be the same.</summary>
    public bool? MayOverlap { get; init; }

    /// <summary>The address of the list of these records; absent where there are none.</summary>
    public string? Incidents { get; init; }
}

/// <summary>Those of one place, charge, length or access to counsel.</summary>
internal sealed record HeldGroup : HeldFigures
{
    /// <summary>What the group is of.</summary>
    [DetentionGrouping] public required string By { get; init; }

    /// <summary>
    /// The place or the charge as it is written; the code of access to counsel; the length from the beginning to this day, in days: up_to_2_days, 3_to_30_days, 31_to_180_days,
    /// 181_to_365_days or over_365_days. 48 hours ordinarily suffice to bring somebody before a judge (Human Rights Committee, General Comment 35, paragraph 33).
    /// unspecified for what is not recorded, not shown to this reader, or not clear from the dates.
    /// </summary>
    public required string Value { get; init; }

    /// <summary>false where value stands for what is not recorded, shown or clear: somebody may have written a place or a charge in the very word unspecified.</summary>
    public required bool Recorded { get; init; }
}

/// <summary>Acts that may have held somebody on that day, and are in no figure.</summary>
/// <param name="ActsWithoutVictims">They say that somebody was held, and not who or how many.</param>
/// <param name="ActsWithoutDetention">They took somebody's liberty in that month or before, or at no known time, and nothing is recorded of the detention.</param>
internal sealed record HeldNotCounted(long ActsWithoutVictims, long ActsWithoutDetention);

internal sealed class DetentionGroupingAttribute : OneOfAttribute
{
    public DetentionGroupingAttribute()
        : base("place", "charge", "length", "counselAccess") => (Called, Note) = ("DetentionGrouping", "By what those who were held are grouped.");
}
