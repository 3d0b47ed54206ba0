namespace IncidentApi.Platform.Http;

/// <summary>Tells a reader that he holds this answer already (RFC 9110 §15.4.5).</summary>
internal sealed class NotModified(string etag) : IResult
{
    public NotModified(int version)
        : this(Preconditions.ToETag(version))
    {
    }

    public Task ExecuteAsync(HttpContext httpContext)
    {
        httpContext.Response.StatusCode = StatusCodes.Status304NotModified;
        httpContext.Response.Headers.ETag = etag;
        return Task.CompletedTask;
    }
}
