using System.Reflection;
using System.Text.Json;
using System.Text.Json.Nodes;
using IncidentApi.Platform.Http;
using Microsoft.OpenApi;

namespace IncidentApi.Platform.Contract;

/// <summary>
/// Examples are files that come with the program and that tests take from real answers: by the name of the operation that answers so, <c>createWebhook.json</c>
/// or <c>exportIncidents.csv</c>; else by the name of what they show, <c>Incident.json</c> or <c>IncidentBody.measure.json</c>; and where there is none, the
/// examples of a record's members put together, if they make a whole.
/// </summary>
internal sealed class Examples(OpenApiDocument document, Schemas schemas)
{
    private const string Folder = "Examples/";

    private static readonly Assembly Program = typeof(Examples).Assembly;

    private static readonly string[] Files = [.. Program.GetManifestResourceNames()
        .Where(name => name.StartsWith(Folder, StringComparison.Ordinal)).Select(name => name[Folder.Length..]).Order(StringComparer.Ordinal)];

    /// <summary>What an operation answers in a form that is not told as members: a file of its own.</summary>
    public Dictionary<string, IOpenApiExample>? OfText(string operation, string mediaType) => Named(operation, ExtensionOf(mediaType));

    public Dictionary<string, IOpenApiExample>? OfAnswer(string operation, IOpenApiSchema schema) => Named(operation, ".json") ?? Of(schema);

    public Dictionary<string, IOpenApiExample>? Of(IOpenApiSchema schema)
    {
        if (schema is not OpenApiSchemaReference { Reference.Id: { } name }) return null;
        if (Named(name, ".json") is { } files) return files;

        return Compose((OpenApiSchema)schemas.Components[name]) is { } whole
            ? new() { ["example"] = new OpenApiExample { Value = whole } }
            : null;
    }

    private Dictionary<string, IOpenApiExample>? Named(string name, string extension) => FilesOf(name, extension) is not { Count: > 0 } files ? null
        : files.ToDictionary(file => VariantOf(name, file), file => (IOpenApiExample)Shared(extension == ".json" ? Path.GetFileNameWithoutExtension(file) : file, () => Read(file)));

    private static List<string> FilesOf(string name, string extension) =>
        [.. Files.Where(file => Path.GetExtension(file) == extension && file.StartsWith(name + ".", StringComparison.Ordinal))];

    /// <summary>What stands between name and ending; where nothing does, there is one example alone.</summary>
    private static string VariantOf(string name, string file) => Path.GetFileNameWithoutExtension(file) is var whole && whole == name ? "example" : whole[(name.Length + 1)..];

    private static string ExtensionOf(string mediaType) => mediaType switch
    {
        "application/geo+json" => ".geojson",
        "application/x-ndjson" => ".ndjson",
        "text/csv" => ".csv",
        "text/event-stream" => ".sse",
        _ => ".txt",
    };

    /// <summary>A message that was really sent, with what is to be said of it.</summary>
    public static Dictionary<string, IOpenApiExample> OfMessage(string name, SentMessage message) =>
        new() { ["example"] = new OpenApiExample { Value = Read($"{name}.json"), Description = message.ExampleWords(Read($"{name}.json")) } };

    /// <summary>Other forms of a message, in words: what is received holds no member that the server makes, say linters, and these do.</summary>
    public static string OtherForms(string name, SentMessage message) => string.Concat(FilesOf(name, ".json").Where(file => file != $"{name}.json")
        .Select(file => $"\n\nWith `include: {VariantOf(name, file)}`. {message.ExampleWords(Read(file))}"));

    public IOpenApiExample Of(ProblemKind kind) => Shared(kind.Code, () => JsonSerializer.SerializeToNode(kind.Shown, Json.Answers)!);

    private OpenApiExampleReference Shared(string name, Func<JsonNode> read)
    {
        if (!document.Components!.Examples!.ContainsKey(name)) document.Components.Examples[name] = new OpenApiExample { Value = read() };
        return new OpenApiExampleReference(name, document);
    }

    private static JsonObject? Compose(OpenApiSchema record)
    {
        var whole = new JsonObject();
        foreach (var (name, member) in record.Properties ?? new Dictionary<string, IOpenApiSchema>())
        {
            if (member.Examples is [var example, ..]) whole[name] = example.DeepClone();
            else if (record.Required?.Contains(name) == true) return null;
        }

        return whole.Count > 0 ? whole : null;
    }

    private static JsonNode Read(string file)
    {
        using var stream = Program.GetManifestResourceStream(Folder + file)!;
        if (Path.GetExtension(file) is ".json" or ".geojson") return JsonNode.Parse(stream)!;

        using var reader = new StreamReader(stream);
        return JsonValue.Create(reader.ReadToEnd());
    }
}
