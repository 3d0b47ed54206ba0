using System.Reflection;
using FluentValidation;
using Microsoft.AspNetCore.Http.Metadata;
using Microsoft.Net.Http.Headers;

namespace IncidentApi.Platform.Http;

/// <summary>A JSON body that was read strictly and obeys its rules; anything else has become a problem before the handler runs.</summary>
/// <param name="Bytes">What was sent, for the digest that tells a repeated request from another one.</param>
internal sealed record Body<T>(T Value, ReadOnlyMemory<byte> Bytes) : IEndpointParameterMetadataProvider
    where T : class
{
    private const string MediaType = "application/json";

    public static async ValueTask<Body<T>?> BindAsync(HttpContext http, ParameterInfo parameter)
    {
        var bytes = await RequestBytes.ReadAsync(http, MediaType);
        return new Body<T>(JsonBody.Read(bytes, http.RequestServices.GetRequiredService<IValidator<T>>()), bytes);
    }

    public static void PopulateMetadata(ParameterInfo parameter, EndpointBuilder builder)
    {
        builder.Metadata.Add(new AcceptsMetadata([MediaType], typeof(T)));
        builder.Metadata.Add(new AnswersProblems(Problems.MalformedJson, Problems.TooDeep, Problems.UnknownMember, Problems.ServerMadeMember,
            Problems.DuplicateMember, Problems.WrongType, Problems.Required, Problems.InvalidCharacters, Problems.TooLong, Problems.BodyTooLarge,
            Problems.UnsupportedMediaType));
    }
}

/// <summary>The bytes of a request's body, as many as its route takes.</summary>
internal static class RequestBytes
{
    /// <summary>The largest body of a route that says nothing else.</summary>
    public const int Most = 256 * 1024;

    public static async Task<ReadOnlyMemory<byte>> ReadAsync(HttpContext http, string mediaType)
    {
        // Routing would take any type that ends in +json.
        if (!MediaTypeHeaderValue.TryParse(http.Request.ContentType, out var sent) || !sent.MediaType.Equals(mediaType, StringComparison.OrdinalIgnoreCase))
        {
            throw new ProblemException(Problems.UnsupportedMediaType.With($"Send Content-Type: {mediaType}."));
        }

        using var buffer = new MemoryStream((int)Math.Clamp(http.Request.ContentLength ?? 0, 256, Most));
        await http.Request.Body.CopyToAsync(buffer, http.RequestAborted);
        return buffer.GetBuffer().AsMemory(0, (int)buffer.Length);
    }
}
