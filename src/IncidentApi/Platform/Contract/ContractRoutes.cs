using System.Security.Cryptography;
using Microsoft.Net.Http.Headers;
using Microsoft.OpenApi;

namespace IncidentApi.Platform.Contract;

/// <summary>Serves the contract, for programs and for people. It is the same for everybody.</summary>
internal static class ContractRoutes
{
    public const string DocumentPath = "/openapi/v1.json";

    public static void MapContract(this WebApplication app)
    {
        var served = new Lazy<Task<(byte[] Bytes, EntityTagHeaderValue Tag)>>(() => WriteAsync(app));
        app.MapGet(DocumentPath, async (HttpResponse response) =>
        {
            var (bytes, tag) = await served.Value;
            response.Headers.CacheControl = "public, max-age=300";
            return TypedResults.Bytes(bytes, "application/json", entityTag: tag);
        }).AllowAnonymous().ExcludeFromDescription();
        app.MapExplorer();
    }

    private static async Task<(byte[], EntityTagHeaderValue)> WriteAsync(IEndpointRouteBuilder routes)
    {
        var document = ContractDocument.Of(routes.DataSources.SelectMany(source => source.Endpoints).OfType<RouteEndpoint>());
        using var stream = new MemoryStream();
        await document.SerializeAsJsonAsync(stream, OpenApiSpecVersion.OpenApi3_1);
        var bytes = stream.ToArray();
        return (bytes, new EntityTagHeaderValue($"\"{Convert.ToHexStringLower(SHA256.HashData(bytes))[..16]}\""));
    }
}
