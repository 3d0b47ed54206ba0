using IncidentApi.Platform.Data;

namespace IncidentApi.Features.Statistics.Asking;

/// <summary>What is added up, of what, by which dimensions.</summary>
internal sealed record Question(Selection Selection, Measure Measure, IReadOnlyList<Dimension> Dimensions, bool AllTypes)
{
    /// <summary>How many groups an answer holds.</summary>
    public const int MostGroups = 10_000;

    /// <summary>A condition more on the facts, as <c>f</c>; empty for none.</summary>
    public Sql Only { get; init; } = Sql.Empty;

    /// <summary>Whether the groups add up to the total: nothing counts in two of them.</summary>
    public bool IsExclusive => Dimensions.Count == 0 || (Measure switch
    {
        { CountsRecords: true } => Dimensions.All(dimension => dimension.Of == DimensionLevel.Record),
        { CountsPeople: true } => Measure == Measure.Victims && !Dimensions.Any(dimension => dimension.HasSeveral),
        _ => !Dimensions.Any(dimension => dimension.HasSeveral || dimension.Of == DimensionLevel.Victim),
    } && !AllTypes);

    /// <summary>Whether the total is more than the sum of the groups, and has to be asked for.</summary>
    public bool HasTotalOfItsOwn => Dimensions.Count > 0 && !IsExclusive && Measure.IsOfDistinctThings;

    /// <summary>The facts with what the dimensions need.</summary>
    public Sql From(bool grouped)
    {
        Sql facts = $"{Selection.Door.Facts} f";
        if (!grouped) return facts;

        var types = Dimensions.Any(dimension => dimension.IsOfTypes) ? Asking.Dimensions.Types(AllTypes) : Sql.Empty;
        return Sql.Join("", [facts, types, .. Dimensions.Select(dimension => dimension.Join)]);
    }

    /// <summary>The conditions; of records, a dimension that is filtered shows the values that were asked for.</summary>
    public Sql Where(bool grouped) => Sql.Join(" and ",
    [
        Selection.Of(Measure),
        .. Only.IsEmpty ? [] : new[] { Only },
        .. grouped && Measure.CountsRecords ? Dimensions.SelectMany(AskedOf) : [],
    ]);

    /// <summary>The ids of the records behind a figure.</summary>
    /// <param name="key">A value of each dimension, or nothing for the total.</param>
    public Sql RecordsOf(IReadOnlyList<string> key)
    {
        var grouped = key.Count > 0;
        var conditions = Sql.Join(" and ", [Where(grouped), .. key.Zip(Dimensions, (value, dimension) => dimension.Values.Is(dimension.ColumnFor(Measure), value))]);
        return $"select f.incident_id from {From(grouped)} where {conditions}";
    }

    private IEnumerable<Sql> AskedOf(Dimension dimension) =>
        dimension.Asked(Selection.Filter) is { } values ? [dimension.Values.IsAny(dimension.ColumnFor(Measure), values)] : [];
}
