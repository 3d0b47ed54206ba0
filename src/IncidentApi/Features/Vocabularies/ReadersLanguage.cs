namespace IncidentApi.Features.Vocabularies;

/// <summary>In which of our languages a reader wants labels.</summary>
internal static class ReadersLanguage
{
    /// <summary>The one asked for; else the one that Accept-Language likes best (RFC 9110 §12.5.4); else English.</summary>
    public static string Of(string? asked, HttpRequest request) => asked ?? request.GetTypedHeaders().AcceptLanguage
        .Where(accepted => accepted.Quality is not 0)
        .OrderByDescending(accepted => accepted.Quality ?? 1)
        .Select(accepted => accepted.Value.Value!.Split('-')[0].ToLowerInvariant())
        .FirstOrDefault(Labels.Languages.Contains) ?? "en";
}
