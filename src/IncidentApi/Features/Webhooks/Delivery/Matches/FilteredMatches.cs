using IncidentApi.Features.Changes;
using IncidentApi.Platform.Data;

namespace IncidentApi.Features.Webhooks.Delivery.Matches;

/// <summary>
/// What changes mean for a webhook with a filter. It sees only records that match: one that begins to is created for it, one that does so no
/// more is removed, and of what never matched it does not learn that it is gone.
/// </summary>
/// <param name="now">The records as they stand, those that the webhook's reader sees: at which version, and whether they match.</param>
/// <param name="before">The records that did when they were last looked at.</param>
internal sealed class FilteredMatches(IReadOnlyDictionary<Guid, (int Version, bool Matches)> now, IReadOnlyCollection<Guid> before)
{
    private readonly HashSet<Guid> _known = [.. before];

    /// <summary>The event that an entry makes; null for none.</summary>
    public string? TypeOf(ChangeEntry entry, IReadOnlyList<string> wanted)
    {
        if (entry.Type == ChangeType.Removed) return _known.Remove(entry.IncidentId) ? ChangeType.Removed : null;

        // It stands at a later version, or is gone: whether it matches is for the entry of that to say.
        if (!now.TryGetValue(entry.IncidentId, out var record) || record.Version > entry.Version) return _known.Contains(entry.IncidentId) ? ChangeType.Changed : null;
        if (!record.Matches) return _known.Remove(entry.IncidentId) ? ChangeType.Removed : null;
        if (!_known.Add(entry.IncidentId)) return entry.Type;

        // Who does not want to hear what is new is told of the change all the same.
        return wanted.Contains(ChangeType.Created) ? ChangeType.Created : entry.Type;
    }

    /// <summary>Keeps what matches from now on.</summary>
    public IEnumerable<Sql> Changes(Guid organisation, Guid webhook)
    {
        var (come, gone) = (_known.Except(before).ToArray(), before.Except(_known).ToArray());
        if (come.Length > 0) yield return $"insert into webhook_matches (organisation_id, webhook_id, incident_id) select {organisation}, {webhook}, id from unnest({come}) as id on conflict do nothing";
        if (gone.Length > 0) yield return $"delete from webhook_matches where webhook_id = {webhook} and incident_id = any({gone})";
    }
}
