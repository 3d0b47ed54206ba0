using IncidentApi.Features.Webhooks.Delivery;
using IncidentApi.Platform.Http;
using IncidentApi.Platform.Security;
using Microsoft.AspNetCore.Http.HttpResults;

namespace IncidentApi.Features.Webhooks.Deliveries;

internal static class TestWebhook
{
    /// <summary>Sends a webhook.test now, once, in the way of every event and even where the webhook is disabled, and tells what came of it.</summary>
    public static async Task<Results<Ok<DeliveryResponse>, ProblemResult>> Handle(
        Guid id, Caller caller, Subscriptions.Subscriptions subscriptions, DeliveryLog log, WebhookQueue queue, DeliveryRun run, TestPlaces places, CancellationToken cancellation)
    {
        if (await subscriptions.FindAsync(caller.OrganisationId, id, cancellation) is null) return Problems.NotFound.With();

        using var place = places.TryTake(caller.OrganisationId);
        if (place is null) return Problems.TooManyRequests.With("Another test is on its way.", TimeSpan.FromSeconds(5));

        var test = await log.AddTestAsync(caller.OrganisationId, id, cancellation);
        if (await queue.ClaimAsync(caller.OrganisationId, id, test, cancellation) is { } taken) await run.DeliverAsync(taken, takeNext: () => false, cancellation);
        return await log.FindAsync(caller.OrganisationId, id, test, cancellation) is { } found ? TypedResults.Ok(found) : Problems.NotFound.With();
    }
}
