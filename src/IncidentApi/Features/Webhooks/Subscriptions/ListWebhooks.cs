using IncidentApi.Platform.Http;
using IncidentApi.Platform.Security;
using Microsoft.AspNetCore.Http.HttpResults;

namespace IncidentApi.Features.Webhooks.Subscriptions;

internal static class ListWebhooks
{
    /// <summary>Lists the organisation's webhooks, newest first.</summary>
    public static async Task<Ok<WholeList<WebhookResponse>>> Handle(Caller caller, Subscriptions subscriptions, TimeProvider clock, CancellationToken cancellation)
    {
        var now = clock.GetUtcNow();
        return TypedResults.Ok(new WholeList<WebhookResponse>([.. (await subscriptions.ListAsync(caller.OrganisationId, cancellation)).Select(found => found.Shown(now))]));
    }
}
