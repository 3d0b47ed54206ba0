using IncidentApi.Features.Changes.Waiting;
using IncidentApi.Features.Incidents.Query;
using IncidentApi.Platform.Http;
using IncidentApi.Platform.Limits;
using IncidentApi.Platform.Security;

namespace IncidentApi.Features.Changes;

/// <summary>What both ways to follow a log need. It stands at the database for each question, and at none while it waits.</summary>
internal sealed class Following(Admission admission, ChangeCursors cursors, FollowerPlaces places, ChangeWatch watch, Standing standing)
{
    public const string FromTheEnd = "end";

    /// <summary>Where to go on: behind what was read already, at the beginning, or at the end.</summary>
    public async Task<ChangePlace> PlaceAsync(Caller? caller, Door door, string? after, Func<string, Fault> fault, CancellationToken cancellation)
    {
        if (after is null) return ChangePlace.Beginning;
        if (after != FromTheEnd)
        {
            return cursors.Read(door, after) ?? throw new ProblemException(Problems.InvalidCursor.With(
                "A cursor is of use to the reader to whom this installation gave it, in the same scope. Without one, export the records and follow from the position of the export.",
                fault(after)));
        }

        using var turn = await admission.EnterAsync(caller, cancellation);
        return await ChangeFeed.LastPlaceAsync(door, cancellation);
    }

    public async Task<ChangeBatch> ReadAsync(Caller? caller, Door door, ChangePlace after, int limit, CancellationToken cancellation)
    {
        using var turn = await admission.EnterAsync(caller, cancellation);
        return await ChangeFeed.ReadAsync(door, after, limit, cancellation);
    }

    /// <summary>The same with the documents of the records, by id.</summary>
    public async Task<(ChangeBatch Batch, IReadOnlyDictionary<Guid, byte[]> Documents)> ReadWithDocumentsAsync(
        Caller? caller, Door door, ChangePlace after, int limit, CancellationToken cancellation)
    {
        using var turn = await admission.EnterAsync(caller, cancellation);
        var batch = await ChangeFeed.ReadAsync(door, after, limit, cancellation);
        return (batch, await ChangeFeed.DocumentsAsync(door, batch.Entries, cancellation));
    }

    /// <summary>The document of one entry as this reader sees it now; null when it is gone.</summary>
    public async Task<byte[]?> DocumentAsync(Caller? caller, Door door, ChangeEntry entry, CancellationToken cancellation)
    {
        if (entry.Type == ChangeType.Removed) return null;

        using var turn = await admission.EnterAsync(caller, cancellation);
        return (await ChangeFeed.DocumentsAsync(door, [entry], cancellation)).GetValueOrDefault(entry.IncidentId);
    }

    /// <summary>A place among those who wait and those who hold a stream open.</summary>
    public IDisposable TakePlace(HttpContext http, Caller? caller) => places.Take(caller, http.Connection.RemoteIpAddress);

    public Task<bool> HasMovedAsync(Door door, ChangePlace after, TimeSpan atMost, CancellationToken cancellation) =>
        watch.WaitAsync(door, after.Position, atMost, cancellation);

    /// <summary>Whether the caller may still read.</summary>
    public Task<bool> MayStillAsync(HttpContext http, Caller? caller, CancellationToken cancellation) => standing.HoldsAsync(http, caller, cancellation);

    public string Write(Door door, ChangePlace place) => cursors.Write(door, place);
}
