using IncidentApi.Platform.Http;
using IncidentApi.Platform.Security;
using Microsoft.AspNetCore.Http.HttpResults;

namespace IncidentApi.Features.Webhooks.Subscriptions;

internal static class DeleteWebhook
{
    /// <summary>Deletes a webhook, with everything that is known of its deliveries.</summary>
    public static async Task<Results<NoContent, ProblemResult>> Handle(Guid id, Caller caller, Subscriptions subscriptions, CancellationToken cancellation)
    {
        if (await subscriptions.FindAsync(caller.OrganisationId, id, cancellation) is null) return Problems.NotFound.With();

        await subscriptions.DeleteAsync(caller, id, cancellation);
        return TypedResults.NoContent();
    }
}
