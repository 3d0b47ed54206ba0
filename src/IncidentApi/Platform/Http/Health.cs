using Npgsql;

namespace IncidentApi.Platform.Http;

/// <summary>Tells a supervisor whether the process lives, and whether it can serve.</summary>
internal static class Health
{
    public static void MapHealth(this IEndpointRouteBuilder app)
    {
        app.MapGet("/health/live", () => TypedResults.NoContent()).AllowAnonymous().ExcludeFromDescription();
        app.MapGet("/health/ready", IsReadyAsync).AllowAnonymous().ExcludeFromDescription();
    }

    private static async Task<IResult> IsReadyAsync(NpgsqlDataSource source, CancellationToken cancellation)
    {
        await using var command = source.CreateCommand("select 1");
        await command.ExecuteScalarAsync(cancellation);
        return TypedResults.Ok(new { status = "ready" });
    }
}
