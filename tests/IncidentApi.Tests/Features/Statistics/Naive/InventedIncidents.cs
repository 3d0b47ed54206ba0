using System.Text.Json.Nodes;
using IncidentApi.Tests.Support;

namespace IncidentApi.Tests.Features.Statistics.Naive;

/// <summary>
/// Records with all that figures stumble over: groups without a number, acts that name several people or nobody, dates and places of their
/// own, parts, the same event twice, duplicates, people who stand in several records. Drawn from a seed.
/// </summary>
internal sealed class InventedIncidents(int seed, string system)
{
    private static readonly string[] Genders = Codes.Of("people.gender");
    private static readonly string[] Bands = Codes.Of("people.ageBand");
    private static readonly string[] AtRisk = Codes.Of("people.atRiskGroups");
    private static readonly string[] Roles = Codes.Of("people.defenderRoles");
    private static readonly string[] Categories = Codes.Of("people.category");
    private static readonly string[] Kinds = ["person", "person", "person", "group", "group", "organisation", "unknown"];
    private static readonly string[] Relations = ["part_of", "part_of", "same_event", "same_event", "duplicate_of", "see_also"];

    private readonly GeneratedIncidents _drawn = new(seed);

#pragma warning disable CA5394 // Nothing here is secret.
    private readonly Random _random = new(seed);

    public JsonObject Next(int number)
    {
        var incident = _drawn.Next(number);
        var people = new JsonArray([.. Enumerable.Range(1, 1 + _random.Next(5)).Select(Person)]);
        var names = people.Select(person => (string)person!["ref"]!).ToList();
        incident["externalRef"] = Ref($"i-{number}");
        if (Chance(0.2)) incident["location"]!["disclosure"] = _drawn.Pick(["exact", "country", "hidden"]);
        incident["people"] = people;
        var sources = incident["sources"]?.AsArray() ?? [];
        foreach (var (i, source) in sources.Index()) source!["ref"] = $"s{i + 1}";
        foreach (var act in incident["violations"]!.AsArray()) Complete(act!.AsObject(), names, sources.Count);
        if (Chance(0.08)) incident["violations"] = new JsonArray(new JsonObject { ["type"] = "positive_development", ["victims"] = List(names.Take(1)), ["count"] = 3 });

        // A reference to a record that is not there yet, or never comes, is kept.
        if (Chance(0.3)) incident["related"] = new JsonArray(new JsonObject { ["type"] = _drawn.Pick(Relations), ["externalRef"] = Ref($"i-{_random.Next(number + 4)}") });
        return incident;
    }

    private void Complete(JsonObject act, List<string> people, int sources)
    {
        act.Remove("perpetrators");
        if (Chance(0.8)) act["victims"] = List(_drawn.Some(people, 3));
        if (Chance(0.6)) act["perpetrators"] = List(_drawn.Some(people, 2));
        if (sources > 0 && Chance(0.4)) act["sources"] = List([$"s{1 + _random.Next(sources)}"]);
        if (Chance(0.3)) Count(act, 50);
        if (Chance(0.5)) act["occurred"] = Occurred();
    }

    private JsonObject Occurred() => _random.Next(5) switch
    {
        0 => new() { ["from"] = _drawn.Date(), ["span"] = _drawn.Pick(["within", "repeated"]) },
        1 => new() { ["from"] = "2019-11", ["to"] = "2020-02-15", ["span"] = _drawn.Pick(["within", "throughout"]) },
        2 => new() { ["precision"] = "unknown" },
        3 => new() { ["to"] = _drawn.Date() },
        _ => new() { ["from"] = "2018-05-03", ["ongoing"] = true, ["asOf"] = "2021-12", ["span"] = _drawn.Pick(["within", "throughout", "repeated"]) },
    };

    private JsonObject Person(int number)
    {
        var kind = _drawn.Pick(Kinds);
        var person = new JsonObject { ["ref"] = $"p{number}", ["role"] = _drawn.Pick(["victim", "victim", "victim", "affected", "alleged_perpetrator"]), ["kind"] = kind, ["label"] = "somebody" };
        if (kind != "person" && Chance(0.7)) Count(person, 200);
        if (Chance(0.5)) person["category"] = _drawn.Pick(Categories);
        if (Chance(0.6)) person["gender"] = _drawn.Pick(Genders);
        if (Chance(0.4)) person["ageBand"] = _drawn.Pick(Bands);
        if (Chance(0.5)) person["atRiskGroups"] = List(Twice(_drawn.Some(AtRisk, 3)));
        if (Chance(0.6)) person["defenderRoles"] = List(Twice(_drawn.Some(Roles, 3)));
        if (Chance(0.4)) person["externalRef"] = Ref($"{kind}-{_random.Next(6)}");
        if (Chance(0.5)) person["disclosure"] = _drawn.Pick(["public", "partners", "organisation"]);
        return person;
    }

    /// <summary>Now and then somebody says the same twice.</summary>
    private List<string> Twice(List<string> codes) => Chance(0.1) ? [.. codes, codes[0]] : codes;

    private void Count(JsonObject counted, int most)
    {
        var number = 1 + _random.Next(most);
        switch (_random.Next(5))
        {
            case 0: counted["count"] = number; break;
            case 1: (counted["countMin"], counted["countMax"]) = (number, number + _random.Next(30)); break;
            case 2: counted["countMin"] = number; break;
            case 3: counted["countMax"] = number; break;
            default: counted["countNote"] = "dozens"; break;
        }
    }

    private JsonObject Ref(string id) => new() { ["system"] = system, ["id"] = id };

    private bool Chance(double of) => _random.NextDouble() < of;
#pragma warning restore CA5394

    private static JsonArray List(IEnumerable<string> texts) => new([.. texts.Select(text => (JsonNode)text)]);
}
