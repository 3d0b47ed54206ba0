using System.Security.Cryptography;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.Net.Http.Headers;
using Microsoft.OpenApi;

namespace IncidentApi.Platform.Contract;

/// <summary>Serves the contract, for programs and for people. It is the same for everybody.</summary>
internal static class ContractRoutes
{
    public const string DocumentPath = "/openapi/v1.json";

    /// <summary>The same in OpenAPI 3.0, for generators that read nothing newer.</summary>
    public const string OlderPath = "/openapi/v1-3.0.json";

    private const string Name = "v1";

    /// <summary>The framework keeps the document and its version; what stands in it, it cannot know.</summary>
    public static IServiceCollection AddContract(this IServiceCollection services) => services.AddOpenApi(Name, options =>
    {
        options.OpenApiVersion = OpenApiSpecVersion.OpenApi3_1;
        options.ShouldInclude = _ => false;
        options.AddDocumentTransformer((document, context, _) =>
        {
            ContractDocument.Write(document, context.ApplicationServices.GetRequiredService<EndpointDataSource>().Endpoints);
            return Task.CompletedTask;
        });
    });

    public static void MapContract(this WebApplication app)
    {
        app.MapDocument(DocumentPath, OpenApiSpecVersion.OpenApi3_1);
        app.MapDocument(OlderPath, OpenApiSpecVersion.OpenApi3_0);
        app.MapExplorer();
    }

    private static void MapDocument(this WebApplication app, string path, OpenApiSpecVersion version)
    {
        var served = new Lazy<Task<(byte[] Bytes, EntityTagHeaderValue Tag)>>(() => WriteAsync(app.Services, version));
        app.MapGet(path, async (HttpResponse response) =>
        {
            var (bytes, tag) = await served.Value;
            response.Headers.CacheControl = "public, max-age=300";
            return TypedResults.Bytes(bytes, "application/json", entityTag: tag);
        }).AllowAnonymous().ExcludeFromDescription();
    }

    private static async Task<(byte[], EntityTagHeaderValue)> WriteAsync(IServiceProvider services, OpenApiSpecVersion version)
    {
        var document = await services.GetRequiredKeyedService<IOpenApiDocumentProvider>(Name).GetOpenApiDocumentAsync();
        if (version == OpenApiSpecVersion.OpenApi3_0) OlderForm.Take(document);
        using var stream = new MemoryStream();
        await document.SerializeAsJsonAsync(stream, version);
        var bytes = stream.ToArray();
        return (bytes, new EntityTagHeaderValue($"\"{Convert.ToHexStringLower(SHA256.HashData(bytes))[..16]}\""));
    }
}
