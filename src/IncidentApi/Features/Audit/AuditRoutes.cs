using IncidentApi.Platform.Http;
using IncidentApi.Platform.Security;

namespace IncidentApi.Features.Audit;

internal static class AuditRoutes
{
    public static void MapAudit(this IEndpointRouteBuilder app)
    {
        var audit = app.MapGroup("/v1/audit").WithTags("Audit")
            .WithMetadata(new TagWords("What was done, by which key and when; and the proof that nobody has changed it since."));

        audit.MapGet("/", ListEntries.Handle).RequireAuthorization(Scopes.ReadAudit).MayAnswer(Problems.InvalidCursor);
        audit.MapGet("/proof/{position:long}", GetProof.Handle).RequireAuthorization(Scopes.ReadAudit)
            .Names("position", "The entry's position in the organisation's log.").MayAnswer(Problems.NotFound, Problems.NotSealed, Problems.NoCheckpoint, Problems.AuditTampered);
        audit.MapGet("/export", ExportLog.Handle).RequireAuthorization(Scopes.ReadAudit);

        // Roots and hashes say nothing of what is hashed; whoever keeps a checkpoint keeps watch, and needs no key for it.
        var open = audit.MapGroup("/").AllowAnonymous();
        open.MapGet("/checkpoint", GetCheckpoint.Handle).MayAnswer(Problems.NoCheckpoint);
        open.MapGet("/key", GetVerifierKey.Handle).MayAnswer(Problems.NoCheckpoint);
        open.MapGet("/consistency", GetConsistency.Handle).MayAnswer(Problems.AuditTampered);
    }
}
