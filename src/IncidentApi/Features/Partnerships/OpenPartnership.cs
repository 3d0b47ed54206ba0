using System.Globalization;
using IncidentApi.Platform.Audit;
using IncidentApi.Platform.Data;
using IncidentApi.Platform.Http;
using IncidentApi.Platform.Security;
using Microsoft.AspNetCore.Http.HttpResults;

namespace IncidentApi.Features.Partnerships;

internal static class OpenPartnership
{
    /// <summary>Lets another organisation read what the caller's publishes for partners, for a purpose and until a day.</summary>
    public static async Task<Results<Created<PartnershipResponse>, ProblemResult>> Handle(
        Body<PartnershipBody> body, Caller caller, Store store, PartnershipRead read, TimeProvider clock, CancellationToken cancellation)
    {
        var asked = body.Value;
        var partner = Guid.Parse(asked.Partner!);
        if (partner == caller.OrganisationId)
        {
            return ProblemResult.Of([Problems.Contradiction.At("/partner", "An organisation reads its own records without a partnership.", asked.Partner)]);
        }

        var name = await store.FindAsync(Scope.Of(caller.OrganisationId), $"select name_of_organisation({partner}) where name_of_organisation({partner}) is not null",
            row => row.GetString(0), cancellation);
        if (name is null) return ProblemResult.Of([Problems.UnknownOrganisation.At("/partner", "There is no organisation with this id.", asked.Partner)]);

        var incidents = (asked.Incidents ?? []).Select(Guid.Parse).ToArray();
        var shared = await SharedAsAsync(store, caller, incidents, cancellation);
        var unknown = incidents.Select((id, i) => (id, i)).Where(incident => !shared.ContainsKey(incident.id))
            .Select(incident => Problems.UnknownIncident.At($"/incidents/{incident.i}", "No record of yours with this id is published for partners.", incident.id.ToString())).ToList();
        if (unknown.Count > 0) return ProblemResult.Of(unknown);

        var id = Guid.CreateVersion7(clock.GetUtcNow());
        await store.WriteAsync(Scope.Of(caller.OrganisationId),
        [
            Sql.Of($"""
            insert into partnerships (organisation_id, id, partner_id, organisation_name, partner_name, visibility, purpose, until, created_at, created_by)
            values ({caller.OrganisationId}, {id}, {partner}, {caller.OrganisationName}, {name}, {asked.Visibility}, {asked.Purpose},
                {DateOnly.ParseExact(asked.Until!, "yyyy-MM-dd", CultureInfo.InvariantCulture)}, {clock.GetUtcNow()}, {caller.KeyId})
            """).Awaited(),
            .. shared.Values.Distinct().Select(incident => Sql.Of($"""
                insert into partnership_incidents (organisation_id, partnership_id, partner_id, incident_id)
                values ({caller.OrganisationId}, {id}, {partner}, {incident})
                """)),
            AuditLog.Record(caller, AuditAct.PartnershipOpened, AuditSubject.Partnership, id, asked.Purpose),
        ], cancellation);
        return TypedResults.Created($"/v1/partnerships/{id}", await read.FindAsync(caller, id, cancellation));
    }

    /// <summary>Under which ids partners see these records; those that they do not see are missing.</summary>
    private static async Task<Dictionary<Guid, Guid>> SharedAsAsync(Store store, Caller caller, Guid[] incidents, CancellationToken cancellation)
    {
        if (incidents.Length == 0) return [];

        var found = await store.ReadAsync(Scope.Of(caller.OrganisationId), $"""
            select d.incident_id, d.id from disclosures d join shared_incidents s on s.id = d.id
            where d.audience = 'partners' and d.incident_id = any({incidents})
            """, row => (row.GetGuid(0), row.GetGuid(1)), cancellation);
        return found.ToDictionary();
    }
}
