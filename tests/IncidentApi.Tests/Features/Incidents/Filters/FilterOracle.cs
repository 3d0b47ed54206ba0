using System.Globalization;
using System.Text.Json.Nodes;

namespace IncidentApi.Tests.Features.Incidents.Filters;

/// <summary>One record of the oracle: what was sent, and what the API shows of it.</summary>
internal sealed record OracleRecord(JsonNode Sent, JsonNode Shown)
{
    public string Id => (string)Shown["id"]!;

    public FilterOracleDates Dates { get; } = FilterOracleDates.Of(Sent);
}

/// <summary>What each parameter of the filter grammar means, said as plainly as can be over the documents.</summary>
internal static class FilterOracle
{
    public static bool Finds(IReadOnlyDictionary<string, string> query, OracleRecord record) =>
        FindsButForDates(query, record) && DatesFit(query, record, possible: query.GetValueOrDefault("dates") == "possible");

    /// <summary>Whether it would be found, were its dates clearer.</summary>
    public static bool MayAlsoFind(IReadOnlyDictionary<string, string> query, OracleRecord record) =>
        FindsButForDates(query, record) && DatesFit(query, record, possible: true) && !DatesFit(query, record, possible: false);

    private static bool FindsButForDates(IReadOnlyDictionary<string, string> query, OracleRecord record) =>
        (query.ContainsKey("status") || (string)record.Shown["status"]! != "withdrawn")
        && query.All(parameter => Matches(parameter.Key, parameter.Value, query, record.Shown));

    private static bool Matches(string name, string value, IReadOnlyDictionary<string, string> query, JsonNode shown) => name switch
    {
        "country" => Any(value, Locations(shown), place => place["country"]),
        "region" => Any(value, Locations(shown), place => place["region"]),
        "violation" => value.Split(',').Intersect(List(shown["violations"]).SelectMany(act => Texts(act["alsoTypes"]).Append((string)act["type"]!))).Any(),
        "right" => value.Split(',').Intersect(Texts(shown["rights"])).Any(),
        "kind" or "status" or "verification" => value.Split(',').Contains((string)shown[name]!),
        "defenderRole" => value.Split(',').Intersect(NotPerpetrators(shown).SelectMany(person => Texts(person["defenderRoles"]))).Any(),
        "gender" or "ageBand" => Any(value, NotPerpetrators(shown), person => person[name]),
        "atRisk" => value.Split(',').Intersect(NotPerpetrators(shown).SelectMany(person => Texts(person["atRiskGroups"]))).Any(),
        "perpetrator" => Any(value, List(shown["people"]).Where(IsPerpetrator), person => person["category"]),
        "personId" => Any(value, List(shown["people"]), person => person["personId"]),
        "source" => Any(value, List(shown["sources"]), source => source["kind"]),
        "tag" => value.Split(',').Intersect(Texts(shown["tags"])).Any(),
        "bbox" => shown["location"]!["latitude"] is not null && InBox([.. value.Split(',').Select(Number)], shown["location"]!),
        "near" => shown["location"]!["latitude"] is not null && Kilometres(shown["location"]!, [.. value.Split(',').Select(Number)]) <= Number(query["radius"]),
        "placed" => value.Split(',').Contains(PlacedOf(shown["location"]!)),
        "createdAfter" => (DateTimeOffset)shown["createdAt"]! > DateTimeOffset.Parse(value, CultureInfo.InvariantCulture),
        "updatedAfter" => (DateTimeOffset)shown["updatedAt"]! > DateTimeOffset.Parse(value, CultureInfo.InvariantCulture),
        "from" or "to" or "ongoingOn" or "dates" or "radius" => true,
        _ => throw new ArgumentOutOfRangeException(nameof(name), name, "The oracle does not know this parameter."),
    };

    private static bool DatesFit(IReadOnlyDictionary<string, string> query, OracleRecord record, bool possible)
    {
        var from = query.TryGetValue("from", out var after) ? Days.Of(after).First : DateOnly.MinValue;
        var to = query.TryGetValue("to", out var before) ? Days.Of(before).Last : DateOnly.MaxValue;
        var asked = query.ContainsKey("from") || query.ContainsKey("to");
        var fits = possible ? record.Dates.PossiblyIn(from, to) : record.Dates.SurelyIn(from, to);
        if (asked && !fits) return false;
        if (!query.TryGetValue("ongoingOn", out var on)) return true;

        // Every way in which it can have been covers that one day.
        var day = Days.Of(on).First;
        return record.Dates.Lasted && (possible ? record.Dates.PossiblyIn(day, day) : record.Dates.SurelyIn(day, day));
    }

    private static string PlacedOf(JsonNode place) => (string)place["precision"]! is "exact" or "locality" && place["latitude"] is not null ? "point"
        : (string)place["precision"]! != "country" && place["region"] is not null ? (string)place["region"]! : (string)place["country"]!;

    private static bool InBox(double[] box, JsonNode place)
    {
        var (latitude, longitude) = ((double)place["latitude"]!, (double)place["longitude"]!);
        var (west, south, east, north) = (box[0], box[1], box[2], box[3]);
        var width = west <= east ? east - west : east + 360 - west;
        return latitude >= south && latitude <= north && (longitude - west + 720) % 360 <= width;
    }

    /// <summary>Great-circle distance by the angle between two vectors from the earth's centre.</summary>
    private static double Kilometres(JsonNode place, double[] point)
    {
        static double[] Vector(double latitude, double longitude)
        {
            var (phi, lambda) = (latitude * Math.PI / 180, longitude * Math.PI / 180);
            return [Math.Cos(phi) * Math.Cos(lambda), Math.Cos(phi) * Math.Sin(lambda), Math.Sin(phi)];
        }

        var (a, b) = (Vector((double)place["latitude"]!, (double)place["longitude"]!), Vector(point[0], point[1]));
        return 6371.0088 * 2 * Math.Asin(Math.Sqrt(a.Zip(b, (one, other) => (one - other) * (one - other)).Sum()) / 2);
    }

    private static bool Any(string value, IEnumerable<JsonNode> of, Func<JsonNode, JsonNode?> member) =>
        value.Split(',').Intersect(of.Select(node => (string?)member(node)).OfType<string>()).Any();

    private static IEnumerable<JsonNode> Locations(JsonNode shown) => List(shown["violations"]).Select(act => act["location"]).Append(shown["location"]).OfType<JsonNode>();

    private static IEnumerable<JsonNode> NotPerpetrators(JsonNode shown) => List(shown["people"]).Where(person => !IsPerpetrator(person));

    private static bool IsPerpetrator(JsonNode person) => (string)person["role"]! == "alleged_perpetrator";

    private static IEnumerable<JsonNode> List(JsonNode? array) => array?.AsArray().OfType<JsonNode>() ?? [];

    private static IEnumerable<string> Texts(JsonNode? array) => List(array).Select(text => (string)text!);

    private static double Number(string text) => double.Parse(text, CultureInfo.InvariantCulture);
}
