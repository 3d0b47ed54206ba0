using IncidentApi.Features.Incidents.Query;
using IncidentApi.Features.Incidents.Storage;
using IncidentApi.Features.Statistics.Asking;
using IncidentApi.Platform.Data;

namespace IncidentApi.Features.Statistics.Counting;

/// <summary>
/// The usual questions of an organisation to its own records, answered from the sums that are kept of records that are one act alone
/// (Incidents/Facts/Tally.cs), so that only the others are counted. It says the same as counting all of them: a test asks both ways.
/// </summary>
internal static class KeptSums
{
    /// <summary>What can be asked of the sums, which stand there as <c>f</c> like facts: their columns are the same, but for null.</summary>
    private static readonly Dictionary<string, Sql> Columns = new()
    {
        ["violation"] = $"t.type",
        ["violationGroup"] = $"groups.value",
        ["country"] = $"f.country",
        ["year"] = $"nullif(f.year, 0)",
        ["quarter"] = $"nullif(f.quarter, 0)",
        ["month"] = $"nullif(f.month, 0)",
        ["kind"] = $"f.kind",
        ["status"] = $"f.status",
        ["verification"] = $"f.verification",
    };

    public static bool Answer(Question asked) => asked is { Selection.Door.IsOwn: true, AllTypes: false } && (asked.Measure.CountsRecords || asked.Measure == Measure.Violations || asked.Measure == Measure.Victims)
        && asked.Dimensions.All(dimension => Columns.ContainsKey(dimension.Name))
        && asked.Selection.Filter with { Kind = null, Status = null, Verification = null, Country = null, Violation = null, Scope = null, Dates = "certain" } == new IncidentFilter();

    /// <summary>The kept sums of what a question asks, in rows as <see cref="GroupQuery"/> has them.</summary>
    public static Sql Of(Question asked, bool grouped, Sql row, Sql nobody)
    {
        var (min, max, unknown, organisations) = Sums(asked.Measure);
        var keys = asked.Dimensions.Select((dimension, place) => Sql.Of($", {Columns[dimension.Name]} as {GroupQuery.Key(place)}"));
        var from = grouped && asked.Dimensions.Any(dimension => dimension.IsOfTypes) ? Dimensions.Types(all: false) : Sql.Empty;
        var joins = grouped ? Sql.Join("", asked.Dimensions.Select(dimension => dimension.Join)) : Sql.Empty;
        return $"""
            select {row}, f.kind, sum({min})::bigint, sum({max})::bigint, sum({unknown})::bigint, sum({organisations})::bigint, {nobody}
                {(grouped ? Sql.Join("", keys) : GroupQuery.Nulls(asked))}
            from incident_tallies f{from}{joins} where {Sql.Join(" and ", Conditions(asked))}
            group by f.kind{(grouped ? GroupQuery.KeysOnly(asked) : Sql.Empty)}
            """;
    }

    private static (Sql Min, Sql Max, Sql Unknown, Sql Organisations) Sums(Measure measure) => measure switch
    {
        { CountsRecords: true } => (Sql.Of($"f.incidents"), Sql.Of($"f.incidents"), Sql.Of($"0"), Sql.Of($"0")),
        { CountsPeople: true } => (Sql.Of($"f.people_min"), Sql.Of($"f.people_max"), Sql.Of($"f.people_unknown"), Sql.Of($"f.organisations")),
        _ => (Sql.Of($"f.acts_min"), Sql.Of($"f.acts_max"), Sql.Of($"f.acts_unknown"), Sql.Of($"0")),
    };

    private static IEnumerable<Sql> Conditions(Question asked)
    {
        var filter = asked.Selection.Filter;
        yield return $"f.kind = any({asked.Selection.Kinds})";
        yield return $"f.incidents <> 0";
        if (filter.Status is { } status) yield return $"f.status = any({status})";
        if (filter.Verification is { } verification) yield return $"f.verification = any({verification})";
        if (filter.Country is { } countries) yield return $"f.country = any({countries.Select(PlaceCode.Of).ToArray()})";
        if (filter.Violation is { } violations) yield return $"f.type = any({FilterTerm.Of("violation", violations)})";
        if (!asked.Measure.CountsRecords) yield return $"f.type <> {Selection.NoViolation}";
    }
}
