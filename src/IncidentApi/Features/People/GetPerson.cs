using IncidentApi.Features.People.Storage;
using IncidentApi.Platform.Data;
using IncidentApi.Platform.Http;
using IncidentApi.Platform.Security;

namespace IncidentApi.Features.People;

internal static class GetPerson
{
    private const int MostPlaces = 200;

    /// <summary>Reads one entry of the register, with the incidents in which the person stands.</summary>
    public static async Task<IResult> Handle(Guid id, Caller caller, PersonRead read, Store store, HttpRequest request, HttpResponse response, CancellationToken cancellation)
    {
        if (await read.FindAsync(caller.OrganisationId, id, cancellation) is not { } person) return Problems.NotFound.With();
        if (request.Holds(person.Version)) return new NotModified(person.Version);

        return await ShowAsync(person, caller, store, response, StatusCodes.Status200OK, cancellation);
    }

    public static async Task<IResult> ShowAsync(PersonEntry person, Caller caller, Store store, HttpResponse response, int status, CancellationToken cancellation)
    {
        var scope = Scope.Of(caller.OrganisationId);
        var merged = await store.ReadAsync(scope, $"select id from people where merged_into = {person.Id} order by id", row => row.GetGuid(0), cancellation);
        var places = await store.ReadAsync(scope, $"""
            select incident_id, ref, role from person_places where person_id = any({(Guid[])[person.Id, .. merged]}) and standing
            order by incident_id desc, ref limit {MostPlaces + 1}
            """, row => new PlaceInIncident(row.GetGuid(0), row.GetString(1), row.GetString(2)), cancellation);

        if (status == StatusCodes.Status201Created) response.Headers.Location = $"/v1/people/{person.Id}";
        response.Headers.ETag = Preconditions.ToETag(person.Version);
        response.Headers.CacheControl = "no-store";
        return TypedResults.Json(new PersonResponse
        {
            Id = person.Id,
            Version = person.Version,
            ExternalRef = person.ExternalRef,
            Label = person.Label,
            Disclosure = person.Disclosure,
            Name = person.Open.Name,
            Aliases = person.Open.Aliases is { Count: > 0 } aliases ? aliases : null,
            MergedInto = person.MergedInto,
            Merged = merged,
            ErasedAt = person.ErasedAt,
            CreatedAt = person.CreatedAt,
            UpdatedAt = person.UpdatedAt,
            Incidents = [.. places.Take(MostPlaces)],
            MoreIncidents = places.Count > MostPlaces,
        }, Json.Answers, statusCode: status);
    }
}
