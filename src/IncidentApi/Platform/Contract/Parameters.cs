using System.Text.Json.Nodes;
using IncidentApi.Platform.Http;
using Microsoft.AspNetCore.Routing.Patterns;
using Microsoft.OpenApi;

namespace IncidentApi.Platform.Contract;

/// <summary>What a route takes beside its body: parts of its address, query parameters, headers.</summary>
internal sealed class Parameters(Schemas schemas, XmlDocs docs)
{
    public IEnumerable<IOpenApiParameter> Of(DescribedRoute route) =>
        [.. route.PathParameters.Select(parameter => OfPath(route, parameter)), .. route.Query.Parameters.Select(OfQuery), .. Headers(route)];

    private OpenApiParameter OfPath(DescribedRoute route, RoutePatternParameterPart parameter) => new()
    {
        Name = parameter.Name,
        In = ParameterLocation.Path,
        Required = true,
        Description = docs.Parameter(route.Handler, parameter.Name)
            ?? route.PathParameterWords.LastOrDefault(words => words.Name == parameter.Name)?.Description
            ?? throw new InvalidOperationException($"{route.Path}: say in words what {{{parameter.Name}}} names."),
        Schema = parameter.ParameterPolicies.Any(policy => policy.Content == "guid")
            ? new OpenApiSchema { Type = JsonSchemaType.String, Format = "uuid" }
            : new OpenApiSchema { Type = JsonSchemaType.String, MinLength = 1 },
    };

    private OpenApiParameter OfQuery(QueryParameter parameter) => new()
    {
        Name = parameter.Name,
        In = ParameterLocation.Query,
        Required = parameter.Required,
        Description = ValueRules.Of(parameter).Describe(parameter.Description),
        Deprecated = parameter.Deprecation is not null,
        Schema = schemas.Of(parameter),
        Style = parameter.IsList ? ParameterStyle.Form : null,
        Explode = !parameter.IsList,
    };

    private static IEnumerable<OpenApiParameter> Headers(DescribedRoute route)
    {
        if (route.TakesIfMatch)
        {
            yield return Header("If-Match", "\"3\"", route.NeedsIfMatch, route switch
            {
                { MayCreateByPut: true } => "The ETag of the version to replace. Leave it out only to record under a new UUID.",
                { NeedsIfMatch: true } => "The ETag of the version to change, quotes included, as it was read.",
                _ => "The ETag of the version to add to. Left out, the part is added to whatever version there is.",
            });
        }

        if (route.MayCreateByPut) yield return Header("If-None-Match", "*", false, "Send * to record and never to replace.");
        if (route.Answers(StatusCodes.Status304NotModified)) yield return Header("If-None-Match", "\"3\"", false, "The ETag of what the caller holds: it is not sent again.");
        if (route.TakesIdempotencyKey)
        {
            yield return Header("Idempotency-Key", "2f1c7c1e-8a53-4c0b-9b1f-6f1a0c6d2f11", false,
                "Names this request, so that it is carried out once however often it is sent. It is remembered for 24 hours.", longest: 255);
        }

        foreach (var header in route.TakenHeaders) yield return Header(header.Name, header.Example, false, header.Description);
        if (route.TakesPrefer) yield return Header("Prefer", "return=minimal", false, "return=minimal: answer without the document, with 204 in place of 200; a 201 has no body then (RFC 7240).");
    }

    private static OpenApiParameter Header(string name, string example, bool required, string description, int? longest = null) => new()
    {
        Name = name,
        In = ParameterLocation.Header,
        Required = required,
        Description = description,
        Schema = new OpenApiSchema { Type = JsonSchemaType.String, MinLength = 1, MaxLength = longest, Examples = [JsonValue.Create(example)] },
    };
}
