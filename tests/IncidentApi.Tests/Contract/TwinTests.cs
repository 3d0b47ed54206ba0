using System.Text.Json.Nodes;
using IncidentApi.Tests.Support;

namespace IncidentApi.Tests.Contract;

/// <summary>The document in OpenAPI 3.0 says what the one in 3.1 says, as far as 3.0 has words.</summary>
public sealed class TwinTests(Api api)
{
    [Fact]
    public async Task Both_documents_say_the_same_and_so_do_their_clients_types()
    {
        var newer = (await api.Anonymous().ReadAsync("/openapi/v1.json")).Json;
        var older = (await api.Anonymous().ReadAsync("/openapi/v1-3.0.json")).Json;

        Assert.StartsWith("3.1.", (string?)newer["openapi"], StringComparison.Ordinal);
        Assert.StartsWith("3.0.", (string?)older["openapi"], StringComparison.Ordinal);
        newer["openapi"] = older["openapi"]!.DeepClone();

        // 3.0 has no section of what is sent to receivers, and a file has no members to show.
        newer.AsObject().Remove("webhooks");
        newer["components"]!["examples"]!.AsObject().Remove("exportIncidents.geojson");
        var (expected, found) = (Lines(ToOlder(newer, newer)!), Lines(older));
        Assert.Empty(expected.Except(found).Take(20));
        Assert.Empty(found.Except(expected).Take(20));
    }

    /// <summary>What 3.0 makes of the words of 3.1 that it does not have, written down once more and from the other side.</summary>
    private static JsonNode? ToOlder(JsonNode? node, JsonNode document)
    {
        if (node is JsonArray items) return new JsonArray([.. items.Select(item => ToOlder(item, document))]);
        if (node is not JsonObject members) return node?.DeepClone();
        if (members["$ref"] is { } reference) return new JsonObject { ["$ref"] = reference.DeepClone() };

        if (members["type"] is JsonArray && (string?)members["format"] == "binary") return new JsonObject { ["type"] = "string", ["format"] = "binary" };

        if ((string?)members["schema"]?["format"] == "binary" && members["schema"]!["anyOf"] is not null) members.Remove("examples");

        var older = new JsonObject(members.Select(member => KeyValuePair.Create(member.Key, ToOlder(member.Value, document))));
        if (older["examples"] is JsonArray { Count: > 0 } examples)
        {
            older.Remove("examples");
            older["example"] = examples[0]!.DeepClone();
        }

        if (older["type"] is JsonArray types)
        {
            older["type"] = types.Single(type => (string?)type != "null")!.DeepClone();
            older["nullable"] = true;
        }

        if (older["oneOf"] is JsonArray { Count: 2 } choices && choices.Single(choice => (string?)choice!["type"] == "null") is { } nothing)
        {
            choices.Remove(nothing);
            older.Remove("oneOf");
            older["allOf"] = choices;
            var shape = ((string)choices[0]!["$ref"]!).Split('/')[^1];
            older["type"] = document["components"]!["schemas"]![shape]!["type"]!.DeepClone();
            older["nullable"] = true;
        }

        return older;
    }

    private static HashSet<string> Lines(JsonNode document, string at = "") => document switch
    {
        JsonObject members => [.. members.SelectMany(member => member.Value is null ? [$"{at}/{member.Key} = null"] : Lines(member.Value, $"{at}/{member.Key}"))],
        JsonArray items => [.. items.SelectMany((item, i) => Lines(item!, $"{at}/{i}"))],
        _ => [$"{at} = {document.ToJsonString()}"],
    };
}
