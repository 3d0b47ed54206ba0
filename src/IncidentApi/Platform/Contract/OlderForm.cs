using Microsoft.OpenApi;

namespace IncidentApi.Platform.Contract;

/// <summary>
/// Puts a document into words that OpenAPI 3.0 has, for generators that read nothing newer: one example of a value, and <c>nullable</c> in place of the type null.
/// Beside a reference 3.0 allows no words, so a member that is one has none of its own there.
/// </summary>
internal sealed class OlderForm : OpenApiVisitorBase
{
    public static void Take(OpenApiDocument document) => new OpenApiWalker(new OlderForm()).Walk(document);

    public override void Visit(IOpenApiSchema schema)
    {
        // A value of 3.0 has one type: what may be read as bytes is a file.
        if (schema is OpenApiSchema { Format: "binary", AnyOf: not null } file) (file.AnyOf, file.Type) = (null, JsonSchemaType.String);

        // Linters want a type beside nullable, and generators take one reference in oneOf for what it refers to.
        if (schema is OpenApiSchema { OneOf: [OpenApiSchemaReference shape, OpenApiSchema { Type: JsonSchemaType.Null }] } own) (own.OneOf, own.Type) = ([shape], shape.Type | JsonSchemaType.Null);
    }
}
