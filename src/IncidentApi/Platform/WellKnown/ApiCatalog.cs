using System.Text.Json.Serialization;
using IncidentApi.Platform.Contract;
using IncidentApi.Platform.Http;

namespace IncidentApi.Platform.WellKnown;

/// <summary>What this server offers, for programs that know nothing of it (RFC 9727), as a set of links (RFC 9264) by the relations of RFC 8631.</summary>
/// <param name="Linkset">The links of the catalog itself, then those of the API.</param>
internal sealed record ApiCatalog(IReadOnlyList<CatalogContext> Linkset)
{
    public const string Path = "/.well-known/api-catalog";
    public const string MediaType = "application/linkset+json; profile=\"https://www.rfc-editor.org/info/rfc9727\"";

    public static ApiCatalog Of(HttpRequest request, IReadOnlyList<string> endpoints)
    {
        // Whole addresses, for a set of links is kept and read elsewhere.
        var server = $"{request.Scheme}://{request.Host}";
        CatalogLink To(string path, string? type = null, string? title = null) => new($"{server}{path}") { Type = type, Title = title };
        return new ApiCatalog(
        [
            new CatalogContext($"{server}{Path}") { Item = [.. endpoints.Select(endpoint => To(endpoint))] },
            new CatalogContext($"{server}/")
            {
                ServiceDesc = [To(ContractRoutes.DocumentPath, "application/json", "OpenAPI 3.1"), To(ContractRoutes.OlderPath, "application/json", "OpenAPI 3.0, for older generators")],
                ServiceDoc = [To(Explorer.Path, "text/html", "The contract to read and to try"), To(ProblemKind.Root, "text/html", "What each problem means and what to do")],
                ServiceMeta = [To("/v1/vocabularies", "application/json", "The words of closed lists")],
                Status = [To("/health/ready", "application/json", "Whether it can serve")],
            },
        ]);
    }
}

/// <param name="Anchor">What the links belong to.</param>
internal sealed record CatalogContext(string Anchor)
{
    public IReadOnlyList<CatalogLink>? Item { get; init; }

    [JsonPropertyName("service-desc")]
    public IReadOnlyList<CatalogLink>? ServiceDesc { get; init; }

    [JsonPropertyName("service-doc")]
    public IReadOnlyList<CatalogLink>? ServiceDoc { get; init; }

    [JsonPropertyName("service-meta")]
    public IReadOnlyList<CatalogLink>? ServiceMeta { get; init; }

    public IReadOnlyList<CatalogLink>? Status { get; init; }
}

/// <param name="Href">Where it leads.</param>
internal sealed record CatalogLink(string Href)
{
    public string? Type { get; init; }

    public string? Title { get; init; }
}
