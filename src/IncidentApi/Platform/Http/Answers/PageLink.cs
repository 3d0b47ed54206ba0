namespace IncidentApi.Platform.Http;

/// <summary>The address of the next page, for tools that follow <c>Link</c> (RFC 8288).</summary>
internal static class PageLink
{
    public static string Next(HttpRequest request, string cursor) =>
        $"<{request.Path}{QueryString.Create(request.Query.Where(part => part.Key != "after").Append(new("after", cursor)))}>; rel=\"next\"";
}

/// <summary>What decides which items a list has: its parameters but for the page's place and size.</summary>
internal static class ListKey
{
    private static readonly string[] OfThePage = ["after", "limit", "count", "fields"];

    public static string Of(IQueryCollection query) => string.Join('&', query.Where(part => !OfThePage.Contains(part.Key))
        .OrderBy(part => part.Key, StringComparer.Ordinal).Select(part => $"{part.Key}={Uri.EscapeDataString(part.Value.ToString())}"));
}
