using System.Text;
using System.Text.Json.Nodes;
using IncidentApi.Tests.Support;

namespace IncidentApi.Tests.Features.Incidents.Plans;

/// <summary>A record with as many different places, types, people, sources and tags as the limits allow.</summary>
internal static class PlanLargestRecord
{
    private static readonly string[] Types = [.. Codes.Of("violations.type").Where(type => type != "positive_development")];
    private static readonly string[] Countries = Codes.Of("countries");

    public static JsonObject Body()
    {
        var body = Given.Incident("The largest of all records").With("/violations", Array(200, Violation)).With("/people", Array(200, Person))
            .With("/sources", Array(200, i => new JsonObject { ["kind"] = At(Codes.Of("sources.kind"), i) }))
            .With("/tags", new JsonArray([.. Enumerable.Range(0, 100).Select(i => (JsonNode)$"{i:000}{new string('т', 61)}")]))
            .With("/location", JsonNode.Parse("""{"country":"KG","region":"KG-Y","latitude":40.1,"longitude":72.1,"precision":"exact"}"""));
        Assert.InRange(Encoding.UTF8.GetByteCount(body.ToJsonString()), 0, 256 * 1024);
        return body;
    }

    /// <summary>One question for each value that the record has.</summary>
    public static IEnumerable<string> Questions(JsonObject body)
    {
        foreach (var type in Types) yield return $"violation={type}";
        foreach (var role in Codes.Of("people.defenderRoles")) yield return $"defenderRole={role}";
        foreach (var gender in Codes.Of("people.gender")) yield return $"gender={gender}";
        foreach (var band in Codes.Of("people.ageBand")) yield return $"ageBand={band}";
        foreach (var group in Codes.Of("people.atRiskGroups")) yield return $"atRisk={group}";
        foreach (var category in Codes.Of("people.category")) yield return $"perpetrator={category}";
        foreach (var source in Codes.Of("sources.kind")) yield return $"source={source}";
        foreach (var act in body["violations"]!.AsArray().Where((_, i) => i % 10 == 0))
        {
            yield return $"country={(string)act!["location"]!["country"]!}";
            yield return $"region={(string)act["location"]!["region"]!}";
        }

        foreach (var tag in body["tags"]!.AsArray().Where((_, i) => i % 10 == 0)) yield return $"tag={Uri.EscapeDataString((string)tag!)}";
        foreach (var right in new[] { "hrmi:torture", "iccpr:9", "sdg:killing" }) yield return $"right={right}";
    }

    private static JsonObject Violation(int i) => new()
    {
        ["type"] = At(Types, i),
        ["alsoTypes"] = new JsonArray([.. Enumerable.Range(1, 20).Select(more => (JsonNode)At(Types, i + more))]),
        ["perpetrators"] = new JsonArray($"p{i / 2 * 2}"),
        ["location"] = new JsonObject { ["country"] = Country(i), ["region"] = $"{Country(i)}-{(char)('A' + (i % 26))}{i % 10}{(i * 7) % 10}" },
    };

    private static string Country(int i) => At([.. Countries.Where(country => country != "KG")], i);

    private static JsonObject Person(int i) => new()
    {
        ["ref"] = $"p{i}",
        ["role"] = i % 2 == 0 ? "alleged_perpetrator" : "victim",
        ["kind"] = "group",
        ["label"] = "somebody",
        ["disclosure"] = "organisation",
        ["personId"] = $"0197f3a0-0000-7000-8000-{i:000000000000}",
        ["category"] = At(Codes.Of("people.category"), i / 2),
        ["gender"] = At(Codes.Of("people.gender"), i / 2),
        ["ageBand"] = At(Codes.Of("people.ageBand"), i / 2),
        ["defenderRoles"] = new JsonArray(At(Codes.Of("people.defenderRoles"), i / 2)),
        ["atRiskGroups"] = new JsonArray(At(Codes.Of("people.atRiskGroups"), i / 2)),
    };

    private static JsonArray Array(int count, Func<int, JsonObject> make) => new([.. Enumerable.Range(0, count).Select(make)]);

    private static string At(string[] of, int i) => of[i % of.Length];
}
