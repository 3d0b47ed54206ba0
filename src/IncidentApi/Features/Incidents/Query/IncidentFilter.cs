using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using IncidentApi.Features.Incidents.Body;
using IncidentApi.Features.Incidents.Dates;
using IncidentApi.Features.Incidents.Storage;
using IncidentApi.Features.Vocabularies;
using IncidentApi.Platform.Data;
using IncidentApi.Platform.Http;

namespace IncidentApi.Features.Incidents.Query;

/// <summary>
/// The questions one may ask of incidents: one property and one line each, as SQL whose every hole is a parameter.
/// Lists, maps, statistics, exports and subscriptions all ask through it. Several values of one parameter mean any of them.
/// </summary>
internal sealed record IncidentFilter
{
    [Description("Only incidents in these countries (ISO 3166-1 alpha-2), by the record's place or an act's.")]
    [Code("countries")] public string[]? Country { get; set; }

    [Description("Only incidents in these regions (ISO 3166-2), by the record's place or an act's.")]
    [Region] public string[]? Region { get; set; }

    [Description("Only incidents with an act of one of these types, alsoTypes included.")]
    [Code("violations.type")] public string[]? Violation { get; set; }

    [Description("Only incidents that touch one of these rights.")]
    [Code("rights")] public string[]? Right { get; set; }

    [Description("Only incidents that surely happened on or after this day, or the first of this month or year.")]
    [PartialDate] public string? From { get; set; }

    [Description("Only incidents that surely happened on or before this day, or the last of this month or year.")]
    [PartialDate] public string? To { get; set; }

    [Description("certain: from, to and ongoingOn find what surely falls there. possible: also what only may.")]
    [OneOf("certain", "possible", Called = "DateMatch", Note = "Whether a date filter finds only what surely falls there, or also what may.")] public string Dates { get; set; } = "certain";

    [Description("Only incidents that went on on this day: what lasted (span throughout) and surely covers it.")]
    [Day] public string? OngoingOn { get; set; }

    [Description("Only events, patterns or measures.")]
    [Code("incident.kind")] public string[]? Kind { get; set; }

    [Description("Only records that stand here in their workflow. Withdrawn records are left out unless asked for.")]
    [Code("incident.status")] public string[]? Status { get; set; }

    [Description("Only records verified this far.")]
    [Code("incident.verification")] public string[]? Verification { get; set; }

    [Description("Only incidents with somebody who does this work, perpetrators apart.")]
    [Code("people.defenderRoles")] public string[]? DefenderRole { get; set; }

    [Description("Only incidents with somebody of this gender, perpetrators apart. scope=own alone.")]
    [Code("people.gender")] public string[]? Gender { get; set; }

    [Description("Only incidents with somebody of this age band, perpetrators apart. scope=own alone.")]
    [Code("people.ageBand")] public string[]? AgeBand { get; set; }

    [Description("Only incidents with somebody of this group at risk, perpetrators apart. scope=own alone.")]
    [Code("people.atRiskGroups")] public string[]? AtRisk { get; set; }

    [Description("Only incidents with an alleged perpetrator of this category.")]
    [Code("people.category")] public string[]? Perpetrator { get; set; }

    [Description("Only incidents with this person of the register, under any of the entries that were merged. scope=own alone.")]
    public Guid[]? PersonId { get; set; }

    [Description("Only incidents known from a source of this kind.")]
    [Code("sources.kind")] public string[]? Source { get; set; }

    [Description("Only incidents with one of these tags, spelt as recorded.")]
    public string[]? Tag { get; set; }

    [Description("Only incidents with coordinates in this box: west,south,east,north in degrees (RFC 7946 §5); it may cross the antimeridian.")]
    [Box] public string? Bbox { get; set; }

    [Description("Only incidents with coordinates within radius of this point: latitude,longitude in degrees.")]
    [Point] public string? Near { get; set; }

    [Description("How far from near, in kilometres.")]
    [Range(0.001, 20_100.0)] public double? Radius { get; set; }

    [Description("Only incidents that a map places so: point, at coordinates of their own; the code of a region or a country, where no more is known or shown; none, where not even that is.")]
    [Placed] public string[]? Placed { get; set; }

    [Description("Only incidents with these words, in any of their texts: “a phrase”, -without, or, begin*.")]
    [SearchWords] public string? Q { get; set; }

    [Description("Only records made after this instant (RFC 3339) or day.")]
    [Instant] public string? CreatedAfter { get; set; }

    [Description("Only records changed after this instant (RFC 3339) or day.")]
    [Instant] public string? UpdatedAfter { get; set; }

    [Description("Whose incidents: own (with a key), shared (by partners), or public (the default without a key).")]
    [IncidentScope] public string? Scope { get; set; }

    /// <summary>The conditions of this filter, joined by and; never empty, for withdrawn records are left out by default.</summary>
    public Sql Conditions(Door door) => Sql.Join(" and ", [.. Undated(door), .. When(possible: Dates == "possible")]);

    /// <summary>What may also match when only what is certain was asked for; null where the dates leave no doubt.</summary>
    public Sql? DoubtfulConditions(Door door) => Dates == "certain" && When(possible: false).ToList() is { Count: > 0 } sure
        ? Sql.Join(" and ", [.. Undated(door), .. When(possible: true), $"not ({Sql.Join(" and ", sure)})"])
        : null;

    private IEnumerable<Sql> When(bool possible)
    {
        if (PartialDate.Of(From)?.First is { } from) yield return possible ? Latest(from) : SurelyTo(from);
        if (PartialDate.Of(To)?.Last is { } to) yield return possible ? Earliest(InTime(to)) : SurelyFrom(InTime(to));
        if (PartialDate.Of(OngoingOn)?.First is { } day)
        {
            yield return $"lasting";
            yield return possible ? Earliest(day) : SurelyFrom(day);
            yield return possible ? Latest(day) : SurelyTo(day);
        }
    }

    private IEnumerable<Sql> Undated(Door door)
    {
        if (!door.Condition.IsEmpty) yield return door.Condition;
        if (Status is { } status) yield return $"status = any({status})"; else yield return $"status <> 'withdrawn'";
        if (Country is { } countries) yield return $"places && {countries.Select(PlaceCode.Of).ToArray()}";
        if (Region is { } regions) yield return $"places && {regions.Select(PlaceCode.Of).ToArray()}";
        if (Violation is { } violations) yield return $"terms && {FilterTerm.Of("violation", violations)}";
        if (Right is { } rights) yield return $"terms && {RightsFilter.TermsOf(rights)}";
        if (Kind is { } kinds) yield return $"kind = any({kinds})";
        if (Verification is { } verification) yield return $"verification = any({verification})";
        if (DefenderRole is { } roles) yield return $"terms && {FilterTerm.Of("defenderRole", roles)}";
        if (Gender is { } genders) yield return $"terms && {FilterTerm.Of("gender", genders)}";
        if (AgeBand is { } bands) yield return $"terms && {FilterTerm.Of("ageBand", bands)}";
        if (AtRisk is { } groups) yield return $"terms && {FilterTerm.Of("atRisk", groups)}";
        if (Perpetrator is { } categories) yield return $"terms && {FilterTerm.Of("perpetrator", categories)}";
        if (Source is { } sources) yield return $"terms && {FilterTerm.Of("source", sources)}";
        if (PersonId is { } people) yield return door.Matching(Sql.Of($"person_marks({people})"));
        if (Tag is { } tags) yield return door.Matching(tags.Select(SearchText.TagMark));
        if (Around() is { } around) yield return around;
        if (Placed is { } placed) yield return PlacedAttribute.ToSql(placed);
        if (Q is { } words) yield return door.Matching(SearchQuery.Of(words)!.ToSql());
        if (InstantAttribute.Read(CreatedAfter) is { } created) yield return $"created_at > {created}";
        if (InstantAttribute.Read(UpdatedAfter) is { } updated) yield return $"updated_at > {updated}";
    }

    /// <summary>The conditions that look at coordinates; null where none does.</summary>
    public Sql? Around() => (BoxAttribute.Read(Bbox), PointAttribute.Read(Near)) switch
    {
        (null, null) => null,
        ({ } box, null) => box.ToSql(),
        (null, { } centre) => centre.Within(Radius!.Value),
        ({ } box, { } centre) => $"{box.ToSql()} and {centre.Within(Radius!.Value)}",
    };

    /// <summary>Faults that two parameters make together.</summary>
    public IEnumerable<Fault> Faults()
    {
        if (Near is null != Radius is null) yield return Problems.InvalidParameter.AtParameter(Near is null ? "near" : "radius", "near and radius go together.");
        if (PartialDate.Of(From)?.First > PartialDate.Of(To)?.Last) yield return Problems.InvalidParameter.AtParameter("from", "from is after to.", From);
    }

    /// <summary>Faults of what only one's own records answer.</summary>
    public IEnumerable<Fault> FaultsAt(Door door)
    {
        if (door.IsOwn) yield break;

        var ofOwn = new (string Name, object? Value)[] { ("personId", PersonId), ("gender", Gender), ("ageBand", AgeBand), ("atRisk", AtRisk) };
        foreach (var (name, _) in ofOwn.Where(parameter => parameter.Value is not null))
        {
            yield return Problems.InvalidParameter.AtParameter(name, $"{name} filters scope=own alone: elsewhere it would tell who hides.");
        }
    }

    /// <summary>The calendar's last day is PostgreSQL's infinity, which stands for no date at all.</summary>
    private static DateOnly InTime(DateOnly day) => day == Span.Forever ? day.AddDays(-1) : day;

    private static Sql Earliest(DateOnly day) => $"earliest <= {day}";

    private static Sql Latest(DateOnly day) => $"latest >= {day}";

    private static Sql SurelyFrom(DateOnly day) => $"surely_from <= {day}";

    private static Sql SurelyTo(DateOnly day) => $"surely_to >= {day}";
}
