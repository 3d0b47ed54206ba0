using IncidentApi.Features.People.Storage;
using IncidentApi.Platform.Data;
using IncidentApi.Platform.Http;
using IncidentApi.Platform.Vault;
using Npgsql;

namespace IncidentApi.Features.People.Rotation;

/// <summary>
/// Gives an organisation a new key: wraps the data keys of its people again and makes their blind index anew, few at a time, and then
/// deletes the old key. Both keys are there meanwhile, so the service reads and writes on; a writer that still used the old one as it
/// goes tries again with the new one. Interrupted, it goes on with the new key that it finds.
/// </summary>
internal sealed class OrganisationKeyRotation(KeyVault vault, PersonRead read, Store store)
{
    private const int Batch = 50;

    /// <returns>How many people were moved to the new key.</returns>
    public async Task<int> RunAsync(Guid organisation, CancellationToken cancellation)
    {
        var keys = await vault.KeysOfAsync(organisation, cancellation);
        if (keys.Generations.Count() == 1) keys = await vault.RenewAsync(organisation, cancellation);

        var moved = 0;
        var damaged = new HashSet<Guid>();
        for (; ; )
        {
            var behind = await BehindAsync(organisation, keys.Current, damaged, cancellation);
            foreach (var person in behind)
            {
                if (await MoveAsync(person, keys, cancellation) is { } done) moved += done ? 1 : 0;
                else damaged.Add(person.Id);
            }

            if (behind.Count == 0 && damaged.Count > 0)
            {
                throw new InvalidOperationException($"The old key of {organisation} stays, for these people's rows do not open: {string.Join(", ", damaged)}.");
            }

            if (behind.Count == 0 && await DeleteOldAsync(organisation, keys.Current, cancellation)) return moved;
        }
    }

    private async Task<List<PersonEntry>> BehindAsync(Guid organisation, int current, HashSet<Guid> damaged, CancellationToken cancellation) => await read.FindAsync(organisation, $"""
        select person_id from (
            select person_id from person_keys where generation < {current}
            union select person_id from person_names where generation < {current}) behind
        where person_id <> all({damaged.ToArray()}) order by person_id limit {Batch}
        """, cancellation);

    /// <summary>Moves one person; false when somebody changed the entry meanwhile, null when it does not open.</summary>
    private async Task<bool?> MoveAsync(PersonEntry person, OrganisationKeys keys, CancellationToken cancellation)
    {
        try
        {
            var names = person.Names(keys);
            var dataKey = person.Sealed is null ? null : keys.Unwrap(person.Sealed.Key, person.Id, person.Sealed.Generation)!;
            await store.WriteAsync(Scope.Of(keys.Organisation),
            [
                // Whoever changes the names waits, and then replaces what is written here.
                $"with held as (select 1 from people where id = {person.Id} and version = {person.Version} for share) select require_current(count(*)) from held",
                .. dataKey is null ? [] : new[] { Rewrap(person, keys, dataKey) },
                .. NameIndex.Replace(keys.Organisation, person.Id, names, keys),
            ], cancellation);
            return true;
        }
        catch (PostgresException overtaken) when (Register.IsOvertaken(overtaken))
        {
            return false;
        }
        catch (ProblemException refused) when (refused.Problem.Kind == Problems.IdentityDamaged)
        {
            return null;
        }
    }

    private static Sql Rewrap(PersonEntry person, OrganisationKeys keys, byte[] dataKey) => $"""
        update person_keys set generation = {keys.Current}, wrapped = {keys.Wrap(dataKey, person.Id)}
        where organisation_id = {keys.Organisation} and person_id = {person.Id}
        """;

    private async Task<bool> DeleteOldAsync(Guid organisation, int current, CancellationToken cancellation)
    {
        try
        {
            await store.WriteAsync(Scope.Of(organisation), [$"delete from vault_keys where organisation_id = {organisation} and generation < {current}"], cancellation);
            return true;
        }
        catch (PostgresException used) when (used.SqlState == PostgresErrorCodes.ForeignKeyViolation)
        {
            // Somebody wrote under the old key until now.
            return false;
        }
    }
}
