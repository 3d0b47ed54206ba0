using System.ComponentModel;
using IncidentApi.Features.Incidents.Query;
using IncidentApi.Features.Incidents.Storage;
using IncidentApi.Platform.Http;
using IncidentApi.Platform.Security;

namespace IncidentApi.Features.Incidents;

internal static class GetIncident
{
    internal sealed record Parameters
    {
        [Description("Members to show, and no others; or body: exactly what PUT takes.")]
        public string[]? Fields { get; set; }

        [Description("The record as it stood at this instant (RFC 3339), or at the end of this day in UTC.")]
        [Instant] public string? AsOf { get; set; }
    }

    /// <summary>Reads one incident, with the ETag that a later change must send back.</summary>
    public static async Task<IResult> Handle(
        Guid id, Query<Parameters> query, Caller? caller, IncidentRead incidents, HttpRequest request, CancellationToken cancellation)
    {
        var fields = query.Value.Fields;
        if (Query.Fields.FaultOf(fields, ofOne: true) is { } fault) return ProblemResult.Of([fault]);
        if (caller is null) return Problems.NotFound.With();

        var found = InstantAttribute.Read(query.Value.AsOf) is { } instant
            ? await incidents.FindAsOfAsync(caller.OrganisationId, id, instant, cancellation)
            : await incidents.FindAsync(caller.OrganisationId, id, cancellation);
        if (found is null) return Problems.NotFound.With();
        if (request.Holds(found.Version)) return new NotModified(found.Version);

        return fields is null or [Query.Fields.All] ? new IncidentResult(found) : new PartialIncidentResult(found, fields);
    }
}
