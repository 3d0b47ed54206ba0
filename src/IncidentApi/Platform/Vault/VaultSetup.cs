using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace IncidentApi.Platform.Vault;

internal static class VaultSetup
{
    public static void AddVault(this WebApplicationBuilder builder)
    {
        builder.Services.AddSingleton(MasterKeys.From(builder.Configuration)).AddSingleton<KeyVault>();
        builder.Services.AddHealthChecks().AddCheck<VaultCheck>("vault");
    }
}

/// <summary>Without its master keys the service serves everything but hidden identities: ready, and saying so.</summary>
internal sealed class VaultCheck(KeyVault vault) : IHealthCheck
{
    public async Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default) =>
        await vault.FaultAsync(cancellationToken) is { } fault ? HealthCheckResult.Degraded(fault) : HealthCheckResult.Healthy();
}
