using System.Text;
using IncidentApi.Platform.Http;
using IncidentApi.Platform.Security;
using Microsoft.OpenApi;

namespace IncidentApi.Platform.Contract;

/// <summary>
/// The OpenAPI document, written from what routes, records and problems say of themselves. Nothing stands in it that the service
/// does not also do by the same words: a query parameter is read, a member is checked and a problem is answered from the same declaration.
/// </summary>
internal sealed class ContractDocument
{
    private const string Key = "key";
    private const string Token = "token";

    private readonly OpenApiDocument _document;
    private readonly XmlDocs _docs = XmlDocs.Read();
    private readonly Schemas _schemas;
    private readonly Examples _examples;
    private readonly Parameters _parameters;
    private readonly Answers _answers;

    private ContractDocument(OpenApiDocument document)
    {
        _document = document;
        _document.Info = new OpenApiInfo
        {
            Title = "Incidents against human rights defenders",
            Version = Changelog.Version,
            Description = $"{Introduction()}\n\n# Versions\n\n{Changelog.Text}",
        };
        _document.Servers = [new OpenApiServer { Url = "/", Description = "The server that gave out this document." }];
        _document.Paths = [];
        _document.Components = new OpenApiComponents
        {
            Headers = Answers.OfLimits(),
            Responses = new SortedDictionary<string, IOpenApiResponse>(StringComparer.Ordinal),
            Examples = new SortedDictionary<string, IOpenApiExample>(StringComparer.Ordinal),
            SecuritySchemes = new Dictionary<string, IOpenApiSecurityScheme>
            {
                [Key] = new OpenApiSecurityScheme
                {
                    Type = SecuritySchemeType.Http,
                    Scheme = "bearer",
                    BearerFormat = "hrd_…",
                    Description = "A key of an organisation, or the operator's: `Authorization: Bearer hrd_…`.",
                },
                [Token] = new OpenApiSecurityScheme
                {
                    Type = SecuritySchemeType.Http,
                    Scheme = "bearer",
                    BearerFormat = "JWT",
                    Description = "An access token (RFC 9068) of the OpenID Connect provider with which the server works, if it works with one.",
                },
            },
        };
        _schemas = new Schemas(_document, _docs);
        _examples = new Examples(_document, _schemas);
        _parameters = new Parameters(_schemas, _docs);
        _answers = new Answers(_document, _schemas, _examples, _docs);
        _document.Components.Schemas = _schemas.Components;
        _document.Security = [Requirement(Key), Requirement(Token)];
    }

    public static void Write(OpenApiDocument document, IEnumerable<Endpoint> endpoints) => new ContractDocument(document).Write([.. DescribedRoute.Of(endpoints)]);

    private void Write(List<DescribedRoute> routes)
    {
        // What is sent comes first, for it decides how strict a part is that answers share.
        var bodies = routes.ToDictionary(route => route, BodyOf);
        foreach (var route in routes)
        {
            if (!_document.Paths.TryGetValue(route.Path, out var path)) _document.Paths[route.Path] = path = new OpenApiPathItem { Operations = [] };
            path.Operations!.Add(new HttpMethod(route.Method), OperationOf(route, bodies[route]));
        }

        _document.Webhooks = new Messages(_document, _schemas).Of(routes);
        _document.Tags = routes.SelectMany(route => route.Tags.Select(tag => (Name: tag, route.TagWords))).DistinctBy(tag => tag.Name)
            .Select(tag => new OpenApiTag { Name = tag.Name, Description = tag.TagWords }).ToHashSet();
        _document.SetReferenceHostDocument();
    }

    private OpenApiOperation OperationOf(DescribedRoute route, IOpenApiRequestBody? body)
    {
        var handler = route.Handler.DeclaringType!;
        var (summary, more) = _docs.Summary(route.Handler);
        return new OpenApiOperation
        {
            OperationId = route.OperationId,
            Summary = summary ?? throw new InvalidOperationException($"{handler} says nowhere what it does."),
            Description = string.Join("\n\n", new[] { more, Admission(route), route.Cost?.Words, route.Deprecation?.Words }.OfType<string>()),
            Deprecated = route.Deprecation is not null,
            Tags = route.Tags.Select(tag => new OpenApiTagReference(tag, _document)).ToHashSet(),
            Parameters = [.. _parameters.Of(route)],
            RequestBody = body,
            Responses = _answers.Of(route),
            Security = route.IsOpen ? [] : route.AdmitsAnonymous ? [Requirement(Key), Requirement(Token), []] : null,
        };
    }

    private OpenApiRequestBody? BodyOf(DescribedRoute route) => route.Body is not { } body ? null : new OpenApiRequestBody
    {
        Required = true,
        Content = body.ContentTypes.ToDictionary(mediaType => mediaType, mediaType => ContentOf(mediaType, body.RequestType!)),
    };

    private OpenApiMediaType ContentOf(string mediaType, Type type)
    {
        var schema = mediaType == MergePatch.MediaType ? MergePatchSchema.Of(_schemas) : _schemas.OfSent(type);
        return new OpenApiMediaType { Schema = schema, Examples = _examples.Of(schema) };
    }

    private static string Admission(DescribedRoute route) => route switch
    {
        { IsOpen: true } => "Needs no key.",
        { Policies: [Scopes.ExportIncidentsOrAnonymous] } => $"Without a key it exports what is public. A key needs the scope `{Scopes.ExportIncidents}`.",
        { AdmitsAnonymous: true } => $"Without a key it shows what is public. A key needs the scope `{Scopes.ReadIncidents}`.",
        { Policies: [Scopes.AnyKey] } => "Needs a key, whatever its scopes.",
        _ => $"Needs the scope {string.Join(" and ", route.Policies.Select(policy => $"`{policy}`"))}.",
    };

    private OpenApiSecurityRequirement Requirement(string scheme) => new() { [new OpenApiSecuritySchemeReference(scheme, _document)] = [] };

    private static string Introduction()
    {
        using var reader = new StreamReader(typeof(ContractDocument).Assembly.GetManifestResourceStream("Contract/Introduction.md")!, Encoding.UTF8);
        return reader.ReadToEnd().Trim();
    }
}

/// <summary>What a merge patch is, in the document.</summary>
internal static class MergePatchSchema
{
    // Free in form on purpose: a typed class sends members that its user never set as null, and null takes data away here.
    public static IOpenApiSchema Of(Schemas schemas) => schemas.Component("MergePatch", typeof(MergePatch), () => new OpenApiSchema
    {
        Type = JsonSchemaType.Object,
        Description = "A merge patch (RFC 7396) of the body that PUT takes: null takes a member away, an object changes members of an object, an array is replaced whole. "
            + "What comes out has to be a whole body.",
        AdditionalProperties = new OpenApiSchema(),
    });
}
