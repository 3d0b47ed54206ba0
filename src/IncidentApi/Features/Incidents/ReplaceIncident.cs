using IncidentApi.Features.Incidents.Storage;
using IncidentApi.Platform.Changes;
using IncidentApi.Platform.Data;
using IncidentApi.Platform.Http;
using IncidentApi.Platform.Security;
using Npgsql;

namespace IncidentApi.Features.Incidents;

internal static class ReplaceIncident
{
    /// <summary>Replaces an incident if nobody changed it since the caller read it, or records it under the client's own UUID.</summary>
    public static async Task<IResult> Handle(Guid id, Body<IncidentBody> body, Caller caller, IncidentRead read, IncidentWrite write,
        IncidentChange change, HttpRequest request, CancellationToken cancellation)
    {
        var found = await read.FindAsync(caller.OrganisationId, id, cancellation);
        if (found is null)
        {
            if (request.ReadIfMatch() is not null) return Problems.StaleVersion.With("There is no such record, so no version of it can match.");

            try
            {
                return new IncidentResult(await write.InsertAsync(caller, id, body.Value, null, StatusCodes.Status201Created, cancellation), StatusCodes.Status201Created);
            }
            catch (PostgresException taken) when (taken.Violates(IncidentTable.PrimaryKey))
            {
                // Somebody recorded it a moment ago: go on as if it had been there.
            }
            catch (PostgresException taken) when (taken.Violates(IncidentTable.UniqueExternalRef))
            {
                return Problems.ExternalRefTaken.With(null, Problems.ExternalRefTaken.At("/externalRef", "Another incident of yours has it."));
            }
        }
        else if (request.MustBeNew() && !await write.SaysTheSameAsync(caller, found, body.Value, cancellation))
        {
            return Problems.StaleVersion.With("The record exists.");
        }

        return await change.ChangeAsync(caller, id, request, old => new Step(old.With(body.Value), ChangeKind.Replaced, MayBeThere: true), cancellation);
    }
}
