namespace IncidentApi.Features.Organisations;

/// <summary>What stands behind <c>Authorization: Bearer</c>; nothing where there is no such header or more than one.</summary>
internal static class BearerText
{
    private const string Scheme = "Bearer ";

    public static string? Of(HttpRequest request) =>
        request.Headers.Authorization is [{ } header] && header.StartsWith(Scheme, StringComparison.OrdinalIgnoreCase) ? header[Scheme.Length..].Trim() : null;
}
