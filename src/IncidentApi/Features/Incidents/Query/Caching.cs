using IncidentApi.Platform.Freshness;

namespace IncidentApi.Features.Incidents.Query;

/// <summary>
/// Who may keep an answer. What is public may be kept by anything on its way, if it asks again each time: what is hidden must be gone
/// at once. Everything else nobody keeps, though it bears a tag: a program may hold it against what it has, but no browser writes records to the
/// disk of a laptop that somebody may take.
/// </summary>
internal static class Caching
{
    public static void MayBeKept(this HttpResponse response, bool isPublic)
    {
        response.Headers.CacheControl = isPublic ? "public, no-cache" : "no-store";

        // The same address shows a key its own records.
        if (isPublic) response.VariesBy("Authorization");
    }
}
