using System.Globalization;
using IncidentApi.Platform.Http;
using Microsoft.AspNetCore.Http.Metadata;
using Microsoft.OpenApi;

namespace IncidentApi.Platform.Contract;

/// <summary>How a route may answer: with what it makes or finds, or with one of its problems.</summary>
internal sealed class Answers(OpenApiDocument document, Schemas schemas, Examples examples, XmlDocs docs)
{
    private static (string Name, IOpenApiHeader Header) RetryAfter => Header("Retry-After", "How many seconds to wait.", required: true);

    /// <summary>The fields that every answer bears, once for all.</summary>
    public static Dictionary<string, IOpenApiHeader> OfLimits() => new[]
    {
        Header("RateLimit", "What is left of the quota: `r` permits, whole again in `t` seconds (draft-ietf-httpapi-ratelimit-headers)."),
        Header("RateLimit-Policy", "The quota that this request counts for, by key or by network: `q` permits in `w` seconds."),
        Header(Tracing.Header, "Names this request in the server's log, as traceId does in a problem: 32 hexadecimal digits, of the traceparent that was sent if that was a sound one (W3C Trace Context)."),
    }.ToDictionary(header => header.Name, header => header.Header);

    public OpenApiResponses Of(DescribedRoute route)
    {
        var answers = new OpenApiResponses();
        foreach (var success in route.Successes) answers[Key(success.StatusCode)] = Success(route, success);
        foreach (var kinds in route.Problems.GroupBy(kind => kind.Status)) answers[Key(kinds.Key)] = Of(route, [.. kinds]);
        return answers;
    }

    private OpenApiResponse Success(DescribedRoute route, IProducesResponseTypeMetadata success)
    {
        var type = success.Type == typeof(void) ? null : success.Type;
        return new OpenApiResponse
        {
            Description = Words(success.StatusCode, type),
            Headers = Headers(route, success.StatusCode).Concat(Deprecations(route)).DistinctBy(header => header.Name).Concat(LimitHeaders()).ToDictionary(header => header.Name, header => header.Header),
            Content = type is null && !success.ContentTypes.Any() ? null
                : success.ContentTypes.ToDictionary(mediaType => mediaType, mediaType => Content(route, type, mediaType, isFile: success.ContentTypes.Any(IsBinary))),
        };
    }

    private string Words(int status, Type? type) => (status, type) switch
    {
        (StatusCodes.Status201Created, { }) => $"Made. {docs.Summary(type)}",
        (_, { }) => docs.Summary(type) ?? throw new InvalidOperationException($"{type} needs a summary."),
        (StatusCodes.Status304NotModified, _) => "The caller holds this already.",
        _ => "Done; there is nothing to show.",
    };

    /// <param name="isFile">Generated clients read as a stream what is binary in all its forms, and anything else as one text or value.</param>
    private OpenApiMediaType Content(DescribedRoute route, Type? type, string mediaType, bool isFile)
    {
        if (type is null) return new OpenApiMediaType();

        // A text has a form of its own, which its description tells.
        if (IsText(mediaType))
        {
            var text = new OpenApiMediaType
            {
                Schema = new OpenApiSchema { Type = JsonSchemaType.String, Format = isFile ? "binary" : null },
                Examples = examples.OfText(route.OperationId, mediaType),
            };

            // OpenAPI 3.2 calls it itemSchema; before, it has no word for what a line is.
            if (mediaType == "application/x-ndjson" && route.Lines is { } line)
            {
                var each = $"#/components/schemas/{((OpenApiSchemaReference)schemas.OfShown(line)).Reference.Id}";
                text.Extensions = new Dictionary<string, IOpenApiExtension> { ["x-line-schema"] = new JsonNodeExtension(each) };
            }

            return text;
        }

        var schema = schemas.OfShown(type);
        return new OpenApiMediaType
        {
            Schema = isFile ? new OpenApiSchema { Type = JsonSchemaType.Object | JsonSchemaType.String, Format = "binary", AnyOf = [schema] } : schema,
            Examples = isFile ? examples.OfText(route.OperationId, mediaType) : examples.OfAnswer(route.OperationId, schema),
        };
    }

    private static bool IsText(string mediaType) => mediaType == "application/x-ndjson" || !mediaType.EndsWith("json", StringComparison.Ordinal);

    private static bool IsBinary(string mediaType) => IsText(mediaType) && !mediaType.StartsWith("text/", StringComparison.Ordinal);

    private static IEnumerable<(string Name, IOpenApiHeader Header)> Headers(DescribedRoute route, int status)
    {
        if (route.IsVersioned) yield return Header("ETag", "The version in quotes: send it back in If-Match or If-None-Match.", required: true);
        else if (route.Answers(StatusCodes.Status304NotModified)) yield return Header("ETag", "Names this very answer: send it back in If-None-Match.", required: true);
        if (status == StatusCodes.Status201Created) yield return Header("Location", "Where it can be read.", required: true);
        if (status == StatusCodes.Status200OK && route.IsPaged) yield return Header("Link", "The address of the next page, rel=\"next\" (RFC 8288); absent on the last.");
        if (status == StatusCodes.Status200OK) foreach (var header in route.Headers) yield return Header(header.Name, header.Description);
        if (status < 300 && route.MayReplay) yield return Header("Idempotency-Replayed", "true where this is the answer to an earlier request with the same Idempotency-Key.");
        if (status < 300 && route.TakesPrefer) yield return Header("Preference-Applied", "return=minimal where Prefer asked for it.");
    }

    private IEnumerable<(string Name, IOpenApiHeader Header)> LimitHeaders() =>
        OfLimits().Keys.Select(name => (name, (IOpenApiHeader)new OpenApiHeaderReference(name, document)));

    private static IEnumerable<(string Name, IOpenApiHeader Header)> Deprecations(DescribedRoute route)
    {
        if (!route.MayBeDeprecated) yield break;

        // A parameter speaks where it was used, a route always.
        var always = route.Deprecation is not null;
        yield return Header("Deprecation", "Since when nobody should build on it: seconds after 1970 behind an @ (RFC 9745).", always);
        yield return Header("Sunset", "Until when it is there (RFC 8594).", always);
        yield return Header("Link", "Where to read about it, rel=\"deprecation sunset\" (RFC 8288).", always);
    }

    /// <summary>A kind that stands alone under its status is the same answer on every route, and so is a refusal at the door.</summary>
    private IOpenApiResponse Of(DescribedRoute route, IReadOnlyList<ProblemKind> kinds)
    {
        if (route.MayBeDeprecated || (kinds is not [_] && !kinds.All(DescribedRoute.AtTheDoor.Contains))) return ToResponse(route, kinds);

        var name = string.Join("-or-", kinds.Select(kind => kind.Code));
        document.Components!.Responses!.TryAdd(name, ToResponse(route, kinds));
        return new OpenApiResponseReference(name, document);
    }

    private OpenApiResponse ToResponse(DescribedRoute route, IReadOnlyList<ProblemKind> kinds) => new()
    {
        Description = string.Join('\n', kinds.Select(kind => $"- [`{kind.Type}`]({kind.Type}): {kind.Title}")),
        Headers = LimitHeaders().Concat(Deprecations(route)).Concat(kinds[0].Status switch
        {
            StatusCodes.Status401Unauthorized => [Header("WWW-Authenticate", "What would be taken, and what is wrong with what was sent (RFC 6750).", required: true)],
            StatusCodes.Status403Forbidden => [Header("WWW-Authenticate", "The scope that is missing, where it is one (RFC 6750).")],
            StatusCodes.Status429TooManyRequests or StatusCodes.Status503ServiceUnavailable => [RetryAfter],
            _ => [],
        }).ToDictionary(header => header.Name, header => header.Header),
        Content = new Dictionary<string, OpenApiMediaType>
        {
            [ProblemResult.MediaType] = new() { Schema = schemas.OfShown(typeof(ProblemBody)), Examples = kinds.ToDictionary(kind => kind.Code, examples.Of) },
        },
    };

    private static (string Name, IOpenApiHeader Header) Header(string name, string description, bool required = false) =>
        (name, new OpenApiHeader { Description = description, Required = required, Schema = new OpenApiSchema { Type = JsonSchemaType.String } });

    private static string Key(int status) => status.ToString(CultureInfo.InvariantCulture);
}
