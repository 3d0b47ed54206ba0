using System.Buffers.Text;
using System.Reflection;
using System.Security.Cryptography;
using System.Text.Json;
using IncidentApi.Platform.Http;
using Microsoft.AspNetCore.Http.Metadata;
using Microsoft.Net.Http.Headers;

namespace IncidentApi.Features.Vocabularies;

/// <summary>
/// An answer that is the same for everybody and changes only with the program: it bears a strong ETag of its own bytes,
/// costs whoever still holds it nothing, and may be kept for an hour by anything on its way.
/// </summary>
internal sealed class ReferenceData<T>(T content) : IResult, IEndpointMetadataProvider
{
    /// <summary>The request header that chose the content, where one did.</summary>
    public string? Varies { get; init; }

    /// <summary>The Link header to the next page, where there is one.</summary>
    public string? Next { get; init; }

    public async Task ExecuteAsync(HttpContext httpContext)
    {
        var bytes = JsonSerializer.SerializeToUtf8Bytes(content, Json.Answers);
        var tag = new EntityTagHeaderValue($"\"{Base64Url.EncodeToString(SHA256.HashData(bytes).AsSpan(0, 16))}\"");

        var response = httpContext.Response;
        response.Headers.ETag = tag.ToString();
        response.Headers.CacheControl = "public, max-age=3600";
        if (Varies is not null) response.Headers.Append(HeaderNames.Vary, Varies);
        if (Next is not null) response.Headers.Link = Next;

        if (Holds(httpContext.Request, tag))
        {
            response.StatusCode = StatusCodes.Status304NotModified;
            return;
        }

        response.ContentType = "application/json; charset=utf-8";
        response.ContentLength = bytes.Length;
        await response.Body.WriteAsync(bytes, httpContext.RequestAborted);
    }

    public static void PopulateMetadata(MethodInfo method, EndpointBuilder builder)
    {
        builder.Metadata.Add(new ProducesResponseTypeMetadata(StatusCodes.Status200OK, typeof(T), ["application/json"]));
        builder.Metadata.Add(new ProducesResponseTypeMetadata(StatusCodes.Status304NotModified, typeof(void)));
    }

    private static bool Holds(HttpRequest request, EntityTagHeaderValue tag) => request.GetTypedHeaders().IfNoneMatch
        .Any(held => held.Tag == "*" || held.Compare(tag, useStrongComparison: false));
}
