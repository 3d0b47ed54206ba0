using IncidentApi.Features.Incidents.Query;
using IncidentApi.Platform.Data;

namespace IncidentApi.Features.Statistics.Asking;

/// <summary>What a value of a dimension belongs to.</summary>
internal enum DimensionLevel
{
    Record,
    Act,
    Victim,
}

/// <summary>Something by which figures are grouped. Its SQL speaks of facts as <c>f</c>.</summary>
/// <param name="Name">As it is asked for.</param>
/// <param name="Of">What has the value.</param>
/// <param name="Values">How its values are written.</param>
/// <param name="Column">The column that holds the value.</param>
internal sealed record Dimension(string Name, DimensionLevel Of, DimensionValues Values, Sql Column)
{
    /// <summary>The column that holds the record's own value, where that is another than the act's.</summary>
    public Sql? OfRecord { get; init; }

    /// <summary>Whether one thing may have several values, each of which becomes a row.</summary>
    public bool HasSeveral { get; init; }

    /// <summary>What must be joined to have the column; empty for nothing.</summary>
    public Sql Join { get; init; } = Sql.Empty;

    /// <summary>The values that a filter asks for, where the filter is of the same thing.</summary>
    public Func<IncidentFilter, string[]?> Asked { get; init; } = _ => null;

    /// <summary>The buckets, where it is one of time.</summary>
    public BucketValues? Buckets => Values as BucketValues;

    /// <summary>Whether it tells acts by what they were, so that <c>types=all</c> means something.</summary>
    public bool IsOfTypes => Name is "violation" or "violationGroup";

    public Sql ColumnFor(Measure measure) => measure.CountsRecords ? OfRecord ?? Column : Column;
}
