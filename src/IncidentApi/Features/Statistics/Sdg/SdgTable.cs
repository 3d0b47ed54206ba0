using IncidentApi.Features.Incidents.Storage;
using IncidentApi.Features.Statistics.Asking;
using IncidentApi.Features.Statistics.Tables;
using IncidentApi.Features.Vocabularies;
using IncidentApi.Features.Vocabularies.Violations;
using IncidentApi.Platform.Data;

namespace IncidentApi.Features.Statistics.Sdg;

/// <summary>
/// The cases of SDG indicator 16.10.1: people by the acts that they suffered, where the act is verified and of a class that the indicator
/// counts. Each case has one class of act (its type's, never that of alsoTypes), one of victim (the first that applies, in the indicator's
/// order) and one of perpetrator (the first that is named, the state before others), so the figures add up.
/// </summary>
internal static class SdgTable
{
    public static readonly IReadOnlyList<KeyColumn> Columns =
    [
        new("year", () => $"c.year", Dimensions.Of("year").Values),
        new("act", () => $"c.act", new CodeValues("sdg16101.acts")),
        new("victimGroup", () => $"c.victim_group", new CodeValues("sdg16101.victims")),
        new("sex", () => $"c.sex", Dimensions.Of("gender").Values),
        new("perpetrator", () => $"c.perpetrator", new CodeValues("people.actorClass")),
    ];

    private static readonly (string Code, int[] Terms)[] Acts = [.. Vocabulary.Named("sdg16101.acts").Codes
        .Select(act => (act, FilterTerm.Of("violation", ViolationTypes.All.Where(type => type.Sdg16101 == act).Select(type => type.Code))))];

    private static readonly (string Code, int[] Terms)[] Victims = [.. Vocabulary.Named("sdg16101.victims").Codes
        .Select(group => (group, FilterTerm.Of("defenderRole", Vocabulary.Named("people.defenderRoles").Terms.Where(role => role.Text("sdg") == group).Select(role => role.Code))))];

    private static readonly (string Code, int[] Terms)[] Perpetrators = [.. Vocabulary.Named("people.actorClass").Codes.Where(actor => actor != "unknown")
        .Select(actor => (actor, FilterTerm.Of("perpetrator", Vocabulary.Named("people.category").Codes.Where(category => ActorClass.Of(category) == actor))))];

    private static readonly int[] Types = [.. Acts.SelectMany(act => act.Terms)];

    /// <summary>Rows of a key, then <c>min, max, unknown, records, first and last organisation</c>. Without a victim group: what the indicator leaves out.</summary>
    public static Sql Figures(Selection selection) => $"""
        select {Columns.Names()}, {Sums()} from {Cases(selection)} group by {Columns.Names()}
        """;

    /// <summary>The same over all cases.</summary>
    public static Sql Total(Selection selection) => $"select {Sums()} from {Cases(selection)} where c.victim_group is not null";

    /// <summary>The ids of the records behind a row, or behind all.</summary>
    public static Sql Records(Selection selection, string[]? key) =>
        $"select c.incident_id from {Cases(selection)} where {Sql.Join(" and ", [$"c.victim_group is not null", .. Columns.Are(key ?? [])])}";

    private static Sql Sums() => $"""
        coalesce(sum(c.people_min), 0)::bigint, coalesce(sum(c.people_max), 0)::bigint, coalesce(sum(c.people_unknown), 0)::bigint, count(distinct c.incident_id),
            min(c.organisation_id::text), max(c.organisation_id::text)
        """;

    private static Sql Cases(Selection selection) => $"""
        (select f.organisation_id, f.incident_id, f.people_min, f.people_max, f.people_unknown, f.act_year as year, f.gender as sex,
            {FirstOf(Acts, terms => $"f.type = any({terms})", null)} as act,
            {FirstOf(Victims, terms => $"f.defender_roles && {terms}", null)} as victim_group,
            {FirstOf(Perpetrators, terms => $"f.perpetrators && {terms}", "unknown")} as perpetrator
        from {selection.Door.Facts} f
        where {selection.Of(Measure.Victims)} and f.act_verification = 'verified' and f.type = any({Types}) and f.victim_kind in ('person', 'group', 'unknown')) c
        """;

    private static Sql FirstOf((string Code, int[] Terms)[] classes, Func<int[], Sql> test, string? otherwise) =>
        $"case {Sql.Join(" ", classes.Select(one => Sql.Of($"when {test(one.Terms)} then {one.Code}")))} else {otherwise} end";
}
