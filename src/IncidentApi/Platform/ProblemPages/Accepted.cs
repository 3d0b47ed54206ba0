using Microsoft.Net.Http.Headers;

namespace IncidentApi.Platform.ProblemPages;

/// <summary>Which form of a page the reader wants most (RFC 9110 §12.5.1): HTML where he does not say.</summary>
internal static class Accepted
{
    public const string Html = "text/html";
    public const string Json = "application/json";
    public const string Text = "text/plain";

    private static readonly MediaTypeHeaderValue[] Forms = [new(Html), new(Json), new(Text)];

    public static string Of(HttpRequest request)
    {
        var ranges = request.GetTypedHeaders().Accept;
        return ranges.Count == 0 ? Html : Forms.MaxBy(form => QualityOf(form, ranges))!.MediaType.Value!;
    }

    /// <summary>The most exact range that holds a form decides; one that is in none comes last.</summary>
    private static double QualityOf(MediaTypeHeaderValue form, IList<MediaTypeHeaderValue> ranges) => ranges.Where(form.IsSubsetOf)
        .OrderBy(range => range.MatchesAllTypes).ThenBy(range => range.MatchesAllSubTypes).FirstOrDefault() is { } best ? best.Quality ?? 1 : -1;
}
