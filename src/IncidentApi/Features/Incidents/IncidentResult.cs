using System.Text.Json;
using IncidentApi.Features.Incidents.Query;
using IncidentApi.Features.Incidents.Storage;
using IncidentApi.Platform.Http;

namespace IncidentApi.Features.Incidents;

/// <summary>Answers with an incident as it is stored: bytes that nobody parses again, with the version as ETag.</summary>
internal sealed class IncidentResult(StoredIncident incident, int status = StatusCodes.Status200OK, bool replayed = false) : IResult
{
    public bool IsPublic { get; init; }

    public StoredIncident Incident => incident;

    public int Status => status;

    public async Task ExecuteAsync(HttpContext httpContext)
    {
        var response = httpContext.Response;
        response.Headers.ETag = Preconditions.ToETag(incident.Version);
        response.MayBeKept(IsPublic);
        if (replayed) response.Headers["Idempotency-Replayed"] = "true";
        if (status == StatusCodes.Status201Created) response.Headers.Location = $"/v1/incidents/{incident.Id}";
        if (!HttpMethods.IsGet(httpContext.Request.Method) && httpContext.Request.WantsMinimal())
        {
            response.Headers["Preference-Applied"] = "return=minimal";
            response.StatusCode = status == StatusCodes.Status201Created ? status : StatusCodes.Status204NoContent;
            return;
        }

        response.StatusCode = status;
        response.ContentType = "application/json";
        response.ContentLength = incident.Document.Length;
        await response.Body.WriteAsync(incident.Document, httpContext.RequestAborted);
    }
}

/// <summary>Answers with some members of an incident, or with exactly the body that a PUT takes.</summary>
internal sealed class PartialIncidentResult(StoredIncident incident, IReadOnlyList<string> fields) : IResult
{
    public bool IsPublic { get; init; }

    public async Task ExecuteAsync(HttpContext httpContext)
    {
        httpContext.Response.Headers.ETag = Preconditions.ToETag(incident.Version);
        httpContext.Response.MayBeKept(IsPublic);
        httpContext.Response.ContentType = "application/json";
        await using var writer = new Utf8JsonWriter(httpContext.Response.BodyWriter, new JsonWriterOptions { Encoder = Json.Answers.Encoder });
        if (fields is [Fields.Body]) incident.ToBody().WriteTo(writer, Json.Answers);
        else Fields.Write(writer, incident.Document, fields);
        await writer.FlushAsync(httpContext.RequestAborted);
    }
}
