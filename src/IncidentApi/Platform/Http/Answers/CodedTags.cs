namespace IncidentApi.Platform.Http;

/// <summary>
/// Gives each content coding of an answer a strong ETag of its own (RFC 9110 §8.8.3.3): the one of version 3 is "3", in brotli "3.br". Inside there are only
/// versions: what a client sends back is understood whatever the coding in which it came, so that If-Match works with any of them.
/// </summary>
internal static class CodedTags
{
    // No tag of ours has a dot.
    private static readonly string[] Codings = ["br", "gzip"];

    public static void UseCodedTags(this WebApplication app) => app.Use((http, next) =>
    {
        var headers = http.Request.Headers;
        var held = headers.IfNoneMatch.ToString();
        if (headers.IfMatch.Count > 0) headers.IfMatch = Codings.Aggregate(headers.IfMatch.ToString(), Plain);
        if (held.Length > 0) headers.IfNoneMatch = Codings.Aggregate(held, (tags, coding) => Takes(http.Request, coding) ? Plain(tags, coding) : tags);

        http.Response.OnStarting(() =>
        {
            var tag = http.Response.Headers.ETag.ToString();
            if (tag.StartsWith('"')) http.Response.Headers.ETag = Coded(http.Response, tag, held);
            return Task.CompletedTask;
        });
        return next(http);
    });

    /// <summary>The tag of what is sent; a 304 names what the client holds.</summary>
    private static string Coded(HttpResponse response, string tag, string held) => response.StatusCode == StatusCodes.Status304NotModified
        ? new[] { tag }.Concat(Codings.Select(coding => In(tag, coding))).FirstOrDefault(kept => held.Contains(kept, StringComparison.Ordinal), tag)
        : response.Headers.ContentEncoding is { Count: 1 } coding ? In(tag, coding.ToString()) : tag;

    /// <summary>Whether the client takes a coding in this request too: somebody else's cache may hold more than he could read.</summary>
    private static bool Takes(HttpRequest request, string coding) =>
        request.GetTypedHeaders().AcceptEncoding.Any(taken => (taken.Value == coding || taken.Value == "*") && taken.Quality is not 0);

    private static string Plain(string tags, string coding) => tags.Replace($".{coding}\"", "\"", StringComparison.Ordinal);

    private static string In(string tag, string coding) => $"{tag.AsSpan(..^1)}.{coding}\"";
}
