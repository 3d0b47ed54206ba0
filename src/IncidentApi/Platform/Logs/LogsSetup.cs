using System.Diagnostics;
using Microsoft.Extensions.Logging.Console;

namespace IncidentApi.Platform.Logs;

/// <summary>Keeps keys, names, texts, queries and addresses out of logs and traces.</summary>
internal static class LogsSetup
{
    public static void AddDiscreetLogs(this WebApplicationBuilder builder)
    {
        DiscreetLoggers.Install(builder.Services);
        DiscreetTraces.Install();
        builder.Services.AddSingleton<DistributedContextPropagator, TraceparentOnly>();

        // Each line says to which request it belongs, and nothing else of it: all other scopes are words of libraries.
        builder.Logging.Configure(logging => logging.ActivityTrackingOptions = ActivityTrackingOptions.TraceId);
        builder.Services.Configure<SimpleConsoleFormatterOptions>(console => console.IncludeScopes = true);
        builder.Services.Configure<JsonConsoleFormatterOptions>(console => console.IncludeScopes = true);

        // Paths and user agents would stand in every trace; later versions of the framework write them unless told not to.
        AppContext.SetSwitch("Microsoft.AspNetCore.Hosting.SuppressActivityOpenTelemetryData", true);
    }
}
