using IncidentApi.Platform.Data;
using IncidentApi.Platform.Http;
using IncidentApi.Platform.Idempotency;
using IncidentApi.Platform.Security;
using Npgsql;

namespace IncidentApi.Features.Incidents.Storage;

/// <summary>
/// Records new incidents exactly once. It writes first and asks afterwards: PostgreSQL's unique keys decide between requests that
/// arrive at the same moment, and the loser reads what the winner wrote.
/// </summary>
internal sealed class IncidentRecording(IncidentWrite write, IncidentRead read, Replays replays, TimeProvider clock)
{
    private const int Attempts = 5;

    public async Task<IResult> CreateAsync(Caller caller, IncidentBody body, IdempotentRequest? request, CancellationToken cancellation)
    {
        var id = Guid.CreateVersion7(clock.GetUtcNow());
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                var made = await write.InsertAsync(caller, id, body, request, StatusCodes.Status201Created, cancellation);
                return new IncidentResult(made, StatusCodes.Status201Created);
            }
            catch (PostgresException taken) when (taken.Violates(IdempotencyTable.PrimaryKey))
            {
                if (await replays.FindAsync(caller.OrganisationId, request!, cancellation) is { } replay) return replay;
            }
            catch (PostgresException taken) when (taken.Violates(IncidentTable.UniqueExternalRef))
            {
                if (await FirstAsync(caller, body, cancellation) is { } first) return first;
            }
            catch (PostgresException taken) when (taken.Violates(IncidentTable.UniqueReference) && attempt < Attempts)
            {
                // Two references were drawn alike: draw again.
            }

            // What was in the way is gone: a key that expired, an externalRef that was changed.
            if (attempt == Attempts) return Problems.Unavailable.With();
        }
    }

    /// <summary>The record that has this externalRef: the answer if it says the same, a conflict if not.</summary>
    private async Task<IResult?> FirstAsync(Caller caller, IncidentBody body, CancellationToken cancellation)
    {
        if (await read.FindAsync(caller.OrganisationId, body.ExternalRef!, cancellation) is not { } first) return null;
        if (await write.SaysTheSameAsync(caller, first, body, cancellation)) return new IncidentResult(first);

        return new ProblemResult(Problems.ExternalRefTaken, "Your record of this externalRef says something else: change that one.",
            [Problems.ExternalRefTaken.At("/externalRef", $"It belongs to the incident {first.Id}.")])
        {
            More = new Dictionary<string, object> { ["id"] = first.Id, ["link"] = IncidentLinks.Of(first.Id).Self },
        };
    }
}

/// <summary>Answers a repeated request from the version that the first one stored.</summary>
internal sealed class Replays(Store store, IncidentRead read)
{
    public async Task<IResult?> FindAsync(Guid organisation, IdempotentRequest request, CancellationToken cancellation)
    {
        var found = await store.ReadAsync(Scope.Of(organisation), request.Find(organisation),
            row => (Request: row.GetFieldValue<byte[]>(0), Status: row.GetInt32(1), Incident: row.GetGuid(2), Version: row.GetInt32(3)), cancellation);
        if (found is not [var first]) return null;
        if (!first.Request.AsSpan().SequenceEqual(request.Request))
        {
            return Problems.IdempotencyKeyReused.With("Use a new key for another request.",
                Problems.IdempotencyKeyReused.AtHeader("Idempotency-Key", "It was sent with another body, or to another address."));
        }

        return await read.FindAsync(organisation, first.Incident, first.Version, cancellation) is { } version
            ? new IncidentResult(version, first.Status, replayed: true)
            : null;
    }
}
