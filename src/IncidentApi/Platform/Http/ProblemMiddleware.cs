using Npgsql;

namespace IncidentApi.Platform.Http;

/// <summary>Turns whatever ends a request early into a problem: our own, the framework's bare statuses, PostgreSQL's silence, bugs.</summary>
internal static partial class ProblemMiddleware
{
    public static void UseProblems(this WebApplication app)
    {
        app.Use(async (http, next) =>
        {
            try
            {
                await next(http);
            }
            catch (OperationCanceledException) when (http.RequestAborted.IsCancellationRequested)
            {
                // The client left; nobody reads an answer.
            }
            catch (Exception exception) when (!http.Response.HasStarted)
            {
                var problem = ToProblem(exception);
                if (problem.Kind.Status >= 500) Log.Failed(app.Logger, exception.GetType().Name, (exception as PostgresException)?.SqlState, exception.StackTrace);
                http.Response.Clear();
                await problem.ExecuteAsync(http);
            }
        });

        app.UseStatusCodePages(context =>
        {
            var http = context.HttpContext;
            if (http.Response.StatusCode == StatusCodes.Status415UnsupportedMediaType && HttpMethods.IsPatch(http.Request.Method))
            {
                http.Response.Headers["Accept-Patch"] = MergePatch.MediaType;
            }

            return ToProblem(http.Response.StatusCode).ExecuteAsync(http);
        });
    }

    private static ProblemResult ToProblem(Exception exception) => exception switch
    {
        ProblemException known => known.Problem,
        BadHttpRequestException { StatusCode: StatusCodes.Status413PayloadTooLarge } => Problems.BodyTooLarge.With(),
        BadHttpRequestException => Problems.MalformedRequest.With(),
        PostgresException
        {
            SqlState: PostgresErrorCodes.QueryCanceled or PostgresErrorCodes.AdminShutdown or PostgresErrorCodes.CannotConnectNow
            or PostgresErrorCodes.TooManyConnections or PostgresErrorCodes.DiskFull or PostgresErrorCodes.ReadOnlySqlTransaction
        } => Problems.Unavailable.With(),
        PostgresException => Problems.Unexpected.With(),
        NpgsqlException => Problems.Unavailable.With(),
        _ => Problems.Unexpected.With(),
    };

    private static ProblemResult ToProblem(int status) => status switch
    {
        StatusCodes.Status401Unauthorized => Problems.InvalidKey.With(),
        StatusCodes.Status403Forbidden => Problems.MissingScope.With(),
        StatusCodes.Status404NotFound => Problems.NotFound.With(),
        StatusCodes.Status405MethodNotAllowed => Problems.MethodNotAllowed.With(),
        StatusCodes.Status413PayloadTooLarge => Problems.BodyTooLarge.With(),
        StatusCodes.Status415UnsupportedMediaType => Problems.UnsupportedMediaType.With(),
        StatusCodes.Status503ServiceUnavailable => Problems.Unavailable.With(),
        >= 500 => Problems.Unexpected.With(),
        _ => Problems.MalformedRequest.With(),
    };

    private static partial class Log
    {
        // The exception's message may quote a record; its kind and place never do.
        [LoggerMessage(EventId = 1, Level = LogLevel.Error, Message = "Request failed: {Kind} {SqlState}\n{Place}")]
        public static partial void Failed(ILogger logger, string kind, string? sqlState, string? place);
    }
}
