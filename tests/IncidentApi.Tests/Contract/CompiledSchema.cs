using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace IncidentApi.Tests.Contract;

/// <summary>
/// One schema, ready to judge. It knows the keywords that the document uses and throws at any other, so that none is passed over in silence.
/// </summary>
internal sealed class CompiledSchema
{
    private const int MostFaults = 20;

    // Words for readers and for generators, which no value can break.
    private static readonly HashSet<string> Words = ["description", "title", "examples", "default", "readOnly", "writeOnly", "deprecated"];

    private readonly Dictionary<string, CompiledSchema> _members = [];
    private readonly List<CompiledSchema> _all = [];
    private readonly List<string> _required = [];
    private readonly List<(string Keyword, Func<JsonElement, bool> Holds, string Limit)> _limits = [];
    private List<CompiledSchema>? _oneOf;
    private List<CompiledSchema>? _anyOf;
    private CompiledSchema? _items;
    private CompiledSchema? _others;
    private bool _closed;
    private string? _format;

    public IReadOnlyList<string> FaultsOf(JsonElement value)
    {
        var faults = new List<string>();
        Check(value, new Stack<string>(), faults);
        return faults;
    }

    public void Read(JsonObject schema, Func<JsonNode, CompiledSchema> compile, ServedContract contract)
    {
        foreach (var (keyword, node) in schema) Read(keyword, node!, compile, contract, schema);
    }

    private void Read(string keyword, JsonNode node, Func<JsonNode, CompiledSchema> compile, ServedContract contract, JsonObject schema)
    {
        switch (keyword)
        {
            case "$ref": _all.Add(compile(contract.Resolve(schema))); break;
            case "allOf": _all.AddRange(node.AsArray().Select(each => compile(each!))); break;
            case "oneOf": _oneOf = [.. node.AsArray().Select(each => compile(each!))]; break;
            case "anyOf": _anyOf = [.. node.AsArray().Select(each => compile(each!))]; break;
            case "items": _items = compile(node); break;
            case "properties": foreach (var (name, member) in node.AsObject()) _members[name] = compile(member!); break;
            case "required": _required.AddRange(node.AsArray().Select(name => (string)name!)); break;
            case "additionalProperties" when node.GetValueKind() == JsonValueKind.Object: _others = compile(node); break;
            case "additionalProperties": _closed = node.GetValueKind() == JsonValueKind.False; break;
            case "format": _format = (string)node!; break;
            default:
                if (!Words.Contains(keyword)) _limits.Add((keyword, LimitOf(keyword, node), node.ToJsonString()));
                break;
        }
    }

    private static Func<JsonElement, bool> LimitOf(string keyword, JsonNode limit)
    {
        switch (keyword)
        {
            case "type":
                var types = (limit is JsonArray several ? several.Select(each => (string)each!) : [(string)limit!]).ToHashSet();
                return value => types.Contains(TypeOf(value)) || (types.Contains("number") && TypeOf(value) == "integer");
            case "enum":
                var allowed = limit.AsArray().Select(each => each!.GetValue<string>()).ToHashSet();
                return value => value.ValueKind == JsonValueKind.String && allowed.Contains(value.GetString()!);
            case "const":
                var only = limit.GetValue<string>();
                return value => value.ValueKind == JsonValueKind.String && value.ValueEquals(only);
            case "pattern":
                var pattern = new Regex((string)limit!, RegexOptions.ECMAScript);
                return value => value.ValueKind != JsonValueKind.String || pattern.IsMatch(value.GetString()!);
            case "minimum": return Number(limit, (value, bound) => value >= bound);
            case "maximum": return Number(limit, (value, bound) => value <= bound);
            case "exclusiveMinimum": return Number(limit, (value, bound) => value > bound);
            case "exclusiveMaximum": return Number(limit, (value, bound) => value < bound);
            case "minLength": return Count(limit, JsonValueKind.String, Length, (value, bound) => value >= bound);
            case "maxLength": return Count(limit, JsonValueKind.String, Length, (value, bound) => value <= bound);
            case "minItems": return Count(limit, JsonValueKind.Array, value => value.GetArrayLength(), (value, bound) => value >= bound);
            case "maxItems": return Count(limit, JsonValueKind.Array, value => value.GetArrayLength(), (value, bound) => value <= bound);
            case "minProperties": return Count(limit, JsonValueKind.Object, value => value.GetPropertyCount(), (value, bound) => value >= bound);
            case "maxProperties": return Count(limit, JsonValueKind.Object, value => value.GetPropertyCount(), (value, bound) => value <= bound);
            default: throw new NotSupportedException($"The keyword {keyword} ({limit.ToJsonString()})");
        }
    }

    private void Check(JsonElement value, Stack<string> at, List<string> faults)
    {
        if (faults.Count >= MostFaults) return;

        foreach (var (keyword, holds, limit) in _limits)
        {
            if (!holds(value)) faults.Add($"{Pointer(at)}: {Shown(value)} breaks {keyword} {limit}");
        }

        if (_format is not null && !Formats.Holds(_format, value)) faults.Add($"{Pointer(at)}: {Shown(value)} is no {_format}");
        foreach (var each in _all) each.Check(value, at, faults);
        if (_oneOf is not null && _oneOf.Count(choice => choice.FaultsOf(value).Count == 0) is not 1 and var many) faults.Add($"{Pointer(at)}: {Shown(value)} is {many} of what it may be one of");
        if (_anyOf is not null && !_anyOf.Any(choice => choice.FaultsOf(value).Count == 0)) faults.Add($"{Pointer(at)}: {Shown(value)} is none of what it may be");
        if (value.ValueKind == JsonValueKind.Object) CheckMembers(value, at, faults);
        else if (value.ValueKind == JsonValueKind.Array && _items is not null) CheckItems(value, at, faults);
    }

    private void CheckMembers(JsonElement value, Stack<string> at, List<string> faults)
    {
        foreach (var name in _required)
        {
            if (!value.TryGetProperty(name, out _)) faults.Add($"{Pointer(at)}: {name} is missing");
        }

        if (_members.Count == 0 && _others is null && !_closed) return;

        foreach (var member in value.EnumerateObject())
        {
            var known = _members.GetValueOrDefault(member.Name, _others!);
            if (known is null)
            {
                if (_closed) faults.Add($"{Pointer(at)}: {member.Name} is not in the schema");
                continue;
            }

            at.Push(member.Name);
            known.Check(member.Value, at, faults);
            at.Pop();
        }
    }

    private void CheckItems(JsonElement value, Stack<string> at, List<string> faults)
    {
        var i = 0;
        foreach (var item in value.EnumerateArray())
        {
            at.Push((i++).ToString(CultureInfo.InvariantCulture));
            _items!.Check(item, at, faults);
            at.Pop();
        }
    }

    private static Func<JsonElement, bool> Number(JsonNode limit, Func<double, double, bool> holds)
    {
        var bound = (double)limit;
        return value => value.ValueKind != JsonValueKind.Number || holds(value.GetDouble(), bound);
    }

    private static Func<JsonElement, bool> Count(JsonNode limit, JsonValueKind kind, Func<JsonElement, int> count, Func<int, int, bool> holds)
    {
        var bound = (int)limit;
        return value => value.ValueKind != kind || holds(count(value), bound);
    }

    private static string TypeOf(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.Object => "object",
        JsonValueKind.Array => "array",
        JsonValueKind.String => "string",
        JsonValueKind.Number => double.IsInteger(value.GetDouble()) ? "integer" : "number",
        JsonValueKind.Null => "null",
        _ => "boolean",
    };

    // Characters are counted as Unicode counts them, not as UTF-16 does.
    private static int Length(JsonElement text) => text.GetString()!.EnumerateRunes().Count();

    private static string Pointer(Stack<string> at) =>
        string.Concat(at.Reverse().Select(step => "/" + step.Replace("~", "~0", StringComparison.Ordinal).Replace("/", "~1", StringComparison.Ordinal)));

    private static string Shown(JsonElement value) => value.GetRawText() is { Length: > 160 } text ? text[..160] + "…" : value.GetRawText();
}
