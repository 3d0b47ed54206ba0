using IncidentApi.Platform.Data;
using IncidentApi.Platform.Http;

namespace IncidentApi.Features.People.Storage;

/// <summary>Finds entries of an organisation's register.</summary>
internal sealed class PersonRead(Store store)
{
    /// <summary>Raised by <c>require_current</c>: somebody changed the entry since it was read.</summary>
    public const string Overtaken = "HR409";

    public async Task<IReadOnlyList<PersonEntry>> FindAsync(Guid organisation, IReadOnlyList<Involved> people, CancellationToken cancellation)
    {
        var ids = people.SelectMany(person => new[] { person.PersonId, person.Known }).OfType<Guid>().Distinct().ToArray();
        var names = people.Select(person => person.ExternalRef).OfType<ExternalRef>().Distinct().ToList();
        return ids.Length == 0 && names.Count == 0 ? [] : await FindAsync(organisation, ids, names, cancellation);
    }

    public async Task<PersonEntry?> FindAsync(Guid organisation, Guid id, CancellationToken cancellation) =>
        (await FindAsync(organisation, [id], [], cancellation)).SingleOrDefault();

    public Task<List<PersonEntry>> FindAsync(Guid organisation, Sql ids, CancellationToken cancellation) => store.ReadAsync(Scope.Of(organisation), $"""
        select {PersonEntry.Columns} from people p left join person_keys k on k.organisation_id = p.organisation_id and k.person_id = p.id
        where p.id in ({ids}) order by p.id
        """, PersonEntry.Read, cancellation);

    private Task<List<PersonEntry>> FindAsync(Guid organisation, Guid[] ids, IReadOnlyList<ExternalRef> names, CancellationToken cancellation)
    {
        var systems = names.Select(name => name.System!).ToArray();
        var namesThere = names.Select(name => name.Id!).ToArray();
        return FindAsync(organisation, $"""
            select unnest({ids})
            union all
            select id from people where (external_system, external_id) in (select * from unnest({systems}, {namesThere}))
            """, cancellation);
    }
}
