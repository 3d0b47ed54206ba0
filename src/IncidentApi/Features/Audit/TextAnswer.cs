using System.Reflection;
using Microsoft.AspNetCore.Http.Metadata;

namespace IncidentApi.Features.Audit;

/// <summary>The signed checkpoint of the tree over all audit logs: origin, size, root, signature (c2sp.org/tlog-checkpoint). Keep it outside, and compare.</summary>
internal sealed class CheckpointText(string note) : TextAnswer(note), IEndpointMetadataProvider
{
    public static void PopulateMetadata(MethodInfo method, EndpointBuilder builder) => Produces<CheckpointText>(builder);
}

/// <summary>The public key of checkpoints, as tools for transparency logs take it: name, id, and type with key (c2sp.org/signed-note).</summary>
internal sealed class VerifierKeyText(string key) : TextAnswer(key), IEndpointMetadataProvider
{
    public static void PopulateMetadata(MethodInfo method, EndpointBuilder builder) => Produces<VerifierKeyText>(builder);
}

internal abstract class TextAnswer(string text) : IResult
{
    public Task ExecuteAsync(HttpContext httpContext)
    {
        httpContext.Response.ContentType = "text/plain; charset=utf-8";
        httpContext.Response.Headers.CacheControl = "no-cache";
        return httpContext.Response.WriteAsync(text, httpContext.RequestAborted);
    }

    protected static void Produces<T>(EndpointBuilder builder) =>
        builder.Metadata.Add(new ProducesResponseTypeMetadata(StatusCodes.Status200OK, typeof(T), ["text/plain"]));
}
