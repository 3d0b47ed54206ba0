using IncidentApi.Features.Incidents.Storage;
using IncidentApi.Platform.Http;
using IncidentApi.Platform.Idempotency;
using IncidentApi.Platform.Secrets;
using IncidentApi.Platform.Security;

namespace IncidentApi.Features.Incidents;

internal static class CreateIncident
{
    /// <summary>Records an incident. Sent again with the same Idempotency-Key or the same externalRef, it answers with the first record.</summary>
    public static async Task<IResult> Handle(
        Body<IncidentBody> body, Caller caller, IncidentRecording recording, InstallationSecret secret, HttpRequest request, CancellationToken cancellation)
    {
        var idempotent = IdempotentRequest.Of(secret, request.ReadIdempotencyKey(), request.Method, request.Path, body.Bytes);
        return await recording.CreateAsync(caller, body.Value, idempotent, cancellation);
    }
}
