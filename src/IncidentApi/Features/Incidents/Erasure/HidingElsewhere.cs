using IncidentApi.Features.Incidents.Body;
using IncidentApi.Features.Incidents.Storage;
using IncidentApi.Features.Incidents.Validation;
using IncidentApi.Platform.Data;
using IncidentApi.Platform.Security;

namespace IncidentApi.Features.Incidents.Erasure;

/// <summary>A record in which somebody still stands by name, and its versions without it.</summary>
internal sealed record StillNamed(StoredIncident Record, IReadOnlyList<ErasedDocument> Documents);

/// <summary>Whom one record or the register sends to the vault is taken out of every other record too, whatever that one says: a name cannot be hidden in one place.</summary>
internal sealed class HidingElsewhere(IncidentRead read, Store store)
{
    /// <param name="caller">For whose records.</param>
    /// <param name="people">Who is hidden from now on.</param>
    /// <param name="except">The record that says so, which is written anyway.</param>
    /// <param name="cancellation">Ends the search.</param>
    public async Task<IReadOnlyList<StillNamed>> FindAsync(Caller caller, IReadOnlyList<Whom> people, Guid? except, CancellationToken cancellation)
    {
        if (people.Count == 0) return [];

        var ids = people.SelectMany(person => person.Ids).ToArray();
        var places = await store.ReadAsync(Scope.Of(caller.OrganisationId), $"""
            select distinct incident_id, person_id from person_places where person_id in (select people_alike({ids})) order by incident_id
            """, row => (Incident: row.GetGuid(0), Person: row.GetGuid(1)), cancellation);

        var whom = new Whom([.. ids.Concat(places.Select(place => place.Person)).Distinct()], [], [.. people.SelectMany(person => person.Names).Distinct()]);
        var named = new List<StillNamed>();
        foreach (var incident in places.Select(place => place.Incident).Distinct().Where(incident => incident != except))
        {
            if (await read.FindAsync(caller.OrganisationId, incident, cancellation) is not { } current) continue;

            var documents = PersonErasure.TakeOut(await read.FindVersionsAsync(caller.OrganisationId, current, cancellation), [whom]).Documents;
            if (documents.Count > 0) named.Add(new StillNamed(current, documents));
        }

        return named;
    }

    /// <summary>Who goes to the vault with this version of a record, and did not stand there in the one before.</summary>
    public static IReadOnlyList<Whom> NewlyHidden(IEnumerable<Involvement>? settled, IEnumerable<Involvement>? sent, IEnumerable<Involvement>? old) =>
    [
        .. (settled ?? []).Where(person => person.PersonId is not null && person.Disclosure == VaultRules.Vault
                && old?.Any(before => before.PersonId == person.PersonId && before.Disclosure == VaultRules.Vault) != true)
            .Select(person => new Whom([Guid.Parse(person.PersonId!)], [], [.. (sent ?? []).Where(other => other.Ref == person.Ref).SelectMany(Whom.NamesOf)])),
    ];
}
