using IncidentApi.Features.People.Storage;
using IncidentApi.Platform.Audit;
using IncidentApi.Platform.Data;
using IncidentApi.Platform.Http;
using IncidentApi.Platform.Security;
using IncidentApi.Platform.Vault;

namespace IncidentApi.Features.People;

/// <summary>Somebody who is to be forgotten: every entry that is the same person, and every name by which to find what is left of them.</summary>
/// <param name="Entries">The entry that was named, and those that are one with it by a merge.</param>
/// <param name="Names">All their names; fewer where the vault does not open.</param>
/// <param name="KnowsNames">Whether every sealed name could be opened.</param>
/// <param name="Incidents">Where they stand or once stood.</param>
internal sealed record Forgotten(IReadOnlyList<PersonEntry> Entries, IReadOnlyList<string> Names, bool KnowsNames, IReadOnlyList<Guid> Incidents)
{
    public Guid[] Ids => [.. Entries.Select(entry => entry.Id)];
}

/// <summary>Takes a person out of the register: the data key, the sealed names, the open ones and the index. Labels and links stay, so figures do.</summary>
internal sealed class Forgetting(PersonRead read, KeyVault vault, Store store)
{
    public async Task<Forgotten?> FindAsync(Caller caller, Guid id, CancellationToken cancellation)
    {
        var entries = await read.FindAsync(caller.OrganisationId, $"select people_alike({(Guid[])[id]})", cancellation);
        if (entries.All(entry => entry.Id != id)) return null;

        var (names, knows) = await NamesOfAsync(caller, entries, cancellation);
        var ids = entries.Select(entry => entry.Id).ToArray();
        var incidents = await store.ReadAsync(Scope.Of(caller.OrganisationId),
            $"select distinct incident_id from person_places where person_id = any({ids}) order by incident_id", row => row.GetGuid(0), cancellation);
        return new Forgotten(entries, names, knows, incidents);
    }

    /// <summary>They stand before the incidents' own statements, and fail when a person was changed or came into another record meanwhile.</summary>
    public static IEnumerable<Sql> Statements(Caller caller, Forgotten person, DateTimeOffset now)
    {
        foreach (var entry in person.Entries.OrderBy(entry => entry.Id))
        {
            yield return $"""
                with written as (
                    update people set version = version + 1, name = null, aliases = {Array.Empty<string>()}, identity = null, erased_at = coalesce(erased_at, {now}), updated_at = {now}
                    where organisation_id = {caller.OrganisationId} and id = {entry.Id} and version = {entry.Version} returning 1)
                select require_current(count(*)) from written
                """;
            yield return PersonChanges.Append(caller, entry.Id, entry.Version + 1, PersonChanges.Erased, null, now);
        }

        yield return $"delete from person_keys where person_id = any({person.Ids})";
        yield return $"delete from person_names where person_id = any({person.Ids})";
        yield return $"delete from identity_grants where person_id = any({person.Ids})";
        yield return $"select require_current(count(distinct incident_id) - {person.Incidents.Count} + 1) from person_places where person_id = any({person.Ids})";
    }

    /// <summary>They stand last. Why the identity was read once may tell whose it was, so that goes too.</summary>
    public static IEnumerable<Sql> Audit(Caller caller, Forgotten person, string reason) => person.Ids.SelectMany(id => new[]
    {
        AuditLog.EraseReasons(id),
        AuditLog.Record(caller, AuditAct.IdentityErased, AuditSubject.Person, id, reason),
    });

    /// <summary>Who asks to be forgotten must not wait for a lost key: what does not open is erased all the same.</summary>
    private async Task<(IReadOnlyList<string> Names, bool Knows)> NamesOfAsync(Caller caller, IReadOnlyList<PersonEntry> entries, CancellationToken cancellation)
    {
        try
        {
            var keys = entries.Any(entry => entry.Sealed is not null) ? await vault.KeysOfAsync(caller.OrganisationId, cancellation) : null;
            return ([.. entries.SelectMany(entry => entry.Names(keys).All).Distinct()], true);
        }
        catch (ProblemException closed) when (closed.Problem.Kind == Problems.VaultNotAvailable || closed.Problem.Kind == Problems.IdentityDamaged)
        {
            return ([.. entries.SelectMany(entry => entry.Open.All).Distinct()], false);
        }
    }
}
