using IncidentApi.Features.People.Names;
using IncidentApi.Features.People.Storage;
using IncidentApi.Platform.Audit;
using IncidentApi.Platform.Data;
using IncidentApi.Platform.Http;
using IncidentApi.Platform.Security;
using IncidentApi.Platform.Vault;
using Microsoft.AspNetCore.Http.HttpResults;

namespace IncidentApi.Features.People;

internal static class SearchPeople
{
    private const int Most = 50;

    /// <summary>Finds people by a name in any spelling, or by their name in the sender's system. A name belongs in a body, never in an address.</summary>
    public static async Task<Results<Ok<FoundPeople>, ProblemResult>> Handle(
        Body<PersonSearch> search, Caller caller, PersonRead read, KeyVault vault, AuditTally tally, HttpResponse response, CancellationToken cancellation)
    {
        tally.Count(caller, AuditAct.Searched);
        var found = search.Value.ExternalRef is { } name
            ? await read.FindAsync(caller.OrganisationId, ByExternalRef(name, caller), cancellation)
            : await FindByNameAsync(search.Value.Name!, caller, read, vault, cancellation);
        if (found is null) return ProblemResult.Of([Problems.InvalidFormat.At("/name", "This holds no word that a name could have.")]);

        response.Headers.CacheControl = "no-store";
        return TypedResults.Ok(new FoundPeople([.. found.Take(Most).Select(Shown)], found.Count > Most));
    }

    private static async Task<List<PersonEntry>?> FindByNameAsync(string name, Caller caller, PersonRead read, KeyVault vault, CancellationToken cancellation)
    {
        var words = NameForms.TokensOf(name).Select(token => token.AllStems.ToList()).ToList();
        if (words.Count == 0) return null;

        // While a rotation goes on, some people are indexed under the old key and some under the new one.
        for (; ; )
        {
            var keys = await vault.KeysOfAsync(caller.OrganisationId, cancellation);
            var alternatives = keys.Generations.Select(generation => ByWords(
                [.. words.SelectMany(stems => stems).Select(stem => keys.MacOf(stem, generation))], [.. words.Index().SelectMany(word => word.Item.Select(_ => word.Index))], words.Count, caller));
            var found = await read.FindAsync(caller.OrganisationId, Sql.Join(" union ", alternatives), cancellation);
            if ((await vault.KeysOfAsync(caller.OrganisationId, cancellation)).Generations.SequenceEqual(keys.Generations)) return found;
        }
    }

    /// <summary>Who has each of the words, in one of its readings, among the names.</summary>
    private static Sql ByWords(byte[][] macs, int[] words, int count, Caller caller) => $"""
        (select person_id from unnest({macs}, {words}) sought(mac, word) join person_names using (mac)
            join people on people.organisation_id = person_names.organisation_id and people.id = person_id
        where {Visible(caller)}
        group by person_id having count(distinct word) = {count} order by person_id limit {Most + 1})
        """;

    private static Sql ByExternalRef(ExternalRef name, Caller caller) =>
        $"select id from people where external_system = {name.System} and external_id = {name.Id} and {Visible(caller)}";

    /// <summary>Whoever only reads could try out names until one is hidden: the vault answers to those who record people.</summary>
    private static Sql Visible(Caller caller) => caller.Has(Scopes.WriteIncidents) ? $"true" : (Sql)$"disclosure <> {Disclosures.Vault}";

    private static FoundPerson Shown(PersonEntry person) => new(person.Id, person.Label, person.Disclosure, person.Open.Name,
        person.IsHidden ? null : person.ExternalRef, person.MergedInto);
}
