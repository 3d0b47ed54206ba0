namespace IncidentApi.Platform.Freshness;

internal static class FreshnessSetup
{
    public static void AddFreshness(this IServiceCollection services, IConfiguration configuration) =>
        services.AddSingleton(FreshnessSettings.From(configuration)).AddSingleton<AnswerTags>().AddSingleton<KeptAnswers>();
}
