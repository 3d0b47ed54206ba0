using IncidentApi.Features.Incidents.Query;
using IncidentApi.Features.Vocabularies;
using IncidentApi.Platform.Http;

namespace IncidentApi.Features.Statistics.Sdg;

/// <summary>Verified cases of SDG indicator 16.10.1, with everything that one must know to read them.</summary>
[SchemaName("SdgTable")]
internal sealed record SdgAnswer
{
    /// <summary>The number of the indicator.</summary>
    public string Indicator { get; } = "16.10.1";

    /// <summary>Where it is defined.</summary>
    public string Source { get; } =
        "UN SDG indicator 16.10.1 metadata (2018-06-08), custodian OHCHR with UNESCO and ILO; a copy: https://worldbank.github.io/sdg-metadata/metadata/en/16-10-1/";

    /// <summary>What is counted, in the words of the indicator.</summary>
    public string CountingRule { get; } = "verified cases only, per calendar year";

    /// <summary>What one is: somebody who suffered an act; who suffered two counts twice.</summary>
    public string Unit { get; } = "victimisations";

    /// <summary>The kinds of record that are counted.</summary>
    [Code("incident.kind")] public IReadOnlyList<string> Kinds { get; } = ["event"];

    /// <summary>Whose records they are.</summary>
    [IncidentScope] public required string Scope { get; init; }

    /// <summary>The status that was asked for; absent for every one but withdrawn.</summary>
    [Code("incident.status")] public IReadOnlyList<string>? Status { get; init; }

    /// <summary>The verification of records that was asked for. Of the acts, verified ones count whatever it says.</summary>
    [Code("incident.verification")] public IReadOnlyList<string>? Verification { get; init; }

    /// <summary>What a year stands for, in words.</summary>
    public string DateBasis { get; } = "when the act surely began, or its record where the act has no dates";

    /// <summary>What all figures are of, in words.</summary>
    public string Basis { get; } = "documented cases, not an estimate of all that happened";

    /// <summary>exclusive: the groups add up to the total.</summary>
    [OneOf("exclusive")] public string Counting { get; } = "exclusive";

    /// <summary>The groups that hold something, in the order of their keys.</summary>
    public required IReadOnlyList<SdgGroup> Groups { get; init; }

    /// <summary>All cases.</summary>
    public required SdgTotal Total { get; init; }

    /// <summary>Who suffered a verified act of these classes too, but works as none of those that the indicator counts, as far as the record says.</summary>
    public required UnlinkedFigure NotCounted { get; init; }
}

/// <summary>The cases of one group.</summary>
/// <param name="Key">year (or undated), act, victimGroup, sex (as recorded in gender: records hold what people say of themselves; unspecified where nothing is recorded or shown), perpetrator (the class of power behind the act).</param>
/// <param name="Cases">How many, and where their records are listed.</param>
/// <param name="Records">How many records tell of them.</param>
/// <param name="Provisional">true where the year has not been over for three months: late records are on their way.</param>
/// <param name="MayOverlap">true where several organisations contribute: some of what they recorded may be the same.</param>
internal sealed record SdgGroup(IReadOnlyDictionary<string, string> Key, Figure Cases, long Records, bool? Provisional, bool? MayOverlap);

/// <summary>All cases together.</summary>
/// <param name="Cases">How many, and where their records are listed.</param>
/// <param name="Records">How many records tell of them.</param>
/// <param name="MayOverlap">true where several organisations contribute: some of what they recorded may be the same.</param>
internal sealed record SdgTotal(Figure Cases, long Records, bool? MayOverlap);
