using System.Text.Json;
using System.Text.Json.Nodes;

namespace IncidentApi.Tests.Contract;

/// <summary>Judges JSON by the schemas (JSON Schema 2020-12) of a document; each is compiled once, when it is first asked for.</summary>
internal sealed class SchemaCheck(ServedContract contract)
{
    private readonly Dictionary<JsonNode, CompiledSchema> _compiled = new(ReferenceEqualityComparer.Instance);
    private readonly Lock _turn = new();

    public IReadOnlyList<string> FaultsOf(JsonNode? value, JsonNode schema)
    {
        using var parsed = JsonDocument.Parse(value?.ToJsonString() ?? "null");
        return Compile(schema).FaultsOf(parsed.RootElement);
    }

    public CompiledSchema Compile(JsonNode schema)
    {
        lock (_turn) return Known(schema);
    }

    private CompiledSchema Known(JsonNode schema)
    {
        if (_compiled.TryGetValue(schema, out var known)) return known;

        // A shape may hold itself, so it is known before it is whole.
        var compiled = _compiled[schema] = new CompiledSchema();
        compiled.Read(schema.AsObject(), Known, contract);
        return compiled;
    }
}
