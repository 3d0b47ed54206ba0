using IncidentApi.Features.Incidents.Body;
using IncidentApi.Features.Incidents.Dates;
using IncidentApi.Features.Incidents.Storage;
using IncidentApi.Features.Vocabularies;

namespace IncidentApi.Features.Incidents.Facts;

/// <summary>
/// Who did what to whom, once: one act of a record and one of its victims, or none. Statistics group and add up these rows, and nothing else.
/// Pure, so that the rows can be made again from the document. Features/Statistics/README.md says what each figure means.
/// </summary>
internal sealed record Fact
{
    /// <summary>In place of a victim, where the act names none.</summary>
    public const short NoVictim = -1;

    private const string NoViolation = "positive_development";

    /// <summary>The place of the act among the record's.</summary>
    public short Act { get; init; }

    /// <summary>The place of the victim among the record's people.</summary>
    public short Victim { get; init; }

    /// <summary>The act's own verification, or the record's where nobody judged the act.</summary>
    public string ActVerification { get; init; } = "";

    public int Type { get; init; }

    public int[] AlsoTypes { get; init; } = [];

    public int[] Rights { get; init; } = [];

    public int[] Perpetrators { get; init; } = [];

    public int[] SourceKinds { get; init; } = [];

    /// <summary>Null where the place is hidden.</summary>
    public int? Country { get; init; }

    public int? Region { get; init; }

    public int? ActYear { get; init; }

    public int? ActQuarter { get; init; }

    public int? ActMonth { get; init; }

    public int ActsMin { get; init; }

    public int ActsMax { get; init; }

    public int ActsUnknown { get; init; }

    public Guid? PersonId { get; init; }

    public string? VictimKind { get; init; }

    public int PeopleMin { get; init; }

    public int PeopleMax { get; init; }

    public int PeopleUnknown { get; init; }

    /// <summary>Victims that are no people: organisations and institutions.</summary>
    public int Organisations { get; init; }

    public int? Gender { get; init; }

    public int? AgeBand { get; init; }

    public int[] AtRisk { get; init; } = [];

    public int[] DefenderRoles { get; init; } = [];

    /// <summary>Whether a record counts in any figure, as far as it can tell itself.</summary>
    public static bool Counts(Incident incident) =>
        incident.Status != "withdrawn" && incident.Verification != "false" && incident.Related?.Any(relation => relation.Type == "duplicate_of") != true;

    public static IReadOnlyList<Fact> Of(Incident incident) => Counts(incident)
        ? [.. incident.Violations!.Index().Where(act => act.Item.Verification != "false").SelectMany(act => Of(incident, act.Item, (short)act.Index))]
        : [];

    /// <summary>
    /// Whether a record is one act of one type, in the country of the record, as certain and at the same time. Such records are in one group of any grouping by
    /// country, type, time, status and verification, and a filter by these finds them as it finds their facts; so their sums can be kept (<see cref="Tally"/>).
    /// </summary>
    public static bool IsAlone(IReadOnlyList<Fact> facts, Incident incident) => facts is [var first, ..] && incident.Violations!.Count == 1 && first.AlsoTypes.Length == 0
        && first.Country == PlaceCode.Of(incident.Location!.Country!) && first.ActVerification == incident.Verification
        && (first.ActYear, first.ActQuarter, first.ActMonth) == Beginning.Of(incident.Span());

    private static IEnumerable<Fact> Of(Incident incident, Violation act, short place)
    {
        var fact = OfAct(incident, act, place);
        var victims = (incident.People ?? []).Index().Where(person => act.Victims?.Contains(person.Item.Ref) == true).ToList();
        return victims.Count == 0 ? [fact] : victims.Select(victim => fact.Suffered(victim.Item, (short)victim.Index, counts: act.Type != NoViolation));
    }

    private static Fact OfAct(Incident incident, Violation act, short place)
    {
        var perpetrators = (incident.People ?? []).Where(person => act.Perpetrators?.Contains(person.Ref) == true).Select(person => person.Category).OfType<string>().Distinct().ToList();
        var sources = (incident.Sources ?? []).Where(source => act.Sources is not { Count: > 0 } named || named.Contains(source.Ref)).Select(source => source.Kind!).Distinct();
        var location = act.Location ?? incident.Location;
        var began = Beginning.Of(act.Occurred is { } occurred ? Span.Of(occurred, incident.Kind == "pattern") : incident.Span());
        var number = act.Type == NoViolation ? Number.Zero : Number.Of(act, act.CountNote, Number.One);
        return new Fact
        {
            Act = place,
            Victim = NoVictim,
            ActVerification = act.Verification is null or "unverified" ? incident.Verification : act.Verification,
            Type = FilterTerm.Of("violation", act.Type!),
            AlsoTypes = FilterTerm.Of("violation", (act.AlsoTypes ?? []).Distinct()),
            Rights = FilterTerm.Of("right", Vocabularies.Violations.Rights.Of(act.AllTypes().Select(type => (type, perpetrators.Any(ActorClass.IsState))))),
            Perpetrators = FilterTerm.Of("perpetrator", perpetrators),
            SourceKinds = FilterTerm.Of("source", sources),
            Country = location?.Country is { } country ? PlaceCode.Of(country) : null,
            Region = location?.Region is { } region ? PlaceCode.Of(region) : null,
            ActYear = began.Year,
            ActQuarter = began.Quarter,
            ActMonth = began.Month,
            ActsMin = number.Min,
            ActsMax = number.Max,
            ActsUnknown = number.Unknown,
        };
    }

    private Fact Suffered(Involvement victim, short place, bool counts)
    {
        var isPeople = victim.Kind is not ("organisation" or "institution");
        var number = !counts || !isPeople ? Number.Zero : victim.Kind == "person" ? Number.One : Number.Of(victim, victim.CountNote, Number.NotKnown);
        return this with
        {
            Victim = place,
            PersonId = victim.PersonId is { } id ? Guid.Parse(id) : null,
            VictimKind = victim.Kind,
            PeopleMin = number.Min,
            PeopleMax = number.Max,
            PeopleUnknown = number.Unknown,
            Organisations = counts && !isPeople ? victim.Count ?? victim.CountMin ?? 1 : 0,
            Gender = victim.Gender is { } gender ? FilterTerm.Of("gender", gender) : null,
            AgeBand = victim.AgeBand is { } band ? FilterTerm.Of("ageBand", band) : null,
            AtRisk = FilterTerm.Of("atRisk", (victim.AtRiskGroups ?? []).Distinct()),
            DefenderRoles = FilterTerm.Of("defenderRole", (victim.DefenderRoles ?? []).Distinct()),
        };
    }
}
