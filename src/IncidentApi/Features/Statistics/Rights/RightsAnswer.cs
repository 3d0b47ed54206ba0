using IncidentApi.Features.Incidents.Query;
using IncidentApi.Features.Vocabularies;
using IncidentApi.Platform.Http;

namespace IncidentApi.Features.Statistics.Rights;

/// <summary>What was done to which rights of whom, with everything that one must know to read it.</summary>
[SchemaName("RightsTable")]
internal sealed record RightsAnswer
{
    /// <summary>Whose lists of rights.</summary>
    [RightsList] public required IReadOnlyList<string> Lists { get; init; }

    /// <summary>The kinds of record that are counted, each in a column of its own and never added up.</summary>
    [Code("incident.kind")] public required IReadOnlyList<string> Kinds { get; init; }

    /// <summary>Whose records they are.</summary>
    [IncidentScope] public required string Scope { get; init; }

    /// <summary>The status that was asked for; absent for every one but withdrawn.</summary>
    [Code("incident.status")] public IReadOnlyList<string>? Status { get; init; }

    /// <summary>The verification that was asked for; absent for every one but false.</summary>
    [Code("incident.verification")] public IReadOnlyList<string>? Verification { get; init; }

    /// <summary>What a year stands for, in words.</summary>
    public string DateBasis { get; } = "when the act surely began, or its record where the act has no dates";

    /// <summary>What all figures are of, in words.</summary>
    public string Basis { get; } = "documented cases, not an estimate of all that happened";

    /// <summary>overlapping: an act touches several rights, and a victim belongs to several groups, so rows may not be added up, and there is no total.</summary>
    [OneOf("overlapping")] public string Counting { get; } = "overlapping";

    /// <summary>The groups that hold something, in the order of their keys.</summary>
    public required IReadOnlyList<RightsGroup> Groups { get; init; }
}

/// <summary>The figures of one group.</summary>
internal sealed record RightsGroup
{
    /// <summary>country (ISO 3166-1), year (or undated), right and atRisk: a code each; unspecified for what is not recorded, or not shown to this reader.</summary>
    public required IReadOnlyDictionary<string, string> Key { get; init; }

    /// <summary>Of events, where they are asked for.</summary>
    public RightsFigures? Events { get; init; }

    /// <summary>Of patterns, where they are asked for.</summary>
    public RightsFigures? Patterns { get; init; }

    /// <summary>Of measures, where they are asked for.</summary>
    public RightsFigures? Measures { get; init; }

    /// <summary>true where the year has not been over for three months: late records are on their way.</summary>
    public bool? Provisional { get; init; }

    /// <summary>true where several organisations contribute: some of what they recorded may be the same.</summary>
    public bool? MayOverlap { get; init; }
}

/// <summary>What one kind of record tells of a group.</summary>
/// <param name="Records">How many records.</param>
/// <param name="Violations">How many acts, each by its number.</param>
/// <param name="Victims">How many people by the acts that they suffered, and beside them organisations.</param>
/// <param name="Incidents">The address of the list of these records; absent where there are none.</param>
internal sealed record RightsFigures(long Records, UnlinkedFigure Violations, Figure Victims, string? Incidents);
