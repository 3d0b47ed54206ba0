using System.Security.Cryptography;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.Net.Http.Headers;
using Microsoft.OpenApi;

namespace IncidentApi.Platform.Contract;

/// <summary>Serves the contract, for programs and for people. It is the same for everybody.</summary>
internal static class ContractRoutes
{
    public const string DocumentPath = "/openapi/v1.json";

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
        var served = new Lazy<Task<(byte[] Bytes, EntityTagHeaderValue Tag)>>(() => WriteAsync(app.Services));
        app.MapGet(DocumentPath, async (HttpResponse response) =>
        {
            var (bytes, tag) = await served.Value;
            response.Headers.CacheControl = "public, max-age=300";
            return TypedResults.Bytes(bytes, "application/json", entityTag: tag);
        }).AllowAnonymous().ExcludeFromDescription();
        app.MapExplorer();
    }

    private static async Task<(byte[], EntityTagHeaderValue)> WriteAsync(IServiceProvider services)
    {
        var document = await services.GetRequiredKeyedService<IOpenApiDocumentProvider>(Name).GetOpenApiDocumentAsync();
        using var stream = new MemoryStream();
        await document.SerializeAsJsonAsync(stream, OpenApiSpecVersion.OpenApi3_1);
        var bytes = stream.ToArray();
        return (bytes, new EntityTagHeaderValue($"\"{Convert.ToHexStringLower(SHA256.HashData(bytes))[..16]}\""));
    }
}
