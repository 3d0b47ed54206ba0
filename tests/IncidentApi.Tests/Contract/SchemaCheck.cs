using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace IncidentApi.Tests.Contract;

/// <summary>
/// Judges JSON by a schema (JSON Schema 2020-12) of the document. It knows the keywords that the document uses and throws at any other,
/// so that none is passed over in silence.
/// </summary>
internal sealed class SchemaCheck(ServedContract contract)
{
    private static readonly string[] Words = ["$ref", "description", "examples", "default", "readOnly", "type", "format", "properties", "required", "items", "oneOf"];

    public IReadOnlyList<string> FaultsOf(JsonNode? value, JsonNode schema) => [.. Check(value, schema, "")];

    private IEnumerable<string> Check(JsonNode? value, JsonNode schema, string at)
    {
        if (schema["$ref"] is not null) return Check(value, contract.Resolve(schema), at);
        if (schema["type"] is { } type && !Types(type).Contains(TypeOf(value))) return [$"{at}: {value?.ToJsonString() ?? "null"} is not {type.ToJsonString()}"];

        if (schema["oneOf"] is JsonArray choices && choices.Count(choice => !Check(value, choice!, at).Any()) != 1) return [$"{at}: {value?.ToJsonString() ?? "null"} is not one of {choices.ToJsonString()}"];

        return schema.AsObject().SelectMany(keyword => Check(value, keyword.Key, keyword.Value!))
            .Concat(CheckFormat(value, (string?)schema["format"]))
            .Select(fault => $"{at}: {fault}")
            .Concat(CheckMembers(value, schema, at))
            .Concat(value is JsonArray items && schema["items"] is { } each ? items.SelectMany((item, i) => Check(item, each, $"{at}/{i}")) : []);
    }

    private static IEnumerable<string> Check(JsonNode? value, string keyword, JsonNode limit)
    {
        var holds = (keyword, value) switch
        {
            ("enum", _) => limit.AsArray().Any(allowed => JsonNode.DeepEquals(allowed, value)),
            ("minLength", JsonValue text) => Length(text) >= (int)limit,
            ("maxLength", JsonValue text) => Length(text) <= (int)limit,
            ("pattern", JsonValue text) => Regex.IsMatch((string)text!, (string)limit!, RegexOptions.ECMAScript),
            ("minimum", JsonValue number) => Number(number) >= (decimal)limit,
            ("maximum", JsonValue number) => Number(number) <= (decimal)limit,
            ("minItems", JsonArray items) => items.Count >= (int)limit,
            ("maxItems", JsonArray items) => items.Count <= (int)limit,
            ("maxProperties", JsonObject members) => members.Count <= (int)limit,
            ("additionalProperties", _) => true,
            _ => Words.Contains(keyword) ? true : throw new NotSupportedException($"The keyword {keyword} of {value?.ToJsonString()}"),
        };
        if (!holds) yield return $"{value!.ToJsonString()} breaks {keyword} {limit.ToJsonString()}";
    }

    private IEnumerable<string> CheckMembers(JsonNode? value, JsonNode schema, string at)
    {
        if (value is not JsonObject members) yield break;

        foreach (var name in schema["required"]?.AsArray() ?? [])
        {
            if (!members.ContainsKey((string)name!)) yield return $"{at}: {name} is missing";
        }

        foreach (var (name, member) in members)
        {
            if (schema["properties"]?[name] is { } known)
            {
                foreach (var fault in Check(member, known, $"{at}/{name}")) yield return fault;
            }
            else if (schema["additionalProperties"] is JsonObject others)
            {
                foreach (var fault in Check(member, others, $"{at}/{name}")) yield return fault;
            }
            else if (schema["additionalProperties"]?.GetValueKind() == JsonValueKind.False)
            {
                yield return $"{at}: {name} is not in the schema";
            }
        }
    }

    private static IEnumerable<string> CheckFormat(JsonNode? value, string? format)
    {
        var text = value?.GetValueKind() == JsonValueKind.String ? (string)value! : "";
        var holds = format switch
        {
            null or "double" => true,
            "int32" => value!.AsValue().TryGetValue<int>(out _) || int.TryParse(value.ToJsonString(), CultureInfo.InvariantCulture, out _),
            "int64" => long.TryParse(value!.ToJsonString(), CultureInfo.InvariantCulture, out _),
            "uuid" => Guid.TryParseExact(text, "D", out _),
            "date" => DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out _),
            "date-time" => text.Contains('T', StringComparison.Ordinal) && DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, out _),
            _ => throw new NotSupportedException($"The format {format}"),
        };
        if (!holds) yield return $"{value!.ToJsonString()} is no {format}";
    }

    private static IEnumerable<string> Types(JsonNode type) =>
        (type is JsonArray several ? several.Select(each => (string)each!) : [(string)type!]).SelectMany(name => name == "number" ? ["number", "integer"] : new[] { name });

    private static string TypeOf(JsonNode? value) => value?.GetValueKind() switch
    {
        null => "null",
        JsonValueKind.Object => "object",
        JsonValueKind.Array => "array",
        JsonValueKind.String => "string",
        JsonValueKind.Number => Number(value.AsValue()) % 1 == 0 ? "integer" : "number",
        _ => "boolean",
    };

    private static decimal Number(JsonValue number) => decimal.Parse(number.ToJsonString(), NumberStyles.Float, CultureInfo.InvariantCulture);

    private static int Length(JsonValue text) => ((string)text!).EnumerateRunes().Count();
}
