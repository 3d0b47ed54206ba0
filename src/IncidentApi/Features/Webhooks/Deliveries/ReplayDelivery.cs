using IncidentApi.Platform.Http;
using IncidentApi.Platform.Security;
using Microsoft.AspNetCore.Http.HttpResults;

namespace IncidentApi.Features.Webhooks.Deliveries;

internal static class ReplayDelivery
{
    /// <summary>Sends one event anew, under the same id, whether it was delivered or is dead; one that still waits need wait no longer.</summary>
    public static async Task<Results<Accepted<DeliveryResponse>, ProblemResult>> Handle(
        Guid id, Guid eventId, Caller caller, Subscriptions.Subscriptions subscriptions, DeliveryLog log, CancellationToken cancellation)
    {
        if (await subscriptions.FindAsync(caller.OrganisationId, id, cancellation) is not { } webhook
            || await log.FindAsync(caller.OrganisationId, id, eventId, cancellation) is null) return Problems.NotFound.With();
        if (webhook.DisabledReason is not null) return Problems.WebhookDisabled.With("Switch it on first: PUT it without enabled, or with true.");

        await log.ReplayAsync(caller.OrganisationId, id, eventId, cancellation);
        return await log.FindAsync(caller.OrganisationId, id, eventId, cancellation) is { } replayed
            ? TypedResults.Accepted((string?)null, replayed)
            : Problems.NotFound.With();
    }
}
