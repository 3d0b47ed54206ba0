using IncidentApi.Features.Incidents.Body;
using IncidentApi.Features.Incidents.Dates;
using IncidentApi.Features.Vocabularies;

namespace IncidentApi.Features.Incidents.Validation;

/// <summary>
/// Fills in what a body leaves unsaid, so that every record says how it is protected and every part can be named,
/// and writes down where it did.
/// </summary>
internal sealed class IncidentDefaults(IncidentBody body, string language, string reference)
{
    // A home, a relative, a victim of sexual violence or of a death threat is found from the region alone.
    private static readonly string[] FoundFromTheRegion = ["raid_home", "family_reprisal", "forced_eviction", "sexual_violence", "death_threat"];

    private readonly List<string> _filled = [];

    /// <summary>JSON Pointers to what was filled in.</summary>
    public IReadOnlyList<string> Filled => _filled;

    /// <summary>How finely others may learn where acts of these types happened, unless the client says so.</summary>
    public static string DisclosureOf(IEnumerable<string> types) => types.Any(FoundFromTheRegion.Contains) ? "country" : "region";

    public IncidentBody Fill()
    {
        var kind = body.Kind ?? Say("/kind", "event");
        var violations = body.Violations!.Select((violation, i) => Fill(violation, i, kind)).ToList();
        return body with
        {
            Kind = kind,
            Stage = body.Stage ?? (kind == "measure" && LatestStage() is { } stage ? Say("/stage", stage) : null),
            Language = body.Language ?? Say("/language", language),
            Occurred = Fill(body.Occurred!, "/occurred", kind),
            Location = Fill(body.Location!, "/location", body.Violations!.SelectMany(violation => violation.AllTypes())),
            Violations = violations,
            People = body.People?.Select((person, i) => person with
            {
                Disclosure = person.Disclosure ?? Say($"/people/{i}/disclosure", VaultRules.DefaultOf(person, body)),
            }).ToList(),
            Sources = Named(body.Sources, "sources", 's', source => source.Ref, (source, name) => source with { Ref = name }),
            Developments = Named(body.Developments, "developments", 'd', development => development.Ref, (development, name) => development with { Ref = name }),
            Interventions = body.Interventions?.Select((intervention, i) => intervention.Key is not null ? intervention
                : intervention with { Key = Say($"/interventions/{i}/key", $"{reference}-i{i + 1}") }).ToList(),
        };
    }

    private Violation Fill(Violation violation, int i, string kind)
    {
        var at = $"/violations/{i}";
        return violation with
        {
            Ref = violation.Ref ?? Say($"{at}/ref", FreeName('x', i + 1, body.Violations!.Select(other => other.Ref))),
            Occurred = violation.Occurred is { } occurred ? Fill(occurred, $"{at}/occurred", kind) : null,
            Location = violation.Location is { } location ? Fill(location, $"{at}/location", violation.AllTypes()) : null,
        };
    }

    private Occurrence Fill(Occurrence occurred, string at, string kind)
    {
        var span = Dates.Span.Of(occurred, kind == "pattern");
        return occurred with
        {
            Precision = occurred.Precision ?? Say($"{at}/precision", span.Precision.ToString().ToLowerInvariant()),
            Span = occurred.Span ?? Say($"{at}/span", span.Kind),
            Earliest = span.EarliestDay,
            Latest = span.LatestDay,
        };
    }

    private Location Fill(Location location, string at, IEnumerable<string> types) => location with
    {
        Precision = location.Precision ?? Say($"{at}/precision", location.Locality is not null ? "locality" : location.Region is not null ? "region" : "country"),
        Disclosure = location.Disclosure ?? Say($"{at}/disclosure", DisclosureOf(types)),
    };

    private List<T>? Named<T>(IReadOnlyList<T>? parts, string list, char letter, Func<T, string?> nameOf, Func<T, string, T> withName) => parts?
        .Select((part, i) => nameOf(part) is not null ? part : withName(part, Say($"/{list}/{i}/ref", FreeName(letter, i + 1, parts.Select(nameOf)))))
        .ToList();

    private static string FreeName(char letter, int number, IEnumerable<string?> taken)
    {
        var name = $"{letter}{number}";
        while (taken.Contains(name)) name += "a";
        return name;
    }

    private string? LatestStage() => body.Developments?
        .Select(development => (Date: PartialDate.Of(development.Date!.Split('/')[0])?.First ?? DateOnly.MinValue, Stage: Kinds[development.Kind!].Text("stage")))
        .Where(development => development.Stage is not null)
        .OrderBy(development => development.Date).LastOrDefault().Stage;

    private static Vocabulary Kinds => Vocabulary.Named("developments.kind");

    private string Say(string pointer, string value)
    {
        _filled.Add(pointer);
        return value;
    }
}
