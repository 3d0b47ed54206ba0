using Microsoft.OpenApi;

namespace IncidentApi.Platform.Contract;

/// <summary>
/// Puts a document into words that OpenAPI 3.0 has, for generators that read nothing newer: one example of a value, and <c>nullable</c> in place of the type null.
/// Beside a reference 3.0 allows no words, so a member that is one has none of its own there.
/// </summary>
internal sealed class OlderForm : OpenApiVisitorBase
{
    private readonly List<string> _left = [];

    public static void Take(OpenApiDocument document)
    {
        // What is sent to receivers has no place there; its shapes stay, for generators to make types of.
        document.Webhooks = null;
        var form = new OlderForm();
        new OpenApiWalker(form).Walk(document);
        foreach (var example in form._left) document.Components!.Examples!.Remove(example);
    }

    public override void Visit(OpenApiMediaType mediaType)
    {
        // What is a file alone is not told by its members.
        if (mediaType is not { Schema: OpenApiSchema { Format: "binary", AnyOf: not null }, Examples: { } examples }) return;

        _left.AddRange(examples.Values.OfType<OpenApiExampleReference>().Select(example => example.Reference.Id!));
        mediaType.Examples = null;
    }

    public override void Visit(IOpenApiSchema schema)
    {
        // A value of 3.0 has one type: what may be read as bytes is a file.
        if (schema is OpenApiSchema { Format: "binary", AnyOf: not null } file) (file.AnyOf, file.Type) = (null, JsonSchemaType.String);

        // Linters want a type beside nullable. Generators take one reference in allOf for what it refers to; in oneOf, openapi-generator makes a type of it that is nowhere.
        if (schema is OpenApiSchema { OneOf: [OpenApiSchemaReference shape, OpenApiSchema { Type: JsonSchemaType.Null }] } own) (own.OneOf, own.AllOf, own.Type) = (null, [shape], shape.Type | JsonSchemaType.Null);
    }
}
