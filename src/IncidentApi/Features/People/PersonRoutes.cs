using IncidentApi.Platform.Http;
using IncidentApi.Platform.Security;

namespace IncidentApi.Features.People;

internal static class PersonRoutes
{
    public static void MapPeople(this IEndpointRouteBuilder app)
    {
        var people = app.MapGroup("/v1/people").WithTags("People").WithMetadata(new TagWords("The organisation's register of people: one entry for one person, in whichever incidents."))
            .Names("id", "The entry's id: personId in incidents.");

        var reading = people.MapGroup("/").RequireAuthorization(Scopes.ReadIncidents);
        reading.MapPost("/search", SearchPeople.Handle).MayAnswer(Problems.InvalidFormat, Problems.VaultNotAvailable);
        reading.MapGet("/{id:guid}", GetPerson.Handle).Produces<PersonResponse>().Produces(304).MayAnswer(Problems.NotFound);

        var writing = people.MapGroup("/").RequireAuthorization(Scopes.WriteIncidents);
        writing.MapPut("/{id:guid}", ReplacePerson.Handle).Produces<PersonResponse>().Produces<PersonResponse>(201)
            .MayAnswer(Problems.StaleVersion, Problems.VersionRequired, Problems.InvalidHeader, Problems.UnknownCode, Problems.ExternalRefTaken,
                Problems.Contradiction, Problems.PersonErased, Problems.IdentityDamaged, Problems.VaultNotAvailable);
    }
}
