using IncidentApi.Features.Incidents.Query;
using IncidentApi.Features.Incidents.Storage;
using IncidentApi.Features.Webhooks.Subscriptions;
using IncidentApi.Platform.Security;

namespace IncidentApi.Features.Webhooks.Delivery;

/// <summary>Delivers one event that was taken: reads what may be added, sends, writes down what came of it.</summary>
internal sealed class DeliveryRun(WebhookQueue queue, WebhookSender sender, Subscriptions.Subscriptions subscriptions, Disabling disabling, Doors doors, TimeProvider clock)
{
    /// <summary>Takes the next event of a webhook; null when there is none for now, or the webhook has ended with its key.</summary>
    public async Task<ClaimedEvent?> TakeAsync(Guid organisation, Guid webhook, CancellationToken cancellation)
    {
        if (await queue.ClaimAsync(organisation, webhook, cancellation) is { } taken) return taken;

        await disabling.EndAsync(await subscriptions.FindAsync(organisation, webhook, cancellation), cancellation);
        return null;
    }

    /// <param name="taken">The event.</param>
    /// <param name="takeNext">Whether the next one is to be taken too: asked once it is known how long this one took.</param>
    /// <param name="cancellation">Gives it back unsent.</param>
    /// <returns>What came of it, null where it was not sent, and the next event of the same webhook where it was asked for.</returns>
    public async Task<(AttemptResult? Result, ClaimedEvent? Next)> DeliverAsync(ClaimedEvent taken, Func<bool> takeNext, CancellationToken cancellation)
    {
        AttemptResult result;
        try
        {
            var body = await BodyOfAsync(taken, cancellation);
            if (taken.EndsAt <= clock.GetUtcNow())
            {
                await queue.ReleaseAsync(taken, CancellationToken.None);
                return (null, null);
            }

            result = await sender.SendAsync(taken, body, cancellation);
        }
        catch (OperationCanceledException) when (cancellation.IsCancellationRequested)
        {
            await queue.ReleaseAsync(taken, CancellationToken.None);
            throw;
        }

        var (giveUp, next) = await queue.EndAsync(taken, result, !result.IsGone && takeNext(), CancellationToken.None);
        if (result.IsGone || giveUp)
        {
            if (next is not null) await queue.ReleaseAsync(next, CancellationToken.None);
            await disabling.DisableAsync(taken.OrganisationId, taken.WebhookId, result.IsGone ? "gone" : "failing", since: null, CancellationToken.None);
            return (result, null);
        }

        return (result, next);
    }

    /// <summary>The stored bytes; with the record where the webhook asks for it, as its reader sees it at this moment and only at the event's version.</summary>
    private async Task<byte[]> BodyOfAsync(ClaimedEvent taken, CancellationToken cancellation)
    {
        if (!taken.IncludesDocument || taken.IncidentId is not { } incident || taken.Type is WebhookEvent.Removed or WebhookEvent.Test) return taken.Body;

        var found = await IncidentRead.FindAsync(doors.Open(ReaderOf(taken.OrganisationId), taken.Scope), incident, cancellation);
        return Payload.With(taken.Body, found is not null && found.Version == taken.Version ? found.Document : null);
    }

    /// <summary>A webhook reads what its organisation may read.</summary>
    public static Caller ReaderOf(Guid organisation) => new(organisation, Guid.Empty, "webhook", [Scopes.ReadIncidents]);
}
