using IncidentApi.Features.People;
using IncidentApi.Platform.Http;
using IncidentApi.Platform.Security;

namespace IncidentApi.Features.Incidents.Erasure;

internal static class ErasureRoutes
{
    public static void MapErasures(this IEndpointRouteBuilder app)
    {
        app.MapDelete("/v1/people/{id:guid}/identity", ForgetPerson.Handle).WithTags("People").Names("id", "The entry's id: personId in incidents.")
            .RequireAuthorization(Scopes.EraseIdentities).Produces<ErasureAnswer>().MayAnswer(Problems.NotFound);
        app.MapPut("/v1/people/{id:guid}", ReplacePerson.Handle).WithTags("People").Names("id", "The entry's id: personId in incidents.")
            .RequireAuthorization(Scopes.WriteIncidents).Produces<PersonResponse>().Produces<PersonResponse>(201)
            .MayAnswer(Problems.StaleVersion, Problems.VersionRequired, Problems.InvalidHeader, Problems.UnknownCode, Problems.ExternalRefTaken,
                Problems.Contradiction, Problems.PersonErased, Problems.IdentityDamaged, Problems.VaultNotAvailable);
        app.MapPost("/v1/incidents/{id:guid}/erasures", EraseText.Handle).WithTags("Incidents").Names("id", "The incident's id.")
            .RequireAuthorization(Scopes.EraseIdentities).Produces<ErasureAnswer>().Bears("ETag", "The version that the incident has now.")
            .MayAnswer(Problems.NotFound, Problems.VersionRequired, Problems.StaleVersion, Problems.InvalidHeader, Problems.UnknownRef, Problems.UnknownCode);
    }
}
