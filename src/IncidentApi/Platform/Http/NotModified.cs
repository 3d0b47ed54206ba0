namespace IncidentApi.Platform.Http;

/// <summary>Tells a reader that he holds this version already (RFC 9110 §15.4.5).</summary>
internal sealed class NotModified(int version) : IResult
{
    public Task ExecuteAsync(HttpContext httpContext)
    {
        httpContext.Response.StatusCode = StatusCodes.Status304NotModified;
        httpContext.Response.Headers.ETag = Preconditions.ToETag(version);
        httpContext.Response.Headers.CacheControl = "no-store";
        return Task.CompletedTask;
    }
}
