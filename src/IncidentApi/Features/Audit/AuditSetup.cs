using IncidentApi.Platform.Audit;
using IncidentApi.Platform.Audit.Checkpoints;
using IncidentApi.Platform.Audit.Tree;

namespace IncidentApi.Features.Audit;

internal static class AuditSetup
{
    public static IServiceCollection AddAudit(this IServiceCollection services)
    {
        services.AddSingleton<AuditTally>().AddHostedService<TallyWriter>();
        services.AddSingleton(provider => CheckpointKey.From(provider.GetRequiredService<IConfiguration>()));
        services.AddSingleton<TreeRead>().AddSingleton<Sealer>().AddHostedService(provider => provider.GetRequiredService<Sealer>());
        services.AddHealthChecks().AddCheck<Sealer>("audit");
        return services;
    }
}
