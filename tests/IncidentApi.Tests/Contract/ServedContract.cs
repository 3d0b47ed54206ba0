using System.Text.Json.Nodes;
using IncidentApi.Tests.Support;

namespace IncidentApi.Tests.Contract;

/// <summary>The document as a client reads it.</summary>
internal sealed class ServedContract(JsonNode document)
{
    public JsonNode Document => document;

    public static Task<ServedContract> OfAsync(Api api) => OfAsync(api.Anonymous());

    public static async Task<ServedContract> OfAsync(HttpClient reader) => new((await reader.ReadAsync("/openapi/v1.json")).Json);

    public IEnumerable<(string Method, string Path, JsonNode Operation)> Operations =>
        from path in document["paths"]!.AsObject()
        from operation in path.Value!.AsObject()
        select (operation.Key.ToUpperInvariant(), path.Key, operation.Value);

    public JsonNode Operation(string id) => Operations.Single(operation => (string?)operation.Operation["operationId"] == id).Operation;

    /// <summary>What the service sends by itself: operations of its receivers.</summary>
    public IEnumerable<(string Method, string Path, JsonNode Operation)> Messages =>
        document["webhooks"]!.AsObject().Select(told => ("POST", told.Key, told.Value!["post"]!));

    public JsonNode Message(string type) => Messages.Single(told => told.Path == type).Operation;

    /// <summary>What a <c>$ref</c> points to, or the node itself.</summary>
    public JsonNode Resolve(JsonNode node) => (string?)node["$ref"] is { } reference
        ? reference.Split('/')[1..].Aggregate(document, (at, step) => at[step] ?? throw new InvalidOperationException($"{reference} points nowhere."))
        : node;

    public IEnumerable<KeyValuePair<string, JsonNode>> Schemas => document["components"]!["schemas"]!.AsObject().Select(schema => KeyValuePair.Create(schema.Key, schema.Value!));

    /// <summary>The schema of an answer; null where the document says that there is nothing to show.</summary>
    public JsonNode? AnswerSchema(string operation, int status, string mediaType = "application/json") =>
        Resolve(Operation(operation)["responses"]![$"{status}"] ?? throw new InvalidOperationException($"{operation} does not say that it may answer {status}."))["content"]?[mediaType]?["schema"];

    /// <summary>Every example of a body or an answer, with the schema beside it.</summary>
    public IEnumerable<(string At, JsonNode Value, JsonNode Schema)> Examples =>
        from operation in Operations.Concat(Messages)
        from holder in new[] { operation.Operation["requestBody"] }.Concat(operation.Operation["responses"]!.AsObject().Select(answer => Resolve(answer.Value!)))
        from content in holder?["content"]?.AsObject() ?? []
        from example in content.Value!["examples"]?.AsObject() ?? []
        select ($"{operation.Method} {operation.Path} {example.Key}", Resolve(example.Value!)["value"]!, content.Value["schema"]!);
}
