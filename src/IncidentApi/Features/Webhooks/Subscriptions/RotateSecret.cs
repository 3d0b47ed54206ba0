using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using IncidentApi.Platform.Http;
using IncidentApi.Platform.Security;
using Microsoft.AspNetCore.Http.HttpResults;

namespace IncidentApi.Features.Webhooks.Subscriptions;

internal static class RotateSecret
{
    internal sealed record Parameters
    {
        [Description("For how many hours the secret of before signs too, so that its receiver has time to change over; 0 where somebody else may know it.")]
        [Range(0, 168)] public int Overlap { get; set; } = 24;
    }

    /// <summary>Gives a webhook a new secret, shown this once. For a while the messages bear two signatures.</summary>
    public static async Task<Results<Ok<WebhookSecret>, ProblemResult>> Handle(
        Guid id, Query<Parameters> query, Caller caller, Subscriptions subscriptions, TimeProvider clock, CancellationToken cancellation)
    {
        if (await subscriptions.FindAsync(caller.OrganisationId, id, cancellation) is null) return Problems.NotFound.With();

        var secret = WebhookSeal.NewSecret();
        DateTimeOffset? until = query.Value.Overlap == 0 ? null : clock.GetUtcNow().AddHours(query.Value.Overlap);
        await subscriptions.RotateSecretAsync(caller, id, secret, until, cancellation);
        return TypedResults.Ok(new WebhookSecret(WebhookSeal.Shown(secret), until));
    }
}
