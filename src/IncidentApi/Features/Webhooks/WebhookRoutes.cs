using IncidentApi.Features.Webhooks.Deliveries;
using IncidentApi.Features.Webhooks.Delivery;
using IncidentApi.Features.Webhooks.Subscriptions;
using IncidentApi.Platform.Http;
using IncidentApi.Platform.Limits;
using IncidentApi.Platform.Security;

namespace IncidentApi.Features.Webhooks;

internal static class WebhookRoutes
{
    // What a body may break, beside what every body may.
    private static readonly ProblemKind[] RulesOfBody = [Problems.InvalidFormat, Problems.UnknownCode, Problems.ForbiddenAddress];

    public static void MapWebhooks(this IEndpointRouteBuilder app)
    {
        var webhooks = app.MapGroup("/v1/webhooks").WithTags("Webhooks").WithMetadata(new TagWords("Being told of what happens, by messages to an address of one's own, signed after Standard Webhooks."))
            .RequireAuthorization(Scopes.ManageWebhooks).Names("id", "The webhook's id.");

        webhooks.MapGet("/", ListWebhooks.Handle);
        webhooks.MapPost("/", CreateWebhook.Handle).MayAnswer(RulesOfBody).MayAnswer(Problems.KeyRequired, Problems.TooManyWebhooks).Costs(10).Sends(ToldMessages.All);
        webhooks.MapGet("/{id:guid}", GetWebhook.Handle).MayAnswer(Problems.NotFound);
        webhooks.MapPut("/{id:guid}", ReplaceWebhook.Handle).MayAnswer(RulesOfBody).MayAnswer(Problems.KeyRequired, Problems.NotFound, Problems.Contradiction).Costs(10);
        webhooks.MapDelete("/{id:guid}", DeleteWebhook.Handle).MayAnswer(Problems.NotFound);
        webhooks.MapPost("/{id:guid}/secret/rotation", RotateSecret.Handle).MayAnswer(Problems.NotFound);

        webhooks.MapPost("/{id:guid}/test", TestWebhook.Handle).MayAnswer(Problems.NotFound).Costs(10);
        webhooks.MapPost("/{id:guid}/replay", ReplayDead.Handle).MayAnswer(Problems.NotFound, Problems.WebhookDisabled).Costs(10);
        var deliveries = webhooks.MapGroup("/{id:guid}/deliveries").Names("eventId", "The event's id, as webhook-id bears it.");
        deliveries.MapGet("/", ListDeliveries.Handle).MayAnswer(Problems.NotFound, Problems.InvalidCursor);
        deliveries.MapGet("/{eventId:guid}", GetDelivery.Handle).MayAnswer(Problems.NotFound);
        deliveries.MapPost("/{eventId:guid}/replay", ReplayDelivery.Handle).MayAnswer(Problems.NotFound, Problems.WebhookDisabled);
    }
}
