using System.Collections.Concurrent;
using System.Text.Json.Nodes;

namespace IncidentApi.Tests.Contract.Answers;

/// <summary>
/// What answers hold whose members the caller chose by <c>fields</c>: OpenAPI has no words for it, so the document says it in the parameter's. They are judged
/// no less: whole documents as the document shows them elsewhere, chosen members by their own schemas, and any other member is one too many.
/// </summary>
internal sealed class Chosen(ServedContract contract, SchemaCheck check)
{
    private readonly ConcurrentDictionary<(string, string), DeclaredContent?> _known = new();

    public static string? FieldsOf(Uri address) => address.Query.TrimStart('?').Split('&').Select(pair => pair.Split('='))
        .Where(pair => pair is ["fields", _]).Select(pair => Uri.UnescapeDataString(pair[1])).FirstOrDefault();

    public DeclaredContent? ContentOf(string operation, string fields) => _known.GetOrAdd((operation, fields), _ => (operation, fields) switch
    {
        ("getIncident", "all") => null,
        ("getIncident", "body") => Compile(Ref("IncidentBody")),
        ("getIncident", _) => Compile(Members(fields.Split(','))),
        (_, "all") => Compile(Page(Ref("Incident"))),
        _ => Compile(Page(Members(fields.Split(',')))),
    });

    private DeclaredContent Compile(JsonObject schema) => new(check.Compile(schema), null);

    private static JsonObject Ref(string name) => new() { ["$ref"] = $"#/components/schemas/{name}" };

    private JsonObject Members(string[] names)
    {
        var whole = contract.Document["components"]!["schemas"]!["Incident"]!;
        return new JsonObject
        {
            ["type"] = "object",
            ["properties"] = new JsonObject(names.Select(name => KeyValuePair.Create(name, whole["properties"]![name]?.DeepClone()))),
            ["required"] = new JsonArray([.. whole["required"]!.AsArray().Select(name => (string)name!).Intersect(names).Select(name => (JsonNode)name)]),
            ["additionalProperties"] = false,
        };
    }

    private JsonObject Page(JsonObject item)
    {
        var page = contract.Document["components"]!["schemas"]!["IncidentPage"]!.DeepClone().AsObject();
        page["properties"]!["items"]!["items"] = item;
        return page;
    }
}
