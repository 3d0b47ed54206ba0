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
        var kept = request.Query.Where(part => !NotOfTheList.Contains(part.Key, StringComparer.Ordinal))
            .Select(part => KeyValuePair.Create(part.Key, part.Value.ToString()));
        var total = $"/v1/statistics/incidents?scope={asked.Selection.Door.Name}" + string.Concat(kept.Select(Written));
        var groups = Written(KeyValuePair.Create("groupBy", string.Join(',', asked.Dimensions.Select(dimension => dimension.Name)))) + (asked.AllTypes ? "&types=all" : "");
        return new FigureLinks(total, groups);
    }

    public string OfTotal(string kind) => $"{_total}&kind={kind}";

    public string OfGroup(string kind, IEnumerable<string> values) => $"{_total}&kind={kind}{_groups}{Written(KeyValuePair.Create("key", string.Join(',', values)))}";

    // A comma may stand in a query as it is (RFC 3986 §3.4), and people read these.
    private static string Written(KeyValuePair<string, string> part) => $"&{part.Key}={Uri.EscapeDataString(part.Value).Replace("%2C", ",", StringComparison.Ordinal)}";
}
