using IncidentApi.Features.Exports.Storage;

namespace IncidentApi.Features.Exports;

internal static class ExportSetup
{
    public static IServiceCollection AddExports(this IServiceCollection services, IConfiguration configuration) => services
        .AddSingleton(ExportSettings.From(configuration)).AddSingleton<ExportPlaces>().AddSingleton<ExportRecords>().AddSingleton<ExportRun>();
}
