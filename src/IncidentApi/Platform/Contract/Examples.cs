using System.Reflection;
using System.Text.Json;
using System.Text.Json.Nodes;
using IncidentApi.Platform.Http;
using Microsoft.OpenApi;

namespace IncidentApi.Platform.Contract;

/// <summary>
/// Examples by the name of what they show: files that come with the program, <c>Incident.json</c> or <c>IncidentBody.measure.json</c>;
/// where there is none, the examples of a record's members put together, if they make a whole.
/// </summary>
internal sealed class Examples(OpenApiDocument document, Schemas schemas)
{
    private const string Folder = "Examples/";
    private const string Extension = ".json";

    private static readonly Assembly Program = typeof(Examples).Assembly;

    private static readonly string[] Files = [.. Program.GetManifestResourceNames()
        .Where(name => name.StartsWith(Folder, StringComparison.Ordinal)).Select(name => name[Folder.Length..^Extension.Length]).Order(StringComparer.Ordinal)];

    public Dictionary<string, IOpenApiExample>? Of(IOpenApiSchema schema)
    {
        if (schema is not OpenApiSchemaReference { Reference.Id: { } name }) return null;

        var files = Files.Where(file => file == name || file.StartsWith(name + ".", StringComparison.Ordinal)).ToList();
        if (files.Count > 0) return files.ToDictionary(file => file == name ? "example" : file[(name.Length + 1)..], file => (IOpenApiExample)Shared(file, () => Read(file)));

        return Compose((OpenApiSchema)schemas.Components[name]) is { } whole
            ? new() { ["example"] = new OpenApiExample { Value = whole } }
            : null;
    }

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
        using var stream = Program.GetManifestResourceStream(Folder + file + Extension)!;
        return JsonNode.Parse(stream)!;
    }
}
