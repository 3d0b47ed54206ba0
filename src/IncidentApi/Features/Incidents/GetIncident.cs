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
        [Description("Members to show, and no others; or body: exactly what PUT takes. The schema of the answer is what it shows without them.")]
        public string[]? Fields { get; set; }

        [Description("The record as it stood at this instant (RFC 3339), or at the end of this day in UTC.")]
        [Instant] public string? AsOf { get; set; }

        [Description("Whose incidents: own (with a key), shared (by partners), or public (the default without a key). asOf and fields=body are for own alone.")]
        [IncidentScope] public string? Scope { get; set; }
    }

    /// <summary>Reads one incident, with the ETag that a later change must send back.</summary>
    public static async Task<IResult> Handle(
        Guid id, Query<Parameters> query, Caller? caller, IncidentRead incidents, Doors doors, HttpRequest request, HttpResponse response, CancellationToken cancellation)
    {
        var fields = query.Value.Fields;
        if (Query.Fields.FaultOf(fields, ofOne: true) is { } fault) return ProblemResult.Of([fault]);

        var door = doors.Open(caller, query.Value.Scope);
        if (FaultsAt(door, query.Value).ToList() is { Count: > 0 } faults) return ProblemResult.Of(faults);

        var found = InstantAttribute.Read(query.Value.AsOf) is { } instant
            ? await incidents.FindAsOfAsync(caller!.OrganisationId, id, instant, cancellation)
            : await IncidentRead.FindAsync(door, id, cancellation);
        if (found is null) return Problems.NotFound.With();
        response.MayBeKept(door.IsPublic);
        if (request.Holds(found.Version)) return new NotModified(found.Version);

        return fields is null or [Query.Fields.All] ? new IncidentResult(found) { IsPublic = door.IsPublic } : new PartialIncidentResult(found, fields) { IsPublic = door.IsPublic };
    }

    private static IEnumerable<Fault> FaultsAt(Door door, Parameters asked)
    {
        if (door.IsOwn) yield break;

        if (asked.AsOf is not null) yield return Problems.InvalidParameter.AtParameter("asOf", "Earlier versions are shown to their own organisation alone.");
        if (asked.Fields is [Query.Fields.Body]) yield return Problems.InvalidParameter.AtParameter("fields", "body is what PUT takes: it is for one's own records.");
    }
}
