using IncidentApi.Features.Incidents.Query;
using IncidentApi.Platform.Http;
using IncidentApi.Platform.Security;
using Microsoft.AspNetCore.Http.HttpResults;

namespace IncidentApi.Features.Webhooks.Subscriptions;

internal static class CreateWebhook
{
    /// <summary>
    /// Registers a webhook, which is told of everything that happens from now on. The secret that signs its messages is shown this once.
    /// </summary>
    public static async Task<Results<Created<WebhookResponse>, ProblemResult>> Handle(
        Body<WebhookBody> body, Caller caller, Subscriptions subscriptions, SubscriptionCheck check, Doors doors, WebhookSettings settings, TimeProvider clock,
        CancellationToken cancellation)
    {
        var asked = body.Value;
        if (await check.ProblemOfAsync(asked, caller, cancellation) is { } problem) return problem;

        var (id, secret) = (Guid.CreateVersion7(clock.GetUtcNow()), WebhookSeal.NewSecret());
        var door = doors.Open(caller, asked.Scope ?? Door.Own);
        var start = await StartingPoint.FindAsync(door, SubscriptionFilter.Find(asked.Filter, door), cancellation);
        if (!await subscriptions.AddAsync(caller, id, new AskedOfWebhook(asked.Url!, asked.Filter, asked.Description), asked, start, secret, settings.MostPerOrganisation, cancellation))
        {
            return Problems.TooManyWebhooks.With($"An organisation has at most {settings.MostPerOrganisation} webhooks.");
        }

        var made = (await subscriptions.FindAsync(caller.OrganisationId, id, cancellation))!;
        return TypedResults.Created($"/v1/webhooks/{id}", made.Shown(clock.GetUtcNow()) with { Secret = WebhookSeal.Shown(secret) });
    }
}
