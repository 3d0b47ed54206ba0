using Microsoft.Extensions.Diagnostics.HealthChecks;
using Npgsql;

namespace IncidentApi.Platform.Http;

/// <summary>Tells a supervisor whether the process lives, and whether it can serve.</summary>
internal static class Health
{
    public static void MapHealth(this IEndpointRouteBuilder app)
    {
        // Before keys are looked up and requests counted: neither a database that is away nor a flood may hide how the service is.
        app.MapGet("/health/live", () => TypedResults.NoContent()).ShortCircuit().AllowAnonymous().ExcludeFromDescription();
        app.MapGet("/health/ready", IsReadyAsync).ShortCircuit().AllowAnonymous().ExcludeFromDescription();
    }

    private static async Task<IResult> IsReadyAsync(NpgsqlDataSource source, HealthCheckService checks, CancellationToken cancellation)
    {
        // A supervisor that hears nothing for longer has given up.
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        patience.CancelAfter(TimeSpan.FromSeconds(5));
        try
        {
            await using var command = source.CreateCommand("select 1");
            await command.ExecuteScalarAsync(patience.Token);

            // What else is amiss takes away a part of the service, not all of it.
            var report = await checks.CheckHealthAsync(patience.Token);
            return TypedResults.Ok(new Readiness("ready", [.. report.Entries.Select(check => ReadinessCheck.Of(check.Key, check.Value))]));
        }
        catch (OperationCanceledException) when (!cancellation.IsCancellationRequested)
        {
            return Problems.Unavailable.With();
        }
    }

    private sealed record Readiness(string Status, IReadOnlyList<ReadinessCheck> Checks);

    private sealed record ReadinessCheck(string Name, string Status, string? Detail)
    {
        public static ReadinessCheck Of(string name, HealthReportEntry entry) =>
            entry.Status == HealthStatus.Healthy ? new(name, "ready", null) : new(name, "degraded", entry.Description);
    }
}
