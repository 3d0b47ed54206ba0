using System.Text.Json.Nodes;

namespace IncidentApi.Tests.Features.Statistics.Oracle;

/// <summary>Generated records with what figures look at: numbers of every kind, victims of every kind, acts with times, sources and perpetrators of their own.</summary>
internal static class OracleRecords
{
    private static readonly string[] Numbers = ["{}", """{"count": 3}""", """{"countMin": 2, "countMax": 5}""", """{"countMin": 4}""", """{"countMax": 6}""", """{"countNote": "dozens"}"""];
    private static readonly string[] Kinds = ["person", "group", "unknown", "organisation", "institution"];
    private static readonly string[] Times = ["""{"from": "2019-03-04"}""", """{"from": "2020"}""", """{"from": "2019-12-30", "to": "2020-01-02", "span": "within"}""", """{"from": "2018-12-30", "to": "2019-01-02"}"""];

    public static JsonObject WithVictims(JsonObject incident, int number)
    {
        var people = (incident["people"]?.AsArray() ?? []).OfType<JsonObject>().ToList();
        foreach (var (i, person) in people.Index())
        {
            person["kind"] = Kinds[(number + i) % Kinds.Length];
            if ((string)person["kind"]! != "person") Take(person, Numbers[((number / 2) + i) % Numbers.Length]);
        }

        foreach (var (i, source) in (incident["sources"]?.AsArray() ?? []).Index()) source!["ref"] = $"s{i}";
        var victims = people.Where(person => (string)person["role"]! != "alleged_perpetrator").Select(person => (string)person["ref"]!).ToList();
        foreach (var (i, act) in incident["violations"]!.AsArray().Index())
        {
            Take((JsonObject)act!, Numbers[(number + i) % Numbers.Length]);
            if (victims.Count > 0 && (number + i) % 4 != 0) act!["victims"] = new JsonArray([.. victims.Skip(i % 2).Select(victim => (JsonNode)victim)]);
            if ((number + i) % 3 == 0) act!["occurred"] = JsonNode.Parse(Times[(number + i) % Times.Length]);
            if (incident["sources"] is not null && (number + i) % 2 == 0) act!["sources"] = new JsonArray("s0");
        }

        // A positive development is recorded by itself.
        if (number % 9 == 0) incident["violations"] = new JsonArray(new JsonObject { ["type"] = "positive_development", ["victims"] = new JsonArray([.. victims.Select(victim => (JsonNode)victim)]) });
        return incident;
    }

    private static void Take(JsonObject into, string members)
    {
        foreach (var (name, value) in JsonNode.Parse(members)!.AsObject()) into[name] = value!.DeepClone();
    }
}
