using Microsoft.AspNetCore.Server.Kestrel.Core;

namespace IncidentApi.Platform.Limits;

internal static class LimitsSetup
{
    public static void AddLimits(this WebApplicationBuilder builder)
    {
        builder.Services.AddSingleton(LimitSettings.From(builder.Configuration));
        builder.Services.AddSingleton<Networks>().AddSingleton<Rates>().AddSingleton<Admission>().AddSingleton<UnknownKeys>().AddSingleton<Connections>();
        builder.Services.Configure<KestrelServerOptions>(kestrel => kestrel.ConfigureEndpointDefaults(
            listen => listen.Use(next => listen.ApplicationServices.GetRequiredService<Connections>().Guard(next))));
    }

    public static void UseRates(this WebApplication app) => app.Use(app.Services.GetRequiredService<Rates>().ChargeAsync);

    /// <summary>A group whose routes ask the database: each request waits there for its turn.</summary>
    public static RouteGroupBuilder MapAdmitted(this WebApplication app)
    {
        var admission = app.Services.GetRequiredService<Admission>();
        return app.MapGroup("").WithMetadata(new Admitted()).AddEndpointFilter(admission.AdmitAsync);
    }

    /// <summary>A group whose requests wait for something else than the database too: their handlers take a turn for each question.</summary>
    public static RouteGroupBuilder MapAdmittedByTurns(this WebApplication app) => app.MapGroup("").WithMetadata(new Admitted());
}
