using IncidentApi.Platform.Data;

namespace IncidentApi.Features.Webhooks.Delivery;

/// <summary>Rings when there may be something to send.</summary>
internal sealed class DeliveryBell : Bell;
