namespace IncidentApi.Features.Statistics.People;

internal static class PeopleSetup
{
    public static IServiceCollection AddPeopleTables(this IServiceCollection services) => services.AddSingleton<PeopleCount>().AddHostedService<DailyPeopleCount>();
}
