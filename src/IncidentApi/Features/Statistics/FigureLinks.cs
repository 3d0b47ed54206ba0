using IncidentApi.Features.Statistics.Asking;

namespace IncidentApi.Features.Statistics;

/// <summary>The addresses of the lists of records behind figures: the same question through the same door.</summary>
internal sealed class FigureLinks
{
    private static readonly string[] NotOfTheList = ["groupBy", "types", "kind", "scope", "fill", "mayAlsoMatch", "format"];

    private readonly string _total;
    private readonly string _groups;

    private FigureLinks(string total, string groups) => (_total, _groups) = (total, groups);

    public static FigureLinks Of(HttpRequest request, Question asked)
    {
        var kept = request.Query.Where(part => !NotOfTheList.Contains(part.Key, StringComparer.Ordinal)).Select(part => Written(part.Key, part.Value.ToString()));
        var dimensions = string.Join(',', asked.Dimensions.Select(dimension => dimension.Name));
        return new FigureLinks($"/v1/statistics/incidents?scope={asked.Selection.Door.Name}{string.Concat(kept)}", $"{Written("groupBy", dimensions)}{(asked.AllTypes ? "&types=all" : "")}&key=");
    }

    public string OfTotal(string kind) => $"{_total}&kind={kind}";

    /// <summary>Nothing to escape: values are codes, buckets of time and ids.</summary>
    public string OfGroup(string kind, IReadOnlyList<string> values) => $"{_total}&kind={kind}{_groups}{string.Join(',', values)}";

    // A comma may stand in a query as it is (RFC 3986 §3.4), and people read these.
    private static string Written(string name, string value) => $"&{name}={Uri.EscapeDataString(value).Replace("%2C", ",", StringComparison.Ordinal)}";
}
