using IncidentApi.Platform.Data;
using IncidentApi.Platform.Security;

namespace IncidentApi.Features.Partnerships;

/// <summary>Reads the partnerships of an organisation from both sides; PostgreSQL shows each side what is its own.</summary>
internal sealed class PartnershipRead(Store store, TimeProvider clock)
{
    public Task<List<PartnershipResponse>> ListAsync(Caller caller, CancellationToken cancellation) => ReadAsync(caller, $"true", cancellation);

    public async Task<PartnershipResponse?> FindAsync(Caller caller, Guid id, CancellationToken cancellation) =>
        (await ReadAsync(caller, $"p.id = {id}", cancellation)).SingleOrDefault();

    private Task<List<PartnershipResponse>> ReadAsync(Caller caller, Sql condition, CancellationToken cancellation)
    {
        var today = DateOnly.FromDateTime(clock.GetUtcNow().UtcDateTime);
        return store.ReadAsync(Scope.Of(caller.OrganisationId), $"""
            select p.id, p.organisation_id, p.organisation_name, p.partner_id, p.partner_name, p.visibility, p.purpose, p.until, p.created_at, p.ended_at,
                (select array_agg(coalesce(d.incident_id, i.incident_id) order by coalesce(d.incident_id, i.incident_id)) from partnership_incidents i
                    left join disclosures d on d.id = i.incident_id and d.organisation_id = i.organisation_id
                    where i.organisation_id = p.organisation_id and i.partnership_id = p.id)
            from partnerships p where {condition} order by p.created_at desc, p.id desc
            """,
            row =>
            {
                var organisation = row.GetGuid(1);
                DateTimeOffset? ended = row.IsDBNull(9) ? null : row.GetFieldValue<DateTimeOffset>(9);
                var until = row.GetFieldValue<DateOnly>(7);
                return new PartnershipResponse(row.GetGuid(0), organisation == caller.OrganisationId ? "given" : "received",
                    new(organisation, row.GetString(2)), new(row.GetGuid(3), row.GetString(4)), row.IsDBNull(5) ? null : row.GetString(5),
                    row.IsDBNull(10) ? null : row.GetFieldValue<Guid[]>(10), row.GetString(6), until, ended is null && until >= today,
                    row.GetFieldValue<DateTimeOffset>(8), ended);
            }, cancellation);
    }
}
