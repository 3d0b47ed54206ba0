using System.Reflection;
using Microsoft.AspNetCore.Http.Metadata;

namespace IncidentApi.Platform.Http;

/// <summary>The query string read as a record: an unknown, repeated or unreadable parameter has become a problem that names it.</summary>
internal sealed record Query<T>(T Value) : IEndpointParameterMetadataProvider
    where T : class, new()
{
    public static ValueTask<Query<T>?> BindAsync(HttpContext http, ParameterInfo parameter)
    {
        var value = new T();
        var faults = QueryContract.Of(typeof(T)).ReadInto(value, http.Request.Query);
        return faults.Count == 0 ? new(new Query<T>(value)) : throw new ProblemException(ProblemResult.Of(faults));
    }

    public static void PopulateMetadata(ParameterInfo parameter, EndpointBuilder builder)
    {
        builder.Metadata.Add(QueryContract.Of(typeof(T)));
        builder.Metadata.Add(new AnswersProblems(Problems.RepeatedParameter, Problems.InvalidParameter));
    }
}

/// <summary>Refuses query parameters on routes that take none.</summary>
internal static class QueryGuard
{
    public static void UseQueryGuard(this WebApplication app) => app.Use((http, next) =>
    {
        if (http.Request.QueryString.HasValue && http.GetEndpoint() is RouteEndpoint route
            && route.RoutePattern.RawText?.StartsWith("/v1/", StringComparison.Ordinal) == true
            && route.Metadata.GetMetadata<QueryContract>() is null)
        {
            var faults = QueryContract.None.ReadInto(new object(), http.Request.Query);
            if (faults.Count > 0) throw new ProblemException(ProblemResult.Of(faults));
        }

        return next(http);
    });
}
