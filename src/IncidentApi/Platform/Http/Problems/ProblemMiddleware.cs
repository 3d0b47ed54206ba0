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
                if (problem.Kind.Status >= 500 && !IsRefusal(exception)) Log.Failed(app.Logger, exception.GetType().Name, OfDatabase(exception)?.SqlState, exception.StackTrace);
                Server.Clear(http.Response);
                await problem.ExecuteAsync(http);
            }
        });

        app.UseStatusCodePages(context => ToProblem(context.HttpContext.Response.StatusCode).ExecuteAsync(context.HttpContext));
    }

    private static ProblemResult ToProblem(Exception exception) => exception switch
    {
        ProblemException known => known.Problem,
        BadHttpRequestException { StatusCode: StatusCodes.Status413PayloadTooLarge } => Problems.BodyTooLarge.With(),
        BadHttpRequestException { StatusCode: StatusCodes.Status408RequestTimeout } => Problems.TooSlow.With(),
        BadHttpRequestException => Problems.MalformedRequest.With(),
        _ => OfDatabase(exception) is { } error && MayPass(error) ? Problems.Unavailable.With() : Problems.Unexpected.With(),
    };

    /// <summary>Whether we refused the request ourselves because too many came: whoever makes them come must not fill the log.</summary>
    private static bool IsRefusal(Exception exception) => exception is ProblemException refused && refused.Problem.Kind == Problems.Unavailable;

    /// <summary>PostgreSQL's error, or the driver's; EF Core puts its own around it.</summary>
    private static NpgsqlException? OfDatabase(Exception? exception)
    {
        while (exception is not (null or NpgsqlException)) exception = exception.InnerException;
        return (NpgsqlException?)exception;
    }

    /// <summary>
    /// Whether the same request may succeed later. PostgreSQL tells by the class of its error (its manual, appendix A): the connection,
    /// too few resources, an operator at work, the machine. The driver's own errors are a connection or a time-out.
    /// </summary>
    private static bool MayPass(NpgsqlException error) => error.SqlState is null
        or ['0', '8', ..] or ['5', '3', ..] or ['5', '7', ..] or ['5', '8', ..]
        or PostgresErrorCodes.ReadOnlySqlTransaction or PostgresErrorCodes.SerializationFailure or PostgresErrorCodes.DeadlockDetected
        or PostgresErrorCodes.LockNotAvailable;

    private static ProblemResult ToProblem(int status) => status switch
    {
        StatusCodes.Status401Unauthorized => Problems.InvalidKey.With(),
        StatusCodes.Status403Forbidden => Problems.MissingScope.With(),
        StatusCodes.Status404NotFound => Problems.NotFound.With(),
        StatusCodes.Status405MethodNotAllowed => Problems.MethodNotAllowed.With(),
        StatusCodes.Status408RequestTimeout => Problems.TooSlow.With(),
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
