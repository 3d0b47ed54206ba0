using IncidentApi.Features.Statistics.Asking;
using IncidentApi.Platform.Data;

namespace IncidentApi.Features.Statistics.Counting;

/// <summary>What a row of a group query is.</summary>
internal enum GroupRow
{
    /// <summary>A figure of a group.</summary>
    Group,

    /// <summary>The figure over everything selected.</summary>
    Total,

    /// <summary>What of a group's people stands in no register.</summary>
    UnlinkedOfGroup,

    /// <summary>What of all people stands in no register.</summary>
    UnlinkedOfTotal,

    /// <summary>One record in a group, which another organisation may have recorded too.</summary>
    TiedOfGroup,

    /// <summary>One record of the total, which another organisation may have recorded too.</summary>
    TiedOfTotal,

    /// <summary>Two records that are of the same event.</summary>
    Tie,
}

/// <summary>
/// The SQL of figures, one statement for groups and total alike, so that both are of the same moment. Each row says what it is; then come
/// <c>kind, min, max, unknown, organisations, first and last organisation, two ids</c>, then the values of the dimensions.
/// </summary>
internal static class GroupQuery
{
    /// <summary>Where the values of the dimensions begin.</summary>
    public const int FirstKey = 10;

    private static readonly Sql NoOne = $"null::text, null::text, null::uuid, null::uuid";

    public static Sql Of(Question asked) => asked.Measure switch
    {
        { CountsRecords: true } when asked.Selection.Door.IsOwn => Parts(asked, Records),
        { CountsRecords: true } => RecordsOfSeveral(asked),
        { IsOfDistinctThings: true } => People(asked),
        { CountsPeople: true } => Parts(asked, Victims),
        _ => Parts(asked, Acts),
    };

    private static Sql Parts(Question asked, Func<Question, bool, Sql> part) => Sql.Join(" union all ", [
        .. asked.Dimensions.Count > 0 ? Part(asked, part, grouped: true) : [],
        .. asked.Dimensions.Count == 0 || asked.HasTotalOfItsOwn ? Part(asked, part, grouped: false) : [],
    ]);

    /// <summary>Counted from the facts; or, where sums are kept, from these and from the facts that are not in them. What the sums hold of wholes is taken off.</summary>
    private static IEnumerable<Sql> Part(Question asked, Func<Question, bool, Sql> part, bool grouped)
    {
        var most = Sql.Known(MostRows(asked));
        if (!KeptSums.Answer(asked)) return [$"({part(asked, grouped)} limit {most})"];

        var wholes = asked with { Selection = asked.Selection with { IsOfWholes = true }, Only = $"f.alone" };
        return
        [
            $"({KeptSums.Of(asked, grouped, Row(grouped), NoOne)} limit {most})",
            $"({part(asked with { Only = $"not f.alone" }, grouped)} limit {most})",
            $"""
            (select what, kind, -least, -most, -unknown, -organisations, {NoOne}{Keys(asked, grouped)}
            from ({part(wholes, grouped)}) as whole(what, kind, least, most, unknown, organisations, first, last, one, other{KeysOnly(asked)}))
            """,
        ];
    }

    private static Sql Records(Question asked, bool grouped) => $"""
        select {Row(grouped)}, kind, count(*), count(*), 0::bigint, 0::bigint, {NoOne}{Keys(asked, grouped)}
        from (select distinct f.kind, f.incident_id{Columns(asked, grouped)} from {asked.From(grouped)} where {asked.Where(grouped)}) counted
        group by kind{KeysOnly(asked, grouped)}
        """;

    /// <summary>An act stands in a row for each of its victims, and counts once.</summary>
    private static Sql Acts(Question asked, bool grouped) => $"""
        select {Row(grouped)}, kind, sum(acts_min)::bigint, sum(acts_max)::bigint, sum(acts_unknown)::bigint, 0::bigint, {Organisations(asked)}, null::uuid, null::uuid{Keys(asked, grouped)}
        from (select distinct f.kind, f.organisation_id, f.incident_id, f.act, f.acts_min, f.acts_max, f.acts_unknown{Columns(asked, grouped)}
            from {asked.From(grouped)} where {asked.Where(grouped)}) counted
        group by kind{KeysOnly(asked, grouped)}
        """;

    /// <summary>Two types of one group would name a victim twice there.</summary>
    private static Sql Victims(Question asked, bool grouped) => $"""
        select {Row(grouped)}, kind, sum(people_min)::bigint, sum(people_max)::bigint, sum(people_unknown)::bigint, sum(organisations)::bigint, {Organisations(asked)}, null::uuid, null::uuid{Keys(asked, grouped)}
        from (select {Sql.Of(asked.AllTypes ? $"distinct " : Sql.Empty)}f.kind, f.organisation_id, f.incident_id, f.act, f.victim, f.people_min, f.people_max, f.people_unknown, f.organisations{Columns(asked, grouped)}
            from {asked.From(grouped)} where {asked.Where(grouped)}) counted
        group by kind{KeysOnly(asked, grouped)}
        """;

    /// <summary>Merged entries of the register are one person; who stands in no register is somebody in each record.</summary>
    private static Sql People(Question asked) => $"""
        with recursive merged(id, root) as (
            select id, merged_into from people where merged_into is not null
            union
            select merged.id, people.merged_into from merged join people on people.id = merged.root where people.merged_into is not null),
        roots as (
            select merged.id, merged.root from merged join people on people.id = merged.root where people.merged_into is null)
        {Parts(asked, PeopleOf)}
        """;

    private static Sql PeopleOf(Question asked, bool grouped) => $"""
        select {Row(grouped)} + case when unlinked then {(int)(GroupRow.UnlinkedOfGroup - GroupRow.Group)} else 0 end, kind,
            sum(fewest)::bigint, sum(most)::bigint, sum(unknown)::bigint, sum(organisations)::bigint, {NoOne}{Keys(asked, grouped)}
        from (
            select f.kind, f.person_id is null as unlinked,
                coalesce(min(f.people_min) filter (where f.people_max > 0), 0) as fewest, max(f.people_max) as most, min(f.people_unknown) as unknown, max(f.organisations) as organisations{Columns(asked, grouped)}
            from {asked.From(grouped)} left join roots on roots.id = f.person_id
            where {asked.Where(grouped)}
            group by f.kind, f.person_id is null, coalesce(roots.root, f.person_id),
                case when f.person_id is null then f.incident_id end, case when f.person_id is null then f.victim end{Columns(asked, grouped, named: false)}) counted
        group by kind, unlinked{KeysOnly(asked, grouped)}
        """;

    /// <summary>
    /// Records of several organisations. Those that a same_event ties come one by one, and the ties with them: whoever publishes may tie
    /// as many as he likes, which a walk in here would pay for with the square of their number.
    /// </summary>
    private static Sql RecordsOfSeveral(Question asked)
    {
        var others = asked.Selection.Door.Condition.IsEmpty ? Sql.Empty : Sql.Of($" and l.{asked.Selection.Door.Condition}");
        bool[] parts = [.. asked.Dimensions.Count > 0 ? [true] : Array.Empty<bool>(), .. asked.Dimensions.Count == 0 || asked.HasTotalOfItsOwn ? [false] : Array.Empty<bool>()];
        return $"""
            with ties as materialized (
                select l.organisation_id, l.incident_id, l.target_id, target.organisation_id as target_organisation
                from {asked.Selection.Door.Links} l join {asked.Selection.Door.Table} target on target.id = l.target_id where l.type = 'same_event'{others}),
            tied as materialized (
                select incident_id as id from ties union select target_id from ties)
            {Sql.Join("", parts.Select(grouped => Sql.Of($"""
                , {Sql.Of(grouped ? $"grouped" : (Sql)$"whole")} as materialized (
                    select distinct f.kind, f.organisation_id, f.incident_id{Columns(asked, grouped)} from {asked.From(grouped)} where {asked.Where(grouped)})
                """)))}
            {Sql.Join(" union all ", parts.Select(grouped => OfSeveral(asked, grouped)))}
            union all
            select {(int)GroupRow.Tie}, '', 0, 0, 0, 0, organisation_id::text, target_organisation::text, incident_id, target_id{Nulls(asked)} from ties
            """;
    }

    private static Sql OfSeveral(Question asked, bool grouped)
    {
        var counted = grouped ? Sql.Of($"grouped") : Sql.Of($"whole");
        return $"""
            (select {Row(grouped)}, kind, count(*), count(*), 0::bigint, 0::bigint, {Organisations(asked)}, null::uuid, null::uuid{Keys(asked, grouped)}
            from {counted} where not exists (select from tied where tied.id = incident_id) group by kind{KeysOnly(asked, grouped)} limit {Sql.Known(MostRows(asked))})
            union all
            select {Row(grouped)} + {GroupRow.TiedOfGroup - GroupRow.Group}, kind, 0, 0, 0, 0, null, null, incident_id, organisation_id{Keys(asked, grouped)}
            from {counted} where incident_id in (select id from tied)
            """;
    }

    /// <summary>One more than there may be: then there are too many.</summary>
    private static int MostRows(Question asked) => (Question.MostGroups * asked.Selection.Kinds.Length * (asked.Measure == Measure.People ? 2 : 1)) + 1;

    private static Sql Row(bool grouped) => Sql.Known((int)(grouped ? GroupRow.Group : GroupRow.Total));

    private static Sql Organisations(Question asked) =>
        asked.Selection.Door.IsOwn ? Sql.Of($"null::text, null::text") : Sql.Of($"min(organisation_id::text), max(organisation_id::text)");

    private static Sql Columns(Question asked, bool grouped, bool named = true) => !grouped ? Sql.Empty
        : Sql.Join("", asked.Dimensions.Select((dimension, place) => named ? Sql.Of($", {dimension.ColumnFor(asked.Measure)} as {Key(place)}") : Sql.Of($", {dimension.ColumnFor(asked.Measure)}")));

    private static Sql Keys(Question asked, bool grouped) => grouped ? KeysOnly(asked) : Nulls(asked);

    private static Sql KeysOnly(Question asked, bool grouped) => grouped ? KeysOnly(asked) : Sql.Empty;

    /// <summary>The names of the values in a row, each behind a comma.</summary>
    public static Sql KeysOnly(Question asked) => Sql.Join("", asked.Dimensions.Select((_, place) => Sql.Of($", {Key(place)}")));

    /// <summary>In their place where there are none.</summary>
    public static Sql Nulls(Question asked) => Sql.Join("", asked.Dimensions.Select(dimension => Sql.Of($", null::{dimension.Values.Type}")));

    public static Sql Key(int place) => place switch { 0 => $"k0", 1 => $"k1", _ => $"k2" };
}
