using IncidentApi.Features.Incidents.Query;
using IncidentApi.Features.Statistics.Asking;
using IncidentApi.Features.Vocabularies;
using IncidentApi.Platform.Http;

namespace IncidentApi.Features.Statistics;

/// <summary>Figures of documented cases, in groups, with everything that one must know to read them.</summary>
[SchemaName("Statistics")]
internal sealed record StatisticsAnswer
{
    /// <summary>What is added up.</summary>
    [MeasureNames] public required string Measure { get; init; }

    /// <summary>What one is.</summary>
    /// <example>incidents</example>
    public required string Unit { get; init; }

    /// <summary>The dimensions, in the order of the question.</summary>
    [DimensionNames] public required IReadOnlyList<string> GroupBy { get; init; }

    /// <summary>The kinds of record that are counted, each in a column of its own and never added up: events unless the question says otherwise.</summary>
    [Code("incident.kind")] public required IReadOnlyList<string> Kinds { get; init; }

    /// <summary>Whose records they are.</summary>
    [IncidentScope] public required string Scope { get; init; }

    /// <summary>The status that was asked for; absent for every one but withdrawn.</summary>
    [Code("incident.status")] public IReadOnlyList<string>? Status { get; init; }

    /// <summary>The verification that was asked for; absent for every one but false.</summary>
    [Code("incident.verification")] public IReadOnlyList<string>? Verification { get; init; }

    /// <summary>What a bucket of time stands for, in words.</summary>
    public required string DateBasis { get; init; }

    /// <summary>What all figures are of, in words.</summary>
    public string Basis { get; } = "documented cases, not an estimate of all that happened";

    /// <summary>exclusive: the groups add up to the total. overlapping: something counts in several of them, and they do not.</summary>
    [OneOf("exclusive", "overlapping", Called = "FigureCounting", Note = "Whether each act or person counts in one group alone, or in several.")] public required string Counting { get; init; }

    /// <summary>How many more records may match, for their dates leave it open. Only when asked.</summary>
    public long? MayAlsoMatch { get; init; }

    /// <summary>The groups that hold something, in the order of their values; with fill=true the empty buckets of time too.</summary>
    public required IReadOnlyList<StatisticsGroup> Groups { get; init; }

    /// <summary>The figures over everything that was selected, each thing once. Absent where the groups count the same act or victim several times.</summary>
    public StatisticsTotal? Total { get; init; }

    /// <summary>Where the same is counted with what redacted records hide: they are unspecified here.</summary>
    /// <example>/v1/statistics/people?scope=public&amp;dimension=gender</example>
    public string? SeeAlso { get; init; }
}

/// <summary>The figures of one group.</summary>
internal sealed record StatisticsGroup
{
    /// <summary>The value of each dimension: a code, a bucket of time, the id of an organisation; unspecified or undated for what is not recorded.</summary>
    public required IReadOnlyDictionary<string, string> Key { get; init; }

    /// <summary>Of events, where they are asked for.</summary>
    public Figure? Events { get; init; }

    /// <summary>Of patterns, where they are asked for.</summary>
    public Figure? Patterns { get; init; }

    /// <summary>Of measures, where they are asked for.</summary>
    public Figure? Measures { get; init; }

    /// <summary>true where the bucket of time has not been over for three months: late records are on their way.</summary>
    public bool? Provisional { get; init; }

    /// <summary>true where several organisations contribute: some of what they recorded may be the same.</summary>
    public bool? MayOverlap { get; init; }
}

/// <summary>The figures over everything that was selected.</summary>
internal sealed record StatisticsTotal
{
    /// <summary>Of events, where they are asked for.</summary>
    public Figure? Events { get; init; }

    /// <summary>Of patterns, where they are asked for.</summary>
    public Figure? Patterns { get; init; }

    /// <summary>Of measures, where they are asked for.</summary>
    public Figure? Measures { get; init; }

    /// <summary>true where several organisations contribute: some of what they recorded may be the same.</summary>
    public bool? MayOverlap { get; init; }
}

/// <summary>A figure: at least, at most, and how many groups of unknown size come on top, which are neither none nor one.</summary>
/// <param name="Min">At least so many.</param>
/// <param name="Max">At most so many, groups of unknown size apart.</param>
/// <param name="UnknownGroups">How many acts or groups of people of unknown number come on top.</param>
internal sealed record Figure(long Min, long Max, long UnknownGroups)
{
    /// <summary>Of victims and people: how many organisations and institutions stand beside them.</summary>
    public long? Organisations { get; init; }

    /// <summary>Of people: those who stand in no entry of the register, and are not added.</summary>
    public UnlinkedFigure? Unlinked { get; init; }

    /// <summary>The address of the list of the records behind it; absent where there are none.</summary>
    /// <example>/v1/statistics/incidents?scope=public&amp;measure=incidents&amp;groupBy=year&amp;kind=event&amp;key=2020</example>
    public string? Incidents { get; init; }
}

/// <summary>People who stand in no entry of the register: each counts in every record anew.</summary>
/// <param name="Min">At least so many.</param>
/// <param name="Max">At most so many, groups of unknown size apart.</param>
/// <param name="UnknownGroups">How many groups of people of unknown number come on top.</param>
internal sealed record UnlinkedFigure(long Min, long Max, long UnknownGroups);
