using IncidentApi.Features.People.Identities;
using IncidentApi.Features.People.Merges;
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

        reading.MapGet("/{id:guid}/history", ListPersonHistory.Handle).MayAnswer(Problems.NotFound, Problems.InvalidCursor);

        var merges = people.MapGroup("/{id:guid}/merges").RequireAuthorization(Scopes.ReviewIncidents).MayAnswer(Problems.NotFound);
        merges.MapPost("/", MergePeople.Handle).Produces<PersonResponse>().MayAnswer(Problems.Contradiction, Problems.UnknownRef, Problems.InvalidFormat, Problems.AlreadyMerged);
        merges.MapDelete("/{other:guid}", UnmergePeople.Handle).Produces<PersonResponse>().Names("other", "The entry that went into this one.");

        people.MapPost("/{id:guid}/identity-access", AccessIdentity.Handle).RequireAuthorization(Scopes.ReadIdentities).Produces<RevealedIdentity>()
            .MayAnswer(Problems.NotFound, Problems.IdentityErased, Problems.IdentityDamaged, Problems.NamesSomebody, Problems.TooManyReads, Problems.VaultNotAvailable);
    }
}
