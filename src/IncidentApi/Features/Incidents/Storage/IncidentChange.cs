using IncidentApi.Platform.Data;
using IncidentApi.Platform.Http;
using IncidentApi.Platform.Idempotency;
using IncidentApi.Platform.Security;
using Npgsql;

namespace IncidentApi.Features.Incidents.Storage;

/// <summary>What a change makes of a record: its next content and the name of the change; or nothing, when it already is so.</summary>
/// <param name="Next">The record as it shall be; null when nothing changes.</param>
/// <param name="Change">What the history calls it.</param>
/// <param name="MayBeThere">Whether it is content that the record may hold already, and then asks for nothing.</param>
internal sealed record Step(Incident? Next, string Change, bool MayBeThere = false)
{
    public static readonly Step Nothing = new(null, "");
}

/// <summary>Changes incidents so that nobody overwrites what he has not seen.</summary>
internal sealed class IncidentChange(IncidentRead read, IncidentWrite write, Replays replays)
{
    private const int Attempts = 20;

    // Who adds to a record takes turns with others in this process, so that many at one moment do not go on defeating each other.
    private readonly SemaphoreSlim[] _turns = [.. Enumerable.Range(0, 256).Select(_ => new SemaphoreSlim(1))];

    /// <summary>Changes the version that the caller has read: 428 without If-Match, 412 when somebody was faster.</summary>
    public async Task<IResult> ChangeAsync(Caller caller, Guid id, HttpRequest request, Func<StoredIncident, Step> step, CancellationToken cancellation)
    {
        var expected = request.ReadIfMatch();
        if (await read.FindAsync(caller.OrganisationId, id, cancellation) is not { } found) return Problems.NotFound.With();

        // A change that is there already asks for nothing: a repeat after a lost answer is no conflict.
        var taken = expected?.Meets(found.Version) == true;
        var mayRepeat = HttpMethods.IsPut(request.Method) || HttpMethods.IsDelete(request.Method);
        var made = taken || !mayRepeat ? null : await TakeAsync(step, caller, found, cancellation);
        if (made is { Next: null }) return new IncidentResult(found);
        if (expected is null) return Problems.VersionRequired.With();
        if (!taken) return Stale(found);

        made ??= await TakeAsync(step, caller, found, cancellation);
        if (made.Next is null) return new IncidentResult(found);

        try
        {
            return new IncidentResult(await write.UpdateAsync(caller, found, made.Next, made.Change, null, StatusCodes.Status200OK, cancellation));
        }
        catch (PostgresException lost) when (lost.SqlState == DatabaseErrors.NotWritten || lost.Violates(IncidentVersionTable.PrimaryKey))
        {
            return Stale(await read.FindAsync(caller.OrganisationId, id, cancellation) ?? found);
        }
        catch (PostgresException refTaken) when (refTaken.Violates(IncidentTable.UniqueExternalRef))
        {
            return Problems.ExternalRefTaken.With(null, Problems.ExternalRefTaken.At("/externalRef", "Another incident of yours has it."));
        }
    }

    private async Task<Step> TakeAsync(Func<StoredIncident, Step> step, Caller caller, StoredIncident found, CancellationToken cancellation)
    {
        var made = step(found);
        return made is { MayBeThere: true, Next: { } next } && await write.SaysTheSameAsync(caller, found, next, cancellation) ? Step.Nothing : made;
    }

    /// <summary>Adds to whatever version there is, as often as it takes; with If-Match only to that one.</summary>
    public async Task<IResult> AppendAsync(
        Caller caller, Guid id, HttpRequest request, IdempotentRequest? idempotent, int status, Func<StoredIncident, Step> step, CancellationToken cancellation)
    {
        var expected = request.ReadIfMatch();
        var turn = _turns[(uint)id.GetHashCode() % _turns.Length];
        await turn.WaitAsync(cancellation);
        try
        {
            return await AppendInTurnAsync(caller, id, expected, idempotent, status, step, cancellation);
        }
        finally
        {
            turn.Release();
        }
    }

    private async Task<IResult> AppendInTurnAsync(
        Caller caller, Guid id, Expectation? expected, IdempotentRequest? idempotent, int status, Func<StoredIncident, Step> step, CancellationToken cancellation)
    {
        for (var attempt = 0; attempt < Attempts; attempt++)
        {
            if (await read.FindAsync(caller.OrganisationId, id, cancellation) is not { } found) return Problems.NotFound.With();
            if (idempotent is not null && await replays.FindAsync(caller.OrganisationId, idempotent, cancellation) is { } replay) return replay;
            if (expected?.Meets(found.Version) == false) return Stale(found);
            if (step(found) is not { Next: { } next } made) return new IncidentResult(found);

            try
            {
                return new IncidentResult(await write.UpdateAsync(caller, found, next, made.Change, idempotent, status, cancellation), status);
            }
            catch (PostgresException lost) when (lost.SqlState == DatabaseErrors.NotWritten
                || lost.Violates(IncidentVersionTable.PrimaryKey) || lost.Violates(IdempotencyTable.PrimaryKey))
            {
                // Somebody else wrote the next version first: add to that one.
            }
        }

        return Problems.Unavailable.With("Too many people change this record at the same moment.");
    }

    private static ProblemResult Stale(StoredIncident found) => new(Problems.StaleVersion, $"It stands at version {found.Version}: read it again.", [])
    {
        More = new Dictionary<string, object> { ["version"] = found.Version },
    };
}
