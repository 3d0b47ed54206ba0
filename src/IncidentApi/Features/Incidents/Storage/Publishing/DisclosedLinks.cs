using IncidentApi.Features.Incidents.Body;
using IncidentApi.Features.Incidents.Disclosure;
using IncidentApi.Platform.Data;
using IncidentApi.Platform.Http;
using IncidentApi.Platform.Security;
using Npgsql;

namespace IncidentApi.Features.Incidents.Storage.Publishing;

/// <summary>Under which id, reference and version an audience knows a record already.</summary>
internal sealed record KnownDisclosure(Guid Id, string Reference, int Version, DateOnly Since, byte[] Digest);

/// <summary>How audiences know a record, and the records that it names.</summary>
internal sealed class DisclosedLinks
{
    private readonly Dictionary<(Audience, Guid), Guid> _byId = [];
    private readonly Dictionary<(Audience, ExternalRef), Guid> _byName = [];

    /// <summary>Records of anybody that the world sees, named by the id that it knows: another organisation's record of the same event, say.</summary>
    private readonly HashSet<Guid> _ofOthers = [];

    private readonly bool _isForEverybody;

    private DisclosedLinks(bool isForEverybody) => _isForEverybody = isForEverybody;

    public Dictionary<Audience, KnownDisclosure> Known { get; } = [];

    /// <summary>The id under which an audience sees a related record; null when it sees none.</summary>
    public Guid? ShownAs(Relation relation, Audience audience)
    {
        // One row is for all partners, those too who may read nothing but what is for everybody.
        if (audience == Audience.Partners && _isForEverybody && ShownAs(relation, Audience.Public) is null) return null;
        if (relation.Id is not { } written) return _byName.TryGetValue((audience, relation.ExternalRef!), out var named) ? named : null;

        var id = Guid.Parse(written);
        return _byId.TryGetValue((audience, id), out var shown) ? shown : _ofOthers.Contains(id) ? id : null;
    }

    public static async Task<DisclosedLinks> ReadAsync(Store store, PublicStore publicStore, Caller caller, Incident incident, CancellationToken cancellation)
    {
        var relations = incident.Related ?? [];
        var ids = relations.Select(relation => relation.Id).OfType<string>().Select(Guid.Parse).ToArray();
        var names = relations.Select(relation => relation.ExternalRef).OfType<ExternalRef>().ToList();
        var links = new DisclosedLinks(incident.Visibility == "public");
        await store.ReadAllAsync(Scope.Of(caller.OrganisationId),
        [
            ($"select audience, id, reference, version, since, digest from disclosures where incident_id = {incident.Id}", async rows =>
            {
                while (await rows.ReadAsync(cancellation))
                {
                    links.Known[AudienceOf(rows)] = new(rows.GetGuid(1), rows.GetString(2), rows.GetInt32(3), rows.GetFieldValue<DateOnly>(4), rows.GetFieldValue<byte[]>(5));
                }
            }),
            .. relations.Count == 0 ? [] : new (Sql, Func<NpgsqlDataReader, Task>)[]
            {
                ($"""
                select d.audience, d.id, i.id, i.external_system, i.external_id from incidents i join disclosures d on d.incident_id = i.id
                where (i.id = any({ids}) or (i.external_system, i.external_id) in (select * from unnest({names.Select(name => name.System!).ToArray()}, {names.Select(name => name.Id!).ToArray()})))
                    and (d.audience = 'partners' and exists (select from shared_incidents s where s.id = d.id and s.organisation_id = d.organisation_id)
                        or d.audience = 'public' and exists (select from public_incidents p where p.id = d.id))
                """, async rows =>
                {
                    while (await rows.ReadAsync(cancellation))
                    {
                        links._byId[(AudienceOf(rows), rows.GetGuid(2))] = rows.GetGuid(1);
                        if (!rows.IsDBNull(4)) links._byName[(AudienceOf(rows), new ExternalRef { System = rows.GetString(3), Id = rows.GetString(4) })] = rows.GetGuid(1);
                    }
                }),
            },
        ], cancellation);
        if (ids.Length > 0) links._ofOthers.UnionWith(await publicStore.ReadAsync(Scope.Nobody, $"select id from public_incidents where id = any({ids})", row => row.GetGuid(0), cancellation));
        return links;
    }

    private static Audience AudienceOf(NpgsqlDataReader row) => row.GetString(0) == "partners" ? Audience.Partners : Audience.Public;
}
