using IncidentApi.Features.Changes;
using IncidentApi.Features.Incidents.Query;

namespace IncidentApi.Features.Webhooks.Subscriptions;

/// <summary>
/// One moment of the database from which a webhook begins: where the change log stands, and which records its filter finds. Its receiver may have these
/// from an export, and must hear when one of them is gone.
/// </summary>
internal sealed record StartingPoint(ChangePlace Place, IReadOnlyList<Guid> Matches)
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    /// <param name="door">Whose incidents.</param>
    /// <param name="filter">Which of them; null for all, which need not be known one by one.</param>
    /// <param name="cancellation">Ends it at once.</param>
    public static async Task<StartingPoint> FindAsync(Door door, IncidentFilter? filter, CancellationToken cancellation)
    {
        if (filter is null) return new StartingPoint(await ChangeFeed.LastPlaceAsync(door, cancellation), []);

        await using var snapshot = await door.Store.OpenSnapshotAsync(door.Scope, Patience, [], cancellation);
        var place = (await snapshot.ReadAsync(ChangeLogs.State(door, 0), ChangeFeed.PlaceOf, cancellation)).Single();
        var matches = await snapshot.ReadAsync($"select id from {door.Table} where {filter.Conditions(door)}{door.And}", row => row.GetGuid(0), cancellation);
        return new StartingPoint(place, matches);
    }
}
