using IncidentApi.Features.Incidents.Storage;
using IncidentApi.Features.Statistics.Asking;
using IncidentApi.Features.Statistics.Tables;
using IncidentApi.Features.Vocabularies;
using IncidentApi.Platform.Data;

namespace IncidentApi.Features.Statistics.Rights;

/// <summary>Acts and their victims by country, year, the rights that the acts touch, and the groups at risk to which the victims belong.</summary>
internal static class RightsTable
{
    public const string Hrmi = "hrmi";
    public const string Iccpr = "iccpr";

    public static readonly IReadOnlyList<KeyColumn> Columns =
    [
        new("country", () => $"c.country", Dimensions.Of("country").Values),
        new("year", () => $"c.year", Dimensions.Of("year").Values),
        new("right", () => $"c.touched", Dimensions.Of("right").Values),
        new("atRisk", () => $"c.at_risk", Dimensions.Of("atRisk").Values),
    ];

    /// <summary>The rights of these lists, or of them those that a filter asks for.</summary>
    public static IReadOnlyList<string> RightsOf(IEnumerable<string> lists, string[]? asked) =>
        [.. Vocabulary.Named("rights").Codes.Where(right => lists.Any(list => right.StartsWith($"{list}:", StringComparison.Ordinal)) && asked?.Contains(right) != false)];

    /// <summary>
    /// Rows of a key, then <c>kind, records, min, max and unknown of acts, min, max, unknown and organisations of victims, first and last organisation</c>.
    /// An act stands in a row for each of its victims, and counts once.
    /// </summary>
    public static Sql Figures(Selection selection, IReadOnlyList<string> rights) => $"""
        select {Columns.Names()}, c.kind, count(distinct c.incident_id), sum(c.acts_min)::bigint, sum(c.acts_max)::bigint, sum(c.acts_unknown)::bigint,
            sum(c.people_min)::bigint, sum(c.people_max)::bigint, sum(c.people_unknown)::bigint, sum(c.organisations)::bigint, min(c.organisation_id::text), max(c.organisation_id::text)
        from (
            select {Columns.Names()}, c.kind, c.organisation_id, c.incident_id, c.act, max(c.acts_min) as acts_min, max(c.acts_max) as acts_max, max(c.acts_unknown) as acts_unknown,
                sum(c.people_min) as people_min, sum(c.people_max) as people_max, sum(c.people_unknown) as people_unknown, sum(c.organisations) as organisations
            from {Acts(selection, rights)}
            group by {Columns.Names()}, c.kind, c.organisation_id, c.incident_id, c.act) c
        group by {Columns.Names()}, c.kind limit {Sql.Known((Question.MostGroups * selection.Kinds.Length) + 1)}
        """;

    /// <summary>The ids of the records behind a row, or behind all.</summary>
    public static Sql Records(Selection selection, IReadOnlyList<string> rights, string[]? key) =>
        $"select c.incident_id from {Acts(selection, rights)} where {Sql.Join(" and ", [$"true", .. Columns.Are(key ?? [])])}";

    private static Sql Acts(Selection selection, IReadOnlyList<string> rights) => $"""
        (select f.*, f.act_year as year, rights.value as touched, groups.value as at_risk
        from (select f.kind, f.organisation_id, f.incident_id, f.act, f.acts_min, f.acts_max, f.acts_unknown, f.people_min, f.people_max, f.people_unknown, f.organisations,
                f.country, f.act_year, f.rights, f.at_risk as at_risk_groups
            from {selection.Door.Facts} f where {selection.Of(Measure.Violations)}) f
        cross join lateral unnest(f.rights) as rights(value) left join lateral unnest(f.at_risk_groups) as groups(value) on true
        where rights.value = any({FilterTerm.Of("right", rights)})) c
        """;
}
