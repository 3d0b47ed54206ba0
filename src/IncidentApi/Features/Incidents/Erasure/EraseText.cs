using FluentValidation;
using IncidentApi.Features.Incidents.Storage;
using IncidentApi.Features.Incidents.Validation;
using IncidentApi.Platform.Audit;
using IncidentApi.Platform.Changes;
using IncidentApi.Platform.Data;
using IncidentApi.Platform.Http;
using IncidentApi.Platform.Security;
using Npgsql;

namespace IncidentApi.Features.Incidents.Erasure;

internal static class EraseText
{
    /// <summary>Takes texts out of an incident and out of every version of it, for good. The history keeps that, when and why.</summary>
    public static async Task<IResult> Handle(Guid id, Body<ErasureBody> body, Caller caller, IncidentRead read, IncidentWrite write, Copies copies, Store store,
        IValidator<IncidentBody> rules, HttpRequest request, HttpResponse response, CancellationToken cancellation)
    {
        var expected = request.ReadIfMatch();
        if (await read.FindAsync(caller.OrganisationId, id, cancellation) is not { } current) return Problems.NotFound.With();

        // A pointer means the version that the caller read: in another one somebody else's words may stand there.
        if (expected is null) return Problems.VersionRequired.With();
        if (!expected.Meets(current.Version)) return Problems.StaleVersion.With($"It stands at version {current.Version}: read it again.");

        var pointers = body.Value.Pointers!;
        if (PassageErasure.FaultsOf(current, pointers).ToList() is { Count: > 0 } faults) return ProblemResult.Of(faults);

        var erased = PassageErasure.TakeOut(await read.FindVersionsAsync(caller.OrganisationId, current, cancellation), pointers);
        if (Rules.FaultsOf(rules, new StoredIncident(id, current.Version, erased[^1].Document).AsSent()) is { Count: > 0 } broken) return ProblemResult.Of(broken);

        var made = await write.PrepareErasureAsync(caller, current, ChangeKind.TextErased, new Erasing(erased, body.Value.Reason!), VaultRules.Organisation, cancellation);
        try
        {
            await store.WriteAsync(Scope.Of(caller.OrganisationId),
            [
                .. made.Statements,
                AuditLog.Record(caller, AuditAct.PassageErased, AuditSubject.Incident, id, body.Value.Reason),
                .. made.Last,
            ], cancellation);
        }
        catch (PostgresException lost) when (lost.SqlState == DatabaseErrors.NotWritten || lost.Violates(IncidentVersionTable.PrimaryKey))
        {
            return Problems.StaleVersion.With("Somebody changed it at this moment: read it again.");
        }

        response.Headers.ETag = Preconditions.ToETag(made.Made.Version);
        response.Headers.CacheControl = "no-store";
        return TypedResults.Ok(new ErasureAnswer([ErasedPlace.Of(current, made.Made, erased)], [], false, false, await copies.OfAsync(caller, [id], cancellation)));
    }
}
