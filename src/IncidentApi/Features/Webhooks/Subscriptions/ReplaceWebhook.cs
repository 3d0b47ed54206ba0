using IncidentApi.Features.Incidents.Query;
using IncidentApi.Platform.Http;
using IncidentApi.Platform.Security;
using Microsoft.AspNetCore.Http.HttpResults;

namespace IncidentApi.Features.Webhooks.Subscriptions;

internal static class ReplaceWebhook
{
    /// <summary>
    /// Changes where a webhook goes and what it is told; not whose incidents, for their log is another one. Who switches one on again is sent what
    /// happened meanwhile.
    /// </summary>
    public static async Task<Results<Ok<WebhookResponse>, ProblemResult>> Handle(
        Guid id, Body<WebhookBody> body, Caller caller, Subscriptions subscriptions, SubscriptionCheck check, Doors doors, TimeProvider clock, CancellationToken cancellation)
    {
        var asked = body.Value;
        if (await subscriptions.FindAsync(caller.OrganisationId, id, cancellation) is not { } found) return Problems.NotFound.With();
        if (asked.Scope is not null && asked.Scope != found.Scope)
        {
            return ProblemResult.Of([Problems.Contradiction.At("/scope", $"This webhook is of scope={found.Scope}: make another one.", asked.Scope)]);
        }

        asked = asked with { Scope = found.Scope };
        if (await check.ProblemOfAsync(asked, caller, cancellation) is { } problem) return problem;

        var door = doors.Open(caller, found.Scope);
        var matches = SubscriptionFilter.Find(asked.Filter, door) is { } filter ? (await StartingPoint.FindAsync(door, filter, cancellation)).Matches : [];
        await subscriptions.ReplaceAsync(caller, id, new AskedOfWebhook(asked.Url!, asked.Filter, asked.Description), asked, matches, cancellation);
        return await subscriptions.FindAsync(caller.OrganisationId, id, cancellation) is { } changed ? TypedResults.Ok(changed.Shown(clock.GetUtcNow())) : Problems.NotFound.With();
    }
}
