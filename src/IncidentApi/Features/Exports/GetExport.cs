using IncidentApi.Features.Exports.Storage;
using IncidentApi.Platform.Http;
using IncidentApi.Platform.Security;
using Microsoft.AspNetCore.Http.HttpResults;

namespace IncidentApi.Features.Exports;

internal static class GetExport
{
    /// <summary>
    /// Reads the manifest of an export: how far it has come, or what it holds and whether it is whole. An export that was made without a key is
    /// shown, without a key, to whoever knows its id.
    /// </summary>
    public static async Task<Results<Ok<ExportManifest>, ProblemResult>> Handle(Guid id, Caller? caller, ExportRecords records, HttpResponse response, CancellationToken cancellation)
    {
        response.Headers.CacheControl = "no-store";
        return await records.FindAsync(caller, id, cancellation) is { } found ? TypedResults.Ok(found) : Problems.NotFound.With();
    }
}
