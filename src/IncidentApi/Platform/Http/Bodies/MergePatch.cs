using System.Reflection;
using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http.Metadata;

namespace IncidentApi.Platform.Http;

/// <summary>A JSON merge patch (RFC 7396). What it makes of a document is read as strictly as a whole body.</summary>
internal sealed record MergePatch(JsonNode? Value) : IEndpointParameterMetadataProvider
{
    public const string MediaType = "application/merge-patch+json";

    private static readonly JsonDocumentOptions Strict = new() { MaxDepth = Json.MaxDepth, AllowDuplicateProperties = false };

    public static async ValueTask<MergePatch?> BindAsync(HttpContext http, ParameterInfo parameter)
    {
        var bytes = await RequestBytes.ReadAsync(http, MediaType);
        JsonBody.RequireSound(bytes.Span);
        try
        {
            return JsonNode.Parse(bytes.Span, documentOptions: Strict) is JsonObject patch
                ? new MergePatch(patch)
                : throw new ProblemException(Problems.WrongType.With("A patch is an object.", Problems.WrongType.At("", "This takes an object.")));
        }
        catch (JsonException)
        {
            throw new ProblemException(Problems.DuplicateMember.With("The patch has a member twice."));
        }
    }

    public static void PopulateMetadata(ParameterInfo parameter, EndpointBuilder builder) =>
        builder.Metadata.Add(new AcceptsMetadata([MediaType], typeof(JsonObject)));

    /// <summary>RFC 7396 §2, as it stands there.</summary>
    public static JsonNode? Apply(JsonNode? target, JsonNode? patch)
    {
        if (patch is not JsonObject changes) return patch?.DeepClone();

        var result = target is JsonObject old ? (JsonObject)old.DeepClone() : [];
        foreach (var (name, value) in changes)
        {
            if (value is null) result.Remove(name);
            else result[name] = Apply(result[name], value);
        }

        return result;
    }
}
