using System.Diagnostics.Metrics;
using IncidentApi.Platform.Security;

namespace IncidentApi.Platform.Audit;

/// <summary>Counts refused requests: in the log of the organisation whose key was shown, else as a figure alone.</summary>
internal static class Denials
{
    private static readonly Meter Meter = new("IncidentApi.Audit");

    // Who shows no key that we know belongs to no organisation, and must not be able to fill anybody's log.
    private static readonly Counter<long> Unknown = Meter.CreateCounter<long>("incident_api.denials.unknown", description: "Requests that were refused and bore no key that we know.");

    public static void UseTally(this WebApplication app)
    {
        var tally = app.Services.GetRequiredService<AuditTally>();
        app.Use(async (http, next) =>
        {
            await next(http);
            if (http.Response.StatusCode is not (StatusCodes.Status401Unauthorized or StatusCodes.Status403Forbidden)) return;

            if (http.Features.Get<Caller>() is { OrganisationId: var organisation, KeyId: var key } && key != Guid.Empty) tally.Count(organisation, key, AuditAct.Denied);
            else if (http.Features.Get<RefusedKey>() is { } refused) tally.Count(refused.OrganisationId, refused.KeyId, AuditAct.Denied);
            else Unknown.Add(1);
        });
    }
}
