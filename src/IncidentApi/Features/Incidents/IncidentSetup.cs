using IncidentApi.Features.Incidents.Parts;
using IncidentApi.Features.Incidents.Storage;

namespace IncidentApi.Features.Incidents;

internal static class IncidentSetup
{
    public static IServiceCollection AddIncidents(this IServiceCollection services) => services
        .AddSingleton<IncidentRead>().AddSingleton<IncidentPeople>().AddSingleton<IncidentWrite>().AddSingleton<Replays>()
        .AddSingleton<IncidentRecording>().AddSingleton<IncidentChange>().AddSingleton<PartChange>();
}
