using System.Diagnostics;

namespace IncidentApi.Platform.Logs;

/// <summary>Keeps keys, names, texts, queries and addresses out of logs and traces.</summary>
internal static class LogsSetup
{
    public static void AddDiscreetLogs(this WebApplicationBuilder builder)
    {
        DiscreetLoggers.Install(builder.Services);
        DiscreetTraces.Install();
        builder.Services.AddSingleton<DistributedContextPropagator, TraceparentOnly>();

        // Paths and user agents would stand in every trace; later versions of the framework write them unless told not to.
        AppContext.SetSwitch("Microsoft.AspNetCore.Hosting.SuppressActivityOpenTelemetryData", true);
    }
}
