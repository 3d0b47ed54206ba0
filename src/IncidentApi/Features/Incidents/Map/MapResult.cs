using System.Text.Json;
using IncidentApi.Features.Incidents.Query;
using IncidentApi.Platform.Http;

namespace IncidentApi.Features.Incidents.Map;

/// <summary>Answers with a map, under the media type of RFC 7946.</summary>
internal sealed class MapResult(MapAnswer map, bool isPublic) : IResult
{
    public const string MediaType = "application/geo+json";

    public async Task ExecuteAsync(HttpContext httpContext)
    {
        httpContext.Response.ContentType = MediaType;
        httpContext.Response.MayBeKept(isPublic);
        await JsonSerializer.SerializeAsync(httpContext.Response.Body, map, Json.Answers, httpContext.RequestAborted);
    }
}
