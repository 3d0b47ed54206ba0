using System.Text.Json;
using IncidentApi.Platform.Http;
using Microsoft.OpenApi;

namespace IncidentApi.Platform.Contract;

/// <summary>What the service sends by itself, as OpenAPI tells it: an operation of the receiver's, under <c>webhooks</c>.</summary>
internal sealed class Messages(OpenApiDocument document, Schemas schemas)
{
    public Dictionary<string, IOpenApiPathItem> Of(IEnumerable<DescribedRoute> routes) => routes.SelectMany(route => route.Messages.Select(message => (route, message)))
        .ToDictionary(told => told.message.Event, told => (IOpenApiPathItem)new OpenApiPathItem { Operations = new() { [HttpMethod.Post] = OperationOf(told.route, told.message) } });

    private OpenApiOperation OperationOf(DescribedRoute route, SentMessage message)
    {
        var name = NameOf(message.Event);
        return new OpenApiOperation
        {
            OperationId = name,
            Summary = message.Summary,
            Description = message.Description + Examples.OtherForms(name, message),
            Tags = route.Tags.Select(tag => new OpenApiTagReference(tag, document)).ToHashSet(),
            Security = [],
            Parameters = [.. message.Headers.Select(header => new OpenApiParameter
            {
                Name = header.Name,
                In = ParameterLocation.Header,
                Required = true,
                Description = header.Description,
                Schema = new OpenApiSchema { Type = JsonSchemaType.String },
            })],
            RequestBody = new OpenApiRequestBody
            {
                Required = true,
                Content = new Dictionary<string, OpenApiMediaType>
                {
                    ["application/json"] = new() { Schema = schemas.OfShown(message.Body), Examples = Examples.OfMessage(name, message) },
                },
            },
            Responses = AnswersOf(message),
        };
    }

    private static OpenApiResponses AnswersOf(SentMessage message)
    {
        var answers = new OpenApiResponses();
        foreach (var (status, meaning) in message.Answers) answers[status] = new OpenApiResponse { Description = meaning };
        return answers;
    }

    /// <summary><c>incident.created</c> is incidentCreated.</summary>
    private static string NameOf(string name) => JsonNamingPolicy.CamelCase.ConvertName(string.Concat(name.Split('.').Select(part => char.ToUpperInvariant(part[0]) + part[1..])));
}
