using IncidentApi.Platform.Http;
using IncidentApi.Platform.Security;
using Microsoft.AspNetCore.Http.HttpResults;

namespace IncidentApi.Features.Webhooks.Subscriptions;

internal static class GetWebhook
{
    /// <summary>Reads a webhook: where it goes, what it is told, and how its receiver is doing.</summary>
    public static async Task<Results<Ok<WebhookResponse>, ProblemResult>> Handle(Guid id, Caller caller, Subscriptions subscriptions, TimeProvider clock, CancellationToken cancellation) =>
        await subscriptions.FindAsync(caller.OrganisationId, id, cancellation) is { } found ? TypedResults.Ok(found.Shown(clock.GetUtcNow())) : Problems.NotFound.With();
}
