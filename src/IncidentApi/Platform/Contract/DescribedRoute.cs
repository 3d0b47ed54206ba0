using System.Reflection;
using System.Text.Json;
using IncidentApi.Platform.Http;
using IncidentApi.Platform.Limits;
using IncidentApi.Platform.Security;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Http.Metadata;
using Microsoft.AspNetCore.Routing.Patterns;

namespace IncidentApi.Platform.Contract;

/// <summary>A route as its clients know it: what it takes, whom it admits, and how it may answer.</summary>
internal sealed class DescribedRoute(RouteEndpoint endpoint, string method)
{
    // What the way to every handler may answer by itself.
    private static readonly ProblemKind[] OfEveryRoute = [Http.Problems.UnknownParameter, Http.Problems.MalformedRequest, Http.Problems.TooManyRequests, Http.Problems.Unexpected, Http.Problems.Unavailable];

    /// <summary>How a route that is not open to everybody turns callers away.</summary>
    public static readonly ProblemKind[] AtTheDoor = [Http.Problems.InvalidKey, Http.Problems.UnmappedToken, Http.Problems.MissingScope];

    private readonly EndpointMetadataCollection _metadata = endpoint.Metadata;

    /// <summary>Every route that the document shows.</summary>
    public static IEnumerable<DescribedRoute> Of(IEnumerable<Endpoint> endpoints) => endpoints.OfType<RouteEndpoint>()
        .Where(endpoint => endpoint.Metadata.GetMetadata<IExcludeFromDescriptionMetadata>()?.ExcludeFromDescription != true)
        .SelectMany(endpoint => endpoint.Metadata.GetRequiredMetadata<IHttpMethodMetadata>().HttpMethods.Select(method => new DescribedRoute(endpoint, method)));

    public string Method => method;

    public string Path { get; } = "/" + string.Join('/', endpoint.RoutePattern.PathSegments.Select(segment => string.Concat(segment.Parts.Select(part => part switch
    {
        RoutePatternParameterPart parameter => $"{{{parameter.Name}}}",
        RoutePatternLiteralPart literal => literal.Content,
        _ => throw new InvalidOperationException($"{endpoint.RoutePattern.RawText} has a part that the document cannot show."),
    }))));

    public IReadOnlyList<RoutePatternParameterPart> PathParameters => endpoint.RoutePattern.Parameters;

    public IReadOnlyList<PathParameter> PathParameterWords => _metadata.GetOrderedMetadata<PathParameter>();

    public MethodInfo Handler => _metadata.GetRequiredMetadata<MethodInfo>();

    public string OperationId => JsonNamingPolicy.CamelCase.ConvertName(Handler.DeclaringType!.Name);

    public IReadOnlyList<string> Tags => _metadata.GetMetadata<ITagsMetadata>()?.Tags ?? [];

    public string? TagWords => _metadata.GetMetadata<TagWords>()?.Description;

    public IAcceptsMetadata? Body => _metadata.GetMetadata<IAcceptsMetadata>();

    public Deprecation? Deprecation => _metadata.GetMetadata<Deprecation>();

    /// <summary>Whether its answers may say that it, or a parameter of it, is to go.</summary>
    public bool MayBeDeprecated => Deprecation is not null || Query.Parameters.Any(parameter => parameter.Deprecation is not null);

    public RequestCost? Cost => _metadata.GetMetadata<RequestCost>();

    public QueryContract Query => _metadata.GetMetadata<QueryContract>() ?? QueryContract.None;

    public IReadOnlyList<IProducesResponseTypeMetadata> Successes { get; } =
        [.. endpoint.Metadata.GetOrderedMetadata<IProducesResponseTypeMetadata>().DistinctBy(answer => answer.StatusCode).OrderBy(answer => answer.StatusCode)];

    public bool IsOpen => _metadata.GetMetadata<IAllowAnonymous>() is not null;

    public bool AdmitsAnonymous => IsOpen || Policies.Contains(Scopes.ReadIncidentsOrAnonymous) || Policies.Contains(Scopes.ExportIncidentsOrAnonymous);

    /// <summary>What its success bears beside what every success of its kind does.</summary>
    public IReadOnlyList<AnswersHeader> Headers => _metadata.GetOrderedMetadata<AnswersHeader>();

    /// <summary>The request headers that it takes beside those of its kind.</summary>
    public IReadOnlyList<TakesHeader> TakenHeaders => _metadata.GetOrderedMetadata<TakesHeader>();

    public Type? Lines => _metadata.GetMetadata<AnswersLines>()?.Line;

    /// <summary>What is sent to those who asked for it here.</summary>
    public IReadOnlyList<SentMessage> Messages => _metadata.GetOrderedMetadata<SentMessage>();

    public IReadOnlyList<string> Policies => [.. _metadata.GetOrderedMetadata<IAuthorizeData>().Select(data => data.Policy).OfType<string>().Distinct()];

    /// <summary>What the route declares, and what happens on the way to it.</summary>
    public IReadOnlyList<ProblemKind> Problems =>
    [
        .. _metadata.GetOrderedMetadata<AnswersProblems>().SelectMany(declared => declared.Kinds)
            .Concat(OfEveryRoute)
            .Concat(Body is null ? [] : [Http.Problems.TooSlow])
            .Concat(IsOpen ? [] : AtTheDoor.Where(kind => kind != Http.Problems.MissingScope || Policies is not [Scopes.AnyKey]))
            .Distinct().OrderBy(kind => kind.Status).ThenBy(kind => kind.Code, StringComparer.Ordinal),
    ];

    public bool Answers(int status) => Successes.Any(answer => answer.StatusCode == status);

    public bool IsVersioned => Successes.Any(answer => answer.Type?.IsDefined(typeof(VersionedAttribute), inherit: false) == true);

    public bool IsPaged => Query.Parameters.Any(parameter => parameter.Name == "after") && Headers.Count == 0
        && Successes.Any(answer => answer.ContentTypes.Contains("application/json"));

    /// <summary>Whether a change can be made for one version; an appended part needs none.</summary>
    public bool TakesIfMatch => Problems.Contains(Http.Problems.StaleVersion);

    /// <summary>A PUT may also create, and then there is no version yet.</summary>
    public bool NeedsIfMatch => Problems.Contains(Http.Problems.VersionRequired) && !MayCreateByPut;

    public bool MayCreateByPut => HttpMethods.IsPut(method) && Answers(StatusCodes.Status201Created);

    public bool TakesIdempotencyKey => Problems.Contains(Http.Problems.IdempotencyKeyReused)
        || (HttpMethods.IsPost(method) && Problems.Contains(Http.Problems.InvalidHeader) && !TakesIfMatch);

    public bool MayReplay => Problems.Contains(Http.Problems.IdempotencyKeyReused);

    /// <summary>Where a 204 stands beside a document, the client chooses.</summary>
    public bool TakesPrefer => Answers(StatusCodes.Status204NoContent) && Successes.Any(answer => answer.Type is not null && answer.Type != typeof(void));
}
