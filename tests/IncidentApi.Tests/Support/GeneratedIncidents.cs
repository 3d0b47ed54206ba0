using System.Globalization;
using System.Text.Json.Nodes;

namespace IncidentApi.Tests.Support;

/// <summary>Bodies with everything that a filter can ask for, drawn from a seed: the same seed makes the same ones.</summary>
internal sealed class GeneratedIncidents(int seed)
{
    public static readonly string[] Tags = ["election", "8-march", "Тасма", "one two", "it's", @"back\slash", "#hash", "a:*&b"];
    public static readonly string[] Persons = ["0197f3a0-0000-7000-8000-000000000001", "0197f3a0-0000-7000-8000-000000000002", "0197f3a0-0000-7000-8000-000000000003"];
    public static readonly (string Country, string? Region)[] Places =
        [("KG", "KG-GB"), ("KG", "KG-GO"), ("KG", "KG-N"), ("KG", null), ("KZ", "KZ-75"), ("KZ", null), ("FJ", "FJ-N"), ("US", "US-CA"), ("RU", null)];

    private static readonly string[] Types = [.. Codes.Of("violations.type").Where(type => type != "positive_development")];
    private static readonly string[] Roles = Codes.Of("people.role");
    private static readonly string[] Genders = Codes.Of("people.gender");
    private static readonly string[] AgeBands = Codes.Of("people.ageBand");
    private static readonly string[] AtRisk = Codes.Of("people.atRiskGroups");
    private static readonly string[] DefenderRoles = Codes.Of("people.defenderRoles");
    private static readonly string[] Categories = Codes.Of("people.category");
    private static readonly string[] Sources = Codes.Of("sources.kind");
    private static readonly (double Latitude, double Longitude)[] Spots = [(42.87, 74.59), (40.53, 72.80), (-17.8, 178.9), (-16.5, -179.6), (37.3, -121.9), (89.5, 10), (0, 0)];

#pragma warning disable CA5394 // Nothing here is secret.
    private readonly Random _random = new(seed);

    public JsonObject Next(int number)
    {
        var kind = _random.Next(4) switch { 0 => "pattern", 1 => "measure", 2 => "event", _ => null };
        var people = Enumerable.Range(1, _random.Next(4)).Select(Person).ToList();
        var incident = new JsonObject
        {
            ["title"] = $"Generated incident {number}",
            ["occurred"] = Occurred(),
            ["location"] = Location(coordinates: Chance(0.6)),
            ["violations"] = new JsonArray([.. Enumerable.Range(1, 1 + _random.Next(3)).Select(i => Violation(i, people))]),
        };
        if (kind is not null) incident["kind"] = kind;
        if (people.Count > 0) incident["people"] = new JsonArray([.. people]);
        if (Chance(0.5)) incident["sources"] = new JsonArray([.. Some(Sources, 2).Select(source => new JsonObject { ["kind"] = source })]);
        if (Chance(0.4)) incident["tags"] = List(Some(Tags, 3));
        if (Chance(0.3)) incident["externalRef"] = new JsonObject { ["system"] = "generator", ["id"] = $"g-{number}" };
        return incident;
    }

    public T Pick<T>(IReadOnlyList<T> of) => of[_random.Next(of.Count)];

    /// <summary>One to so many of these, each once.</summary>
    public List<T> Some<T>(IReadOnlyList<T> of, int most) => [.. Enumerable.Range(0, 1 + _random.Next(most)).Select(_ => Pick(of)).Distinct()];

    /// <summary>A day between 2018 and 2021, or its month, or its year.</summary>
    public string Date() => Written(Day(), _random.Next(3));

    public DateOnly Day() => new DateOnly(2018, 1, 1).AddDays(_random.Next(4 * 365));

    private JsonObject Occurred()
    {
        var (first, days) = (Day(), _random.Next(3) switch { 0 => _random.Next(20), 1 => _random.Next(120), _ => _random.Next(700) });
        var last = first.AddDays(days);
        var occurred = new JsonObject();
        switch (_random.Next(8))
        {
            case 0: occurred["from"] = Date(); break;
            case 1: (occurred["from"], occurred["to"]) = (Written(first, 0), Written(last, 0)); break;
            case 2: (occurred["from"], occurred["to"]) = (Written(first, 1), Written(last, 1)); break;
            case 3: (occurred["from"], occurred["to"]) = (Written(first, _random.Next(3)), Written(last, _random.Next(3))); break;
            case 4: occurred["to"] = Date(); break;
            case 5: (occurred["from"], occurred["ongoing"], occurred["asOf"]) = (Written(first, _random.Next(3)), true, Written(last, _random.Next(3))); break;
            case 6:
                occurred["precision"] = "unknown";
                if (Chance(0.5)) occurred["from"] = Written(first, 0);
                if (Chance(0.5)) occurred["to"] = Written(last, 0);
                break;
            default:
                (occurred["from"], occurred["to"]) = (Written(first, 0), Written(last, 0));
                occurred["precision"] = Pick(["year", "month", "day"]);
                break;
        }

        if (Chance(0.6)) occurred["span"] = Pick(["within", "throughout", "repeated"]);
        return occurred;
    }

    private JsonObject Location(bool coordinates)
    {
        var (country, region) = Pick(Places);
        var location = new JsonObject { ["country"] = country };
        if (region is not null) location["region"] = region;
        if (!coordinates) return location;

        var (latitude, longitude) = Pick(Spots);
        location["latitude"] = Math.Round(Math.Clamp(latitude + (_random.NextDouble() * 2) - 1, -90, 90), 4);
        location["longitude"] = Math.Round(longitude + (_random.NextDouble() * 0.4) - 0.2, 4);
        location["precision"] = "exact";
        return location;
    }

    private JsonObject Person(int number)
    {
        var perpetrator = Chance(0.4);
        var person = new JsonObject
        {
            ["ref"] = $"p{number}",
            ["role"] = perpetrator ? "alleged_perpetrator" : Pick(Roles),
            ["kind"] = "group",
            ["label"] = "somebody",
            ["disclosure"] = "organisation",
        };
        if (Chance(0.5)) person["category"] = Pick(Categories);
        if (Chance(0.5)) person["gender"] = Pick(Genders);
        if (Chance(0.5)) person["ageBand"] = Pick(AgeBands);
        if (Chance(0.5)) person["atRiskGroups"] = List(Some(AtRisk, 3));
        if (Chance(0.5)) person["defenderRoles"] = List(Some(DefenderRoles, 3));
        if (Chance(0.2)) person["personId"] = Pick(Persons);
        return person;
    }

    private JsonObject Violation(int number, List<JsonObject> people)
    {
        var violation = new JsonObject { ["ref"] = $"a{number}", ["type"] = Pick(Types) };
        if (Chance(0.4)) violation["alsoTypes"] = List(Some([.. Types.Where(type => type != (string)violation["type"]!)], 3));
        if (Chance(0.3)) violation["location"] = Location(coordinates: false);
        var perpetrators = people.Where(person => (string)person["role"]! == "alleged_perpetrator").Select(person => (string)person["ref"]!).ToList();
        if (perpetrators.Count > 0 && Chance(0.7)) violation["perpetrators"] = List(perpetrators);
        return violation;
    }

    private bool Chance(double of) => _random.NextDouble() < of;
#pragma warning restore CA5394

    private static string Written(DateOnly day, int coarseness) =>
        day.ToString(coarseness switch { 0 => "yyyy-MM-dd", 1 => "yyyy-MM", _ => "yyyy" }, CultureInfo.InvariantCulture);

    private static JsonArray List(IEnumerable<string> texts) => new([.. texts.Select(text => (JsonNode)text)]);
}
