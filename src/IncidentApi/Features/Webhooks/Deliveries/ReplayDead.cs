using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using IncidentApi.Features.Incidents.Query;
using IncidentApi.Platform.Http;
using IncidentApi.Platform.Security;
using Microsoft.AspNetCore.Http.HttpResults;

namespace IncidentApi.Features.Webhooks.Deliveries;

internal static class ReplayDead
{
    internal sealed record Parameters
    {
        [Description("Events that died at this instant (RFC 3339) or day, or later.")]
        [Required, Instant] public string? Since { get; set; }
    }

    /// <summary>Sends all dead letters of a webhook anew that died since a time, the oldest first, at most 10,000 at once. Ask again until none is left.</summary>
    public static async Task<Results<Accepted<ReplayResponse>, ProblemResult>> Handle(
        Guid id, Query<Parameters> query, Caller caller, Subscriptions.Subscriptions subscriptions, DeliveryLog log, CancellationToken cancellation)
    {
        if (await subscriptions.FindAsync(caller.OrganisationId, id, cancellation) is not { } webhook) return Problems.NotFound.With();
        if (InstantAttribute.Read(query.Value.Since) is not { } since) return ProblemResult.Of([Problems.InvalidParameter.AtParameter("since", "Say since when.")]);
        if (webhook.DisabledReason is not null) return Problems.WebhookDisabled.With("Switch it on first: PUT it without enabled, or with true.");

        var replayed = await log.ReplayDeadAsync(caller.OrganisationId, id, since, cancellation);
        return TypedResults.Accepted((string?)null, new ReplayResponse(replayed));
    }
}
