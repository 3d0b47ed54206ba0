using Microsoft.Extensions.Diagnostics.HealthChecks;
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

    private static async Task<IResult> IsReadyAsync(NpgsqlDataSource source, HealthCheckService checks, CancellationToken cancellation)
    {
        await using var command = source.CreateCommand("select 1");
        await command.ExecuteScalarAsync(cancellation);

        // What else is amiss takes away a part of the service, not all of it.
        var report = await checks.CheckHealthAsync(cancellation);
        return TypedResults.Ok(new Readiness("ready", [.. report.Entries.Select(check => ReadinessCheck.Of(check.Key, check.Value))]));
    }

    private sealed record Readiness(string Status, IReadOnlyList<ReadinessCheck> Checks);

    private sealed record ReadinessCheck(string Name, string Status, string? Detail)
    {
        public static ReadinessCheck Of(string name, HealthReportEntry entry) =>
            entry.Status == HealthStatus.Healthy ? new(name, "ready", null) : new(name, "degraded", entry.Description);
    }
}
