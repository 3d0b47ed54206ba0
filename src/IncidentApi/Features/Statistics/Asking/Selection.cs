using IncidentApi.Features.Incidents.Query;
using IncidentApi.Features.Incidents.Storage;
using IncidentApi.Platform.Data;

namespace IncidentApi.Features.Statistics.Asking;

/// <summary>
/// Which facts count behind a door, for a filter: conditions on rows of the door's facts, which stand there as <c>f</c>. Every figure of
/// this house is over such a selection, and README.md says what it leaves out.
/// </summary>
internal sealed record Selection(Door Door, IncidentFilter Filter)
{
    private const string DefaultKind = "event";

    /// <summary>An act that is no violation: it makes a record count, and adds to nothing else.</summary>
    public static readonly int NoViolation = FilterTerm.Of("violation", "positive_development");

    /// <summary>Kinds are never added up, so each has figures of its own.</summary>
    public string[] Kinds { get; } = [.. (Filter.Kind ?? [DefaultKind]).Distinct()];

    /// <summary>Whether it is of the wholes that do not count, and of nothing else.</summary>
    public bool IsOfWholes { get; init; }

    /// <summary>What a measure adds up: records, or with it their acts, or their victims.</summary>
    public Sql Of(Measure measure) => Sql.Join(" and ", measure switch
    {
        { CountsRecords: true } => [Records],
        { CountsPeople: true } => [Records, .. Acts(), .. Victims(), $"f.victim >= 0"],
        _ => [Records, .. Acts(), .. Victims()],
    });

    /// <summary>The records that count: those that a list would show with the same filter, but for wholes beside their parts.</summary>
    public Sql Records => RecordsThat(Filter.Conditions(Door));

    /// <summary>The records that may also match, when their dates leave it open; null where there is no doubt.</summary>
    public Sql? Doubtful => Filter.DoubtfulConditions(Door) is { } doubtful ? RecordsThat(doubtful, always: true) : null;

    /// <summary>The acts that the filter asks for, by what they are.</summary>
    public IEnumerable<Sql> Acts()
    {
        yield return $"f.type <> {NoViolation}";
        if (Filter.Violation is { } violations)
        {
            var types = FilterTerm.Of("violation", violations);
            yield return $"(f.type = any({types}) or f.also_types && {types})";
        }

        if (Filter.Right is { } rights) yield return $"f.rights && {FilterTerm.Of("right", rights)}";
        if (Filter.Perpetrator is { } categories) yield return $"f.perpetrators && {FilterTerm.Of("perpetrator", categories)}";
        if (Filter.Source is { } sources) yield return $"f.source_kinds && {FilterTerm.Of("source", sources)}";
        if (Filter.Country is { } countries) yield return $"f.country = any({countries.Select(PlaceCode.Of).ToArray()})";
        if (Filter.Region is { } regions) yield return $"f.region = any({regions.Select(PlaceCode.Of).ToArray()})";
    }

    /// <summary>The victims that the filter asks for.</summary>
    public IEnumerable<Sql> Victims()
    {
        if (Filter.Gender is { } genders) yield return $"f.gender = any({FilterTerm.Of("gender", genders)})";
        if (Filter.AgeBand is { } bands) yield return $"f.age_band = any({FilterTerm.Of("ageBand", bands)})";
        if (Filter.AtRisk is { } groups) yield return $"f.at_risk && {FilterTerm.Of("atRisk", groups)}";
        if (Filter.DefenderRole is { } roles) yield return $"f.defender_roles && {FilterTerm.Of("defenderRole", roles)}";
        if (Filter.PersonId is { } people) yield return $"f.person_id in (select people_alike({people}))";
    }

    private Sql RecordsThat(Sql conditions, bool always = false) => Sql.Join(" and ",
    [
        $"f.kind = any({Kinds})",
        .. Door.Condition.IsEmpty ? [] : new[] { Sql.Of($"f.{Door.Condition}") },
        .. always || !IsOfColumns ? [$"f.incident_id in (select id from {Door.Table} where {conditions})"] : OfColumns(),
        $"(f.organisation_id, f.incident_id, f.kind) {Sql.Of(IsOfWholes ? $"in" : (Sql)$"not in")} ({Wholes()})",
    ]);

    /// <summary>Whether facts can tell without their records.</summary>
    private bool IsOfColumns => Filter with { Kind = null, Status = null, Verification = null, Scope = null, Dates = "certain" } == new IncidentFilter();

    private IEnumerable<Sql> OfColumns()
    {
        if (Filter.Status is { } status) yield return $"f.status = any({status})";
        if (Filter.Verification is { } verification) yield return $"f.verification = any({verification})";
    }

    /// <summary>
    /// A whole does not count beside a part of its kind: figures of different kinds are never added up. What somebody else's record calls its whole counts,
    /// and of two records that call each other their whole both do. A row for each link, never for each fact: one record may have thousands of these.
    /// </summary>
    private Sql Wholes()
    {
        var others = Door.Condition.IsEmpty ? Sql.Empty : Sql.Of($" and l.{Door.Condition}");
        Sql byId = $"""
            select l.organisation_id, l.incident_id, l.target_id, part.kind from {Door.Links} l join {Door.Table} part on part.organisation_id = l.organisation_id and part.id = l.incident_id
            where l.type = 'part_of' and l.target_id is not null{others}
            """;

        // Others see no record by the name that its sender gave it.
        var byName = !Door.IsOwn ? Sql.Empty : Sql.Of($"""
             union all
            select l.organisation_id, l.incident_id, whole.id, part.kind from {Door.Links} l join {Door.Table} part on part.organisation_id = l.organisation_id and part.id = l.incident_id
            join {Door.Table} whole on whole.external_system = l.target_system and whole.external_id = l.target_reference
            where l.type = 'part_of'
            """);
        return $"""
            with parts(organisation_id, part, whole, kind) as materialized ({byId}{byName})
            select organisation_id, whole, kind from parts
            where not exists (select from parts back where back.organisation_id = parts.organisation_id and back.part = parts.whole and back.whole = parts.part and back.kind = parts.kind)
            """;
    }
}
