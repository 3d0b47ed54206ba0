using IncidentApi.Features.Incidents.Erasure;
using IncidentApi.Features.Incidents.Freshness;
using IncidentApi.Features.Incidents.Parts;
using IncidentApi.Features.Incidents.Query;
using IncidentApi.Features.Incidents.Storage;
using IncidentApi.Features.Incidents.Storage.Publishing;
using IncidentApi.Features.Incidents.Workflow;

namespace IncidentApi.Features.Incidents;

internal static class IncidentSetup
{
    public static IServiceCollection AddIncidents(this IServiceCollection services) => services
        .AddHttpContextAccessor().AddSingleton<Doors>().AddSingleton<PublicAnswers>().AddSingleton<IncidentRead>().AddSingleton<IncidentPeople>().AddSingleton<RemainingText>().AddSingleton<Copies>().AddSingleton<HidingElsewhere>().AddSingleton<IncidentWrite>().AddSingleton<Publication>().AddSingleton<NamingRecords>().AddSingleton<NameGuard>().AddSingleton<AlikeRecords>().AddSingleton<Replays>()
        .AddSingleton<IncidentRecording>().AddSingleton<IncidentChange>().AddSingleton<PartChange>().AddSingleton<StatusStep>();

    /// <summary>After keys and rates, before admission.</summary>
    public static void UsePublicAnswers(this WebApplication app) => app.Use(app.Services.GetRequiredService<PublicAnswers>().AnswerAsync);
}
