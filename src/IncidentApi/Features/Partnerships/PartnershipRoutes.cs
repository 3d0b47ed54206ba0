using IncidentApi.Platform.Http;
using IncidentApi.Platform.Security;

namespace IncidentApi.Features.Partnerships;

internal static class PartnershipRoutes
{
    public static IServiceCollection AddPartnerships(this IServiceCollection services) => services.AddSingleton<PartnershipRead>();

    public static void MapPartnerships(this IEndpointRouteBuilder app)
    {
        var partnerships = app.MapGroup("/v1/partnerships").WithTags("Partnerships")
            .WithMetadata(new TagWords("What organisations let each other read.")).Names("id", "The partnership's id.");

        var reading = partnerships.MapGroup("/").RequireAuthorization(Scopes.ReadIncidents);
        reading.MapGet("/", ListPartnerships.Handle);
        reading.MapGet("/{id:guid}", GetPartnership.Handle).MayAnswer(Problems.NotFound);

        var managing = partnerships.MapGroup("/").RequireAuthorization(Scopes.ManageOrganisation);
        managing.MapPost("/", OpenPartnership.Handle).MayAnswer(Problems.UnknownOrganisation, Problems.UnknownIncident, Problems.PastDate,
            Problems.ImpossibleDate, Problems.InvalidFormat, Problems.UnknownCode, Problems.Contradiction);
        managing.MapDelete("/{id:guid}", EndPartnership.Handle).MayAnswer(Problems.NotFound);
    }
}
