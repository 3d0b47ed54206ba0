using Npgsql;

namespace IncidentApi.Platform.Http;

/// <summary>Tells a supervisor whether the process lives, and whether it can serve.</summary>
internal static class Health
{
    public static void MapHealth(this IEndpointRouteBuilder app)
    {
        app.MapGet("/health/live", () => TypedResults.NoContent()).AllowAnonymous().DisableRateLimiting().ExcludeFromDescription();
        app.MapGet("/health/ready", IsReadyAsync).AllowAnonymous().DisableRateLimiting().ExcludeFromDescription();
    }

    private static async Task<IResult> IsReadyAsync(NpgsqlDataSource source, CancellationToken cancellation)
    {
        // A supervisor that hears nothing for longer has given up.
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        patience.CancelAfter(TimeSpan.FromSeconds(5));
        try
        {
            await using var command = source.CreateCommand("select 1");
            await command.ExecuteScalarAsync(patience.Token);
            return TypedResults.Ok(new { status = "ready" });
        }
        catch (OperationCanceledException) when (!cancellation.IsCancellationRequested)
        {
            return Problems.Unavailable.With();
        }
    }
}
