using System.Globalization;
using System.Text.Json.Nodes;
using IncidentApi.Features.Vocabularies;
using IncidentApi.Features.Vocabularies.Violations;
using IncidentApi.Tests.Features.Incidents.Filters;
using IncidentApi.Tests.Support;

namespace IncidentApi.Tests.Features.Statistics.Oracle;

/// <summary>
/// Every figure again, from the documents that a reader's list shows, by the definition in Features/Statistics/README.md and without the product's facts.
/// Slow and plain on purpose.
/// </summary>
internal sealed class FigureOracle(string measure, string[] dimensions, bool allTypes, Dictionary<string, string[]> filter)
{
    private static readonly Dictionary<string, string> Groups = JsonNode.Parse(File.ReadAllText(Repository.Path("src/IncidentApi/Features/Vocabularies/Data/violations.type.json")))!["terms"]!.AsArray()
        .ToDictionary(term => (string)term!["code"]!, term => (string)term!["group"]!);

    private readonly Dictionary<string, Dictionary<string, (long, long, long, long)>> _things = [];
    private readonly Dictionary<string, (long, long, long, long)> _all = [];

    /// <summary>Groups and total as <see cref="Figures.GroupsAsync"/> writes them, in alphabetical order, for one kind of record.</summary>
    public static (string Groups, string Total) Of(IEnumerable<JsonObject> documents, string kind, string measure, string[] dimensions, bool allTypes = false, Dictionary<string, string[]>? filter = null)
    {
        var oracle = new FigureOracle(measure, dimensions, allTypes, filter ?? []);
        foreach (var document in documents.Where(document => (string)document["kind"]! == kind)) oracle.Count(document);
        return (string.Join("; ", oracle._things.OrderBy(group => group.Key, StringComparer.Ordinal).Select(group => $"{group.Key}: {Written(group.Value.Values)}")), Written(oracle._all.Values));
    }

    private void Count(JsonObject record)
    {
        var acts = record["violations"]!.AsArray().OfType<JsonObject>().Where(act => (string?)act["verification"] != "false").ToList();
        if ((string)record["verification"]! == "false" || (string)record["status"]! == "withdrawn" || acts.Count == 0) return;

        var id = (string)record["id"]!;
        if (measure == "incidents") _all[id] = (1, 1, 0, 0);
        foreach (var (place, act) in acts.Index())
        {
            if (measure != "incidents" && ((string)act["type"]! == "positive_development" || !IsAsked(record, act))) continue;

            var victims = (record["people"]?.AsArray() ?? []).OfType<JsonObject>().Where(person => act["victims"]?.AsArray().Any(name => (string)name! == (string)person["ref"]!) == true).ToList();
            foreach (var victim in victims.Count > 0 ? victims : [new JsonObject()])
            {
                if (measure != "incidents" && !IsAsked(victim)) continue;
                if (measure == "victims" && victim.Count == 0) continue;

                var (thing, number) = measure switch
                {
                    "incidents" => (id, (1, 1, 0, 0)),
                    "violations" => ($"{id} {place}", NumberOf(act, (1, 1, 0, 0))),
                    _ => ($"{id} {place} {victim["ref"]}", PeopleOf(victim)),
                };
                if (measure != "incidents") _all[thing] = number;
                foreach (var key in KeysOf(record, act, victim)) (_things.TryGetValue(key, out var things) ? things : _things[key] = [])[thing] = number;
            }
        }
    }

    private IEnumerable<string> KeysOf(JsonObject record, JsonObject act, JsonObject victim)
    {
        IEnumerable<string> types = [(string)act["type"]!, .. allTypes ? Texts(act["alsoTypes"]) : []];
        foreach (var type in types)
        {
            IEnumerable<string[]> keys = [[]];
            foreach (var dimension in dimensions)
            {
                var values = ValuesOf(dimension, type, record, act, victim).DefaultIfEmpty("unspecified")
                    .Where(value => measure != "incidents" || !filter.TryGetValue(dimension, out var asked) || asked.Contains(value)).ToList();
                keys = keys.SelectMany(key => values.Select(value => (string[])[.. key, value]));
            }

            foreach (var key in keys) yield return string.Join(',', key);
        }
    }

    private IEnumerable<string> ValuesOf(string dimension, string type, JsonObject record, JsonObject act, JsonObject victim) => dimension switch
    {
        "violation" => [type],
        "violationGroup" => [Groups[type]],
        "right" => Rights.Of(new[] { (string)act["type"]! }.Concat(Texts(act["alsoTypes"])).Select(one => (one, CategoriesOf(record, act).Any(ActorClass.IsState)))),
        "perpetrator" => CategoriesOf(record, act),
        "country" => Texts((act["location"] ?? record["location"])?["country"]),
        "region" => Texts((act["location"] ?? record["location"])?["region"]),
        "sourceKind" => (record["sources"]?.AsArray() ?? []).Where(source => act["sources"]?.AsArray() is not { Count: > 0 } named || named.Any(name => (string)name! == (string)source!["ref"]!))
            .Select(source => (string)source!["kind"]!).Distinct(),
        "kind" or "status" => [(string)record[dimension]!],
        "verification" => [(string)(measure != "incidents" && (string?)act["verification"] is not (null or "unverified") ? act : record)["verification"]!],
        "organisation" => [(string)record["organisation"]!["id"]!],
        "defenderRole" => Texts(victim["defenderRoles"]),
        "atRisk" => Texts(victim["atRiskGroups"]),
        "gender" or "ageBand" => Texts(victim[dimension]),
        _ => [BucketOf(dimension, (measure == "incidents" ? null : act["occurred"]) ?? record["occurred"]!, (string)record["kind"]!)],
    };

    private static string BucketOf(string grain, JsonNode occurred, string kind)
    {
        var dates = FilterOracleDates.Of(new JsonObject { ["occurred"] = occurred.DeepClone(), ["kind"] = kind });
        var span = (string?)occurred["span"] ?? (dates.Lasted ? "throughout" : kind == "pattern" ? "repeated" : "within");
        var latest = span == "within" || dates.LastConfirmed < dates.Began.Last ? dates.LastConfirmed : dates.Began.Last;
        var (first, last) = (Bucket(dates.Began.First), Bucket(latest));
        return dates.Known && occurred["from"] is not null && first == last ? first : "undated";

        string Bucket(DateOnly day) => grain switch
        {
            "year" => $"{day.Year:0000}",
            "quarter" => $"{day.Year:0000}-Q{(day.Month + 2) / 3}",
            _ => day.ToString("yyyy-MM", CultureInfo.InvariantCulture),
        };
    }

    private bool IsAsked(JsonObject record, JsonObject act) => Any("violation", [(string)act["type"]!, .. Texts(act["alsoTypes"])])
        && Any("country", Texts((act["location"] ?? record["location"])?["country"])) && Any("perpetrator", CategoriesOf(record, act));

    private bool IsAsked(JsonObject victim) => Any("gender", Texts(victim["gender"])) && Any("defenderRole", Texts(victim["defenderRoles"]));

    private bool Any(string name, IEnumerable<string> values) => !filter.TryGetValue(name, out var asked) || values.Any(asked.Contains);

    private static List<string> CategoriesOf(JsonObject record, JsonObject act) => [.. (record["people"]?.AsArray() ?? [])
        .Where(person => act["perpetrators"]?.AsArray().Any(name => (string)name! == (string)person!["ref"]!) == true).Select(person => (string?)person!["category"]).OfType<string>().Distinct()];

    private static (int, int, int, int) PeopleOf(JsonObject victim) => (string)victim["kind"]! switch
    {
        "person" => (1, 1, 0, 0),
        "organisation" or "institution" => (0, 0, 0, (int?)victim["count"] ?? (int?)victim["countMin"] ?? 1),
        _ => NumberOf(victim, (0, 0, 1, 0)),
    };

    private static (int, int, int, int) NumberOf(JsonObject counted, (int, int, int, int) unless) => ((int?)counted["count"], (int?)counted["countMin"], (int?)counted["countMax"], (string?)counted["countNote"]) switch
    {
        ({ } count, _, _, _) => (count, count, 0, 0),
        (_, { } least, { } most, _) => (least, most, 0, 0),
        (_, { } least, null, _) => (least, least, 1, 0),
        (_, null, { } most, _) => (0, most, 0, 0),
        (_, _, _, not null) => (0, 0, 1, 0),
        _ => unless,
    };

    private static IEnumerable<string> Texts(JsonNode? node) => node switch
    {
        null => [],
        JsonArray list => list.Select(item => (string)item!),
        _ => [(string)node!],
    };

    private static string Written(IEnumerable<(long Min, long Max, long Unknown, long Organisations)> things)
    {
        var (min, max, unknown, organisations) = things.Aggregate((Min: 0L, Max: 0L, Unknown: 0L, Organisations: 0L),
            (sum, one) => (sum.Min + one.Min, sum.Max + one.Max, sum.Unknown + one.Unknown, sum.Organisations + one.Organisations));
        return (min == max ? $"{min}" : $"{min}-{max}") + (unknown > 0 ? $"+{unknown}?" : "") + (organisations > 0 ? $" and {organisations} organisations" : "");
    }
}
