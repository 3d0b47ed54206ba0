using IncidentApi.Platform.Http;
using IncidentApi.Platform.Security;
using Microsoft.AspNetCore.Http.HttpResults;

namespace IncidentApi.Features.Webhooks.Deliveries;

internal static class GetDelivery
{
    /// <summary>Reads what came of one event.</summary>
    public static async Task<Results<Ok<DeliveryResponse>, ProblemResult>> Handle(Guid id, Guid eventId, Caller caller, DeliveryLog log, CancellationToken cancellation) =>
        await log.FindAsync(caller.OrganisationId, id, eventId, cancellation) is { } found ? TypedResults.Ok(found) : Problems.NotFound.With();
}
