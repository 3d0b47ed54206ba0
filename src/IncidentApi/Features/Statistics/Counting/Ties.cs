namespace IncidentApi.Features.Statistics.Counting;

/// <summary>Which records tell of the same event: what a chain of ties joins is one, through whatever record it goes.</summary>
internal sealed class Ties
{
    private readonly Dictionary<Guid, Guid> _towards = [];

    public void Add(Guid one, Guid other)
    {
        var (a, b) = (EventOf(one), EventOf(other));
        if (a != b) _towards[a] = b;
    }

    /// <summary>The one record that stands for all of its event.</summary>
    public Guid EventOf(Guid record)
    {
        var end = record;
        while (_towards.TryGetValue(end, out var next)) end = next;

        // The next walk is short.
        while (_towards.TryGetValue(record, out var next) && next != end) (_towards[record], record) = (end, next);
        return end;
    }
}
