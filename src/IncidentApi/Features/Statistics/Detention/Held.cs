using System.Security.Cryptography;
using System.Text;
using IncidentApi.Features.Incidents.Storage;
using IncidentApi.Features.Statistics.Asking;
using IncidentApi.Features.Vocabularies.Violations;
using IncidentApi.Platform.Data;

namespace IncidentApi.Features.Statistics.Detention;

/// <summary>
/// Who was held on a day: surely, perhaps, or as far as nobody knows. README.md defines the three. Somebody whom several acts or records
/// tell of is one, by the surest of them; in one's own records across all of them, elsewhere within a record, for no register shows who is who.
/// </summary>
internal sealed record Held(Selection Selection, DateOnly On)
{
    public const int Certain = 0;
    public const int Possible = 1;
    public const int Unknown = 2;

    /// <summary>In place of a class: how many records tell of a group.</summary>
    public const int Records = 3;

    private static readonly int[] Taken = FilterTerm.Of("violation",
        ViolationTypes.All.Where(type => type.Sdg16101 is "arbitrary_detention" or "enforced_disappearance" or "kidnapping").Select(type => type.Code));

    /// <summary>Rows of <c>dimension, value, class, min, max, unknown, first and last organisation</c>; of the class Records, their number. The dimension of all is -1.</summary>
    public Sql Figures() => $"""
        with {(Selection.Door.IsOwn ? Merged() : Sql.Empty)}
        held as materialized (
            select {Who()} as who, c.* from {Custody()} {(Selection.Door.IsOwn ? Sql.Of($"left join roots on roots.id = c.person_id") : Sql.Empty)}),
        grouped as (
            select -1 as dimension, null::text as value, h.* from held h
            {Sql.Join("", HeldBy.All.Select((by, place) => Sql.Of($" union all select {Sql.Known(place)}, {by.Column}, h.* from held h{by.Join}")))})
        select dimension, value, class, sum(least_people)::bigint, sum(most_people)::bigint, sum(unknown_people)::bigint, null::text, null::text
        from (
            select dimension, value, min(class) as class, coalesce(min(people_min) filter (where people_max > 0), 0) as least_people, max(people_max) as most_people, min(people_unknown) as unknown_people
            from grouped group by dimension, value, who) counted
        group by dimension, value, class
        union all
        select dimension, value, {Sql.Known(Records)}, count(distinct incident_id), 0, 0, min(organisation_id::text), max(organisation_id::text)
        from grouped group by dimension, value
        limit {Sql.Known((Question.MostGroups * (Records + 1)) + 1)}
        """;

    /// <summary>The ids of the records behind a group, or behind all.</summary>
    public Sql RecordsOf(HeldBy? by, string? value)
    {
        if (by is null) return $"select h.incident_id from {Custody("h")}";

        return value == DimensionValues.Unspecified
            ? Sql.Of($"select h.incident_id from {Custody("h")}{by.Join} where {by.Column} is null")
            : Sql.Of($"select h.incident_id from {Custody("h")}{by.Join} where {(by.IsText ? Sql.Of($"left(encode(sha256(convert_to({by.Column}, 'UTF8')), 'hex'), {Sql.Known(TokenLength)})") : by.Column)} = {value}");
    }

    /// <summary>How many acts may have held somebody, and are in no figure: those that name no victim, and those of which no detention is told.</summary>
    public Sql NotCounted() => $"""
        select (select count(*) from {Selection.Door.Facts} f join {Selection.Door.Detentions} d on {Same()} where {Selection.Of(Measure.Violations)} and f.victim < 0 and {MayBeHeld()}),
            (select count(distinct (f.incident_id, f.act)) from {Selection.Door.Facts} f where {Selection.Of(Measure.Violations)} and f.type = any({Taken})
                and case when f.act_month is null then f.act_year is null or f.act_year <= {On.Year} else f.act_month <= {(On.Year * 12) + On.Month - 1} end
                and not exists (select from {Selection.Door.Detentions} d where {Same()}))
        """;

    /// <summary>A place or a charge in an address: free texts may name somebody, and addresses are written down by everything on their way.</summary>
    public static string TokenOf(string text) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)))[..TokenLength];

    public const int TokenLength = 32;

    private Sql Custody(string alias = "c") => $"""
        (select f.organisation_id, f.incident_id, f.victim, f.person_id, f.people_min, f.people_max, f.people_unknown, d.place, d.charges, d.counsel_access,
            case when d.begun_by <= {On} and d.held_until >= {On} then {Sql.Known(Certain)}
                when d.over_by is null and (d.confirmed_by is null or d.confirmed_by < {On}) or d.begun_from is null and (d.begun_by is null or d.begun_by > {On}) then {Sql.Known(Unknown)}
                else {Sql.Known(Possible)} end as class,
            width_bucket(greatest({On} - d.begun_by, 0), {HeldBy.Lengths}) as shortest, width_bucket({On} - d.begun_from, {HeldBy.Lengths}) as longest
        from {Selection.Door.Facts} f join {Selection.Door.Detentions} d on {Same()}
        where {Selection.Of(Measure.Victims)} and f.victim_kind in ('person', 'group', 'unknown') and {MayBeHeld()}) {(alias == "c" ? Sql.Of($"c") : Sql.Of($"h"))}
        """;

    private Sql MayBeHeld() => $"(d.begun_from is null or d.begun_from <= {On}) and (d.over_by is null or d.over_by >= {On})";

    private static Sql Same() => $"d.organisation_id = f.organisation_id and d.incident_id = f.incident_id and d.act = f.act and d.victim = f.victim";

    private Sql Who()
    {
        Sql inRecord = $"c.incident_id::text || ' ' || c.victim";
        return Selection.Door.IsOwn ? Sql.Of($"coalesce(roots.root::text, c.person_id::text, {inRecord})") : inRecord;
    }

    private static Sql Merged() => $"""
        recursive merged(id, root) as (
            select id, merged_into from people where merged_into is not null
            union
            select merged.id, people.merged_into from merged join people on people.id = merged.root where people.merged_into is not null),
        roots as (
            select merged.id, merged.root from merged join people on people.id = merged.root where people.merged_into is null),
        """;
}
