using System.Diagnostics;

namespace IncidentApi.Features.Webhooks.Delivery.Matches;

/// <summary>
/// Organisations take turns at work that is done in pieces for each of their webhooks: some at once, each with one place at most and for a short time, and
/// first those who waited longest. However much one has to do, it holds up no other. One caller at a time.
/// </summary>
/// <param name="piece">Does a piece for a webhook of an organisation, and answers whether there is more; fails for itself.</param>
/// <param name="atOnce">How many organisations have their turn at once.</param>
/// <param name="length">After which time a turn ends with the piece that is in hand.</param>
/// <param name="ended">Is told when a turn is over and there may be more to do.</param>
internal sealed class Turns(Func<Guid, Guid, Task<bool>> piece, int atOnce, TimeSpan length, Action ended)
{
    private readonly Dictionary<Guid, Task<IReadOnlyList<Guid>>> _running = [];

    // Organisations that had a turn lately, by when it began, with the webhooks whose pieces were still to come.
    private readonly Dictionary<Guid, (long Turn, IReadOnlyList<Guid> Left)> _had = [];
    private long _turn;
    private volatile bool _waiting;

    /// <summary>Begins turns, as many as there are places for; never waits for one.</summary>
    /// <param name="todo">Who has something to do now.</param>
    public void Begin(IReadOnlyList<(Guid Organisation, Guid Webhook)> todo)
    {
        foreach (var (organisation, turn) in _running.Where(turn => turn.Value.IsCompleted).ToList())
        {
            _running.Remove(organisation);
            _had[organisation] = (_had[organisation].Turn, turn.Result);
        }

        var next = todo.GroupBy(one => one.Organisation, one => one.Webhook).Where(one => !_running.ContainsKey(one.Key)).ToList();
        foreach (var gone in _had.Keys.Except([.. _running.Keys, .. next.Select(one => one.Key)]).ToList()) _had.Remove(gone);
        _waiting = next.Count > atOnce - _running.Count;
        foreach (var one in next.OrderBy(one => _had.GetValueOrDefault(one.Key).Turn).Take(atOnce - _running.Count).ToList())
        {
            var left = (_had.GetValueOrDefault(one.Key).Left ?? []).Index().ToDictionary(webhook => webhook.Item, webhook => webhook.Index);
            var (organisation, webhooks) = (one.Key, new Queue<Guid>(one.OrderBy(webhook => left.GetValueOrDefault(webhook, int.MaxValue))));
            _had[organisation] = (++_turn, []);
            _running[organisation] = Task.Run(() => TakeAsync(organisation, webhooks));
        }
    }

    /// <summary>Waits for the turns that have begun.</summary>
    public Task EndAsync() => Task.WhenAll(_running.Values);

    private async Task<IReadOnlyList<Guid>> TakeAsync(Guid organisation, Queue<Guid> webhooks)
    {
        var began = Stopwatch.GetTimestamp();
        while (webhooks.TryDequeue(out var webhook))
        {
            if (await piece(organisation, webhook)) webhooks.Enqueue(webhook);
            if (Stopwatch.GetElapsedTime(began) >= length) break;
        }

        if (webhooks.Count > 0 || _waiting) ended();
        return [.. webhooks];
    }
}
