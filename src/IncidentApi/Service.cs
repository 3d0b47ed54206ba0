using System.Globalization;
using IncidentApi.Features.Audit;
using IncidentApi.Features.Changes;
using IncidentApi.Features.Exports;
using IncidentApi.Features.Incidents;
using IncidentApi.Features.Incidents.Erasure;
using IncidentApi.Features.Organisations;
using IncidentApi.Features.Partnerships;
using IncidentApi.Features.People;
using IncidentApi.Features.Statistics;
using IncidentApi.Features.Statistics.People;
using IncidentApi.Features.Vocabularies;
using IncidentApi.Features.Webhooks;
using IncidentApi.Platform.Audit;
using IncidentApi.Platform.Contract;
using IncidentApi.Platform.Data;
using IncidentApi.Platform.Freshness;
using IncidentApi.Platform.Http;
using IncidentApi.Platform.Limits;
using IncidentApi.Platform.Logs;
using IncidentApi.Platform.Page;
using IncidentApi.Platform.ProblemPages;
using IncidentApi.Platform.Secrets;
using IncidentApi.Platform.Security;
using IncidentApi.Platform.Vault;
using IncidentApi.Platform.WellKnown;

namespace IncidentApi;

/// <summary>Builds the service from its configuration, ready to run; shared by the program, the launcher and the tests.</summary>
internal static class Service
{
    public static WebApplication Create(string[] args)
    {
        CultureInfo.DefaultThreadCurrentCulture = CultureInfo.DefaultThreadCurrentUICulture = CultureInfo.InvariantCulture;

        // The service's own folder, whoever starts it from wherever.
        var builder = WebApplication.CreateBuilder(new WebApplicationOptions { Args = args, ContentRootPath = AppContext.BaseDirectory, ApplicationName = typeof(Service).Assembly.GetName().Name });
        builder.AddDiscreetLogs();
        builder.AddServer();
        builder.AddDatabase();
        builder.AddLimits();
        builder.AddVault();
        builder.Services.AddSingleton(TimeProvider.System);
        builder.Services.AddSingleton(InstallationSecret.From(builder.Configuration));
        builder.Services.AddSingleton<Cursors>();
        builder.Services.AddFreshness(builder.Configuration);
        builder.Services.AddRules();
        builder.Services.AddPolicies();
        builder.Services.AddOrganisations(builder.Configuration);
        builder.Services.AddPeople();
        builder.Services.AddIncidents();
        builder.Services.AddChanges(builder.Configuration);
        builder.Services.AddExports(builder.Configuration);
        builder.Services.AddPartnerships();
        builder.Services.AddPeopleTables();
        builder.Services.AddAudit();
        builder.Services.AddWebhooks(builder.Configuration);
        builder.Services.AddContract();
        builder.Services.AddWellKnown(builder.Configuration);

        var app = builder.Build();
        app.UseServer();
        app.UseTally();
        app.UseProblems();
        app.UseRouting();
        app.UseDeprecations();
        app.UseOrigins();
        app.UseAllowedMethods();
        app.UseAuthentication();
        app.UseRates();
        app.UseKeyGuard();
        app.UseAuthorization();
        app.UseQueryGuard();
        app.UsePublicAnswers();

        app.MapHealth();
        app.MapVocabularies();
        var admitted = app.MapAdmitted();
        admitted.MapOrganisations();
        admitted.MapIncidents();
        admitted.MapExports();
        admitted.MapStatistics();
        admitted.MapPartnerships();
        admitted.MapPeople();
        admitted.MapErasures();
        admitted.MapAudit();
        admitted.MapWebhooks();
        app.MapAdmittedByTurns().MapChanges();
        app.MapContract();
        app.MapProblemPages();
        app.MapWellKnown();
        app.MapPage();
        app.RequirePolicies();
        return app;
    }
}
