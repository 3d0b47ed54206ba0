using IncidentApi.Platform.Http;
using IncidentApi.Platform.Limits;
using IncidentApi.Platform.Security;

namespace IncidentApi.Features.Exports;

internal static class ExportRoutes
{
    public static void MapExports(this IEndpointRouteBuilder app)
    {
        var exports = app.MapGroup("/v1").WithTags("Exports").WithMetadata(new TagWords("All of what a filter finds, as a file; and the proof that the file is whole."))
            .RequireAuthorization(Scopes.ExportIncidentsOrAnonymous);

        exports.MapGet("/incidents/export", ExportIncidents.Handle)
            .Produces<ExportedFeatures>(200, "application/x-ndjson", "text/csv", "application/geo+json", Formats.ExportFormat.WorkbookType)
            .LinesAre(typeof(Incidents.Incident))
            .Costs(ExportIncidents.Cost)
            .Bears(ExportAnswer.IdHeader, "The export's id: its manifest is at /v1/exports/{id}.")
            .Bears("Link", "The address of the manifest, rel=\"describedby\" (RFC 8288).")
            .Bears("Content-Disposition", "A name for the file.")
            .Bears(ExportAnswer.ManifestTrailer, "A trailer, behind the content and only if it is whole: the manifest as at /v1/exports/{id}, on one line of ASCII.")
            .Bears("Repr-Digest", "A trailer: the SHA-256 of the content (RFC 9530). With a content coding it is Unencoded-Digest, of the content before the coding.");
        exports.MapGet("/exports/{id:guid}", GetExport.Handle).Names("id", "The export's id, as Export-Id told it.").MayAnswer(Problems.NotFound);
    }
}
