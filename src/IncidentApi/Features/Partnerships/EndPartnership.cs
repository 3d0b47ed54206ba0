using IncidentApi.Platform.Audit;
using IncidentApi.Platform.Data;
using IncidentApi.Platform.Http;
using IncidentApi.Platform.Security;
using Microsoft.AspNetCore.Http.HttpResults;

namespace IncidentApi.Features.Partnerships;

internal static class EndPartnership
{
    /// <summary>Ends a partnership that the caller's organisation gave: from then on the partner reads nothing through it. What it copied it has.</summary>
    public static async Task<Results<Ok<PartnershipResponse>, ProblemResult>> Handle(
        Guid id, Caller caller, Store store, PartnershipRead read, TimeProvider clock, CancellationToken cancellation)
    {
        if (await read.FindAsync(caller, id, cancellation) is not { Direction: "given" } found) return Problems.NotFound.With();
        if (found.EndedAt is not null) return TypedResults.Ok(found);

        await store.WriteAsync(Scope.Of(caller.OrganisationId),
        [
            Sql.Of($"update partnerships set ended_at = {clock.GetUtcNow()} where id = {id} and ended_at is null").Awaited(),
            AuditLog.Record(caller, AuditAct.PartnershipEnded, AuditSubject.Partnership, id),
        ], cancellation);
        return TypedResults.Ok((await read.FindAsync(caller, id, cancellation))!);
    }
}
