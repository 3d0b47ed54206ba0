using IncidentApi.Features.People.Names;
using IncidentApi.Platform.Data;
using IncidentApi.Platform.Security;
using IncidentApi.Platform.Vault;

namespace IncidentApi.Features.People;

/// <summary>Finds the entries of the register whose names some readers may not see, by the words of a text, without opening any of them.</summary>
internal sealed class HiddenPeople(Store store, KeyVault vault)
{
    /// <summary>To each stem of a hidden name, whose it is.</summary>
    /// <param name="caller">For whose register.</param>
    /// <param name="stems">The stems of the texts.</param>
    /// <param name="shown">The disclosures that the readers may see.</param>
    /// <param name="ofThisRecord">Entries that stand in the record itself, where a single word is telling.</param>
    /// <param name="cancellation">Ends the search.</param>
    public async Task<IReadOnlyDictionary<string, IReadOnlyList<NameOwner>>> FindAsync(
        Caller caller, IReadOnlyCollection<string> stems, string[] shown, IReadOnlySet<Guid> ofThisRecord, CancellationToken cancellation)
    {
        if (stems.Count == 0 || !await HasHiddenAsync(caller, shown, cancellation)) return new Dictionary<string, IReadOnlyList<NameOwner>>();

        // While a rotation goes on, some people are indexed under the old key and some under the new one.
        for (; ; )
        {
            var keys = await vault.KeysOfAsync(caller.OrganisationId, cancellation);
            var byMac = keys.Generations.SelectMany(generation => stems.Select(stem => (Stem: stem, Mac: keys.MacOf(stem, generation))))
                .ToLookup(word => Convert.ToHexString(word.Mac), word => word);
            var found = await ReadAsync(caller, [.. byMac.Select(words => words.First().Mac)], shown, cancellation);
            if (!(await vault.KeysOfAsync(caller.OrganisationId, cancellation)).Generations.SequenceEqual(keys.Generations)) continue;

            return found.SelectMany(hit => byMac[Convert.ToHexString(hit.Mac)].Select(word => (word.Stem, Owner: new NameOwner(hit.Person.ToString(), hit.Parts, ofThisRecord.Contains(hit.Person)))))
                .GroupBy(hit => hit.Stem, hit => hit.Owner).ToDictionary(hit => hit.Key, IReadOnlyList<NameOwner> (hit) => [.. hit.Distinct()]);
        }
    }

    private async Task<bool> HasHiddenAsync(Caller caller, string[] shown, CancellationToken cancellation) =>
        (await store.ReadAsync(Scope.Of(caller.OrganisationId), $"select 1 from people where disclosure <> all({shown}) and erased_at is null limit 1", _ => true, cancellation)).Count > 0;

    private Task<List<(byte[] Mac, Guid Person, int Parts)>> ReadAsync(Caller caller, byte[][] macs, string[] shown, CancellationToken cancellation) =>
        store.ReadAsync(Scope.Of(caller.OrganisationId), $"""
            select n.mac, n.person_id, (select count(*) from person_names o where o.person_id = n.person_id and o.generation = n.generation)
            from person_names n join people p on p.organisation_id = n.organisation_id and p.id = n.person_id
            where n.mac = any({macs}) and p.disclosure <> all({shown})
            """, row => (row.GetFieldValue<byte[]>(0), row.GetGuid(1), (int)row.GetInt64(2)), cancellation);
}
