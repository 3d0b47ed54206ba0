using IncidentApi.Platform.Data;
using IncidentApi.Platform.Http;
using IncidentApi.Platform.Security;

namespace IncidentApi.Features.Incidents.Erasure;

/// <summary>A copy that no transaction of this server can change.</summary>
/// <param name="Kind">
/// partner: an organisation that could read the record. public: it stood in public. storage: what PostgreSQL keeps of replaced rows until
/// VACUUM FULL, and in its write-ahead log until that is recycled. backup: backups made before now.
/// </param>
/// <param name="Since">The day from which it could be read.</param>
/// <param name="Organisation">The partner.</param>
/// <param name="Detail">What to do about it.</param>
internal sealed record CopyBeyondReach(
    [property: OneOf("partner", "public", "storage", "backup", Called = "CopyKind", Note = "Where a copy is that this service cannot erase.")] string Kind,
    DateOnly? Since, PartnerOrganisation? Organisation, string Detail);

/// <summary>An organisation with which records are shared.</summary>
/// <param name="Id">The organisation's id.</param>
/// <param name="Name">Its name.</param>
[SchemaName("CopyHolder")]
internal sealed record PartnerOrganisation(Guid Id, string Name);

/// <summary>Lists the copies of some records that are out of reach, so that somebody can go after them.</summary>
internal sealed class Copies(Store store)
{
    private static readonly CopyBeyondReach[] OfEveryDatabase =
    [
        new("storage", null, null, "Run VACUUM FULL on people, person_keys, incidents, incident_versions and audit_reasons, and let the write-ahead log be recycled."),
        new("backup", null, null, "A sealed identity in an older backup opens with nothing that was made since; a name that stood in the clear stays there until the backup is thrown away."),
    ];

    public async Task<IReadOnlyList<CopyBeyondReach>> OfAsync(Caller caller, IReadOnlyList<Guid> incidents, CancellationToken cancellation)
    {
        var ids = incidents.ToArray();
        var shown = await store.ReadAsync(Scope.Of(caller.OrganisationId), $"""
            select 'public', min(since), null::uuid, null from disclosures where incident_id = any({ids}) and audience = 'public' having count(*) > 0
            union all
            select 'partner', greatest(min(d.since), min(p.created_at)::date), p.partner_id, p.partner_name
            from disclosures d join partnerships p on p.organisation_id = d.organisation_id and p.until >= d.since
            where d.organisation_id = {caller.OrganisationId} and d.incident_id = any({ids}) and d.audience = 'partners'
                and (p.visibility is not null or exists (select from partnership_incidents i where i.organisation_id = p.organisation_id and i.partnership_id = p.id and i.incident_id = d.id))
            group by p.partner_id, p.partner_name
            order by 1, 2
            """,
            row => new CopyBeyondReach(row.GetString(0), row.GetFieldValue<DateOnly>(1), row.IsDBNull(2) ? null : new PartnerOrganisation(row.GetGuid(2), row.GetString(3)),
                row.IsDBNull(2) ? "Whoever read it in public may have kept it." : "Ask them to take it out of what they copied."), cancellation);
        return [.. shown, .. OfEveryDatabase];
    }
}
