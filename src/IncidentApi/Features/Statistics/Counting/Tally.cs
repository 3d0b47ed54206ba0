namespace IncidentApi.Features.Statistics.Counting;

/// <summary>Adds up what PostgreSQL answers: one kind in one group.</summary>
internal sealed class KindTally
{
    private string? _organisation;
    private HashSet<Guid>? _events;

    public long Min { get; private set; }

    public long Max { get; private set; }

    public long Unknown { get; private set; }

    public long Organisations { get; private set; }

    public UnlinkedFigure Unlinked { get; private set; } = new(0, 0, 0);

    public bool IsNothing => (Min, Max, Unknown, Organisations) == (0, 0, 0, 0) && Unlinked is { Min: 0, Max: 0, UnknownGroups: 0 };

    /// <summary>Whether several organisations contributed.</summary>
    public bool OfSeveral { get; private set; }

    public void Add(long min, long max, long unknown, long organisations) =>
        (Min, Max, Unknown, Organisations) = (Min + min, Max + max, Unknown + unknown, Organisations + organisations);

    public void AddUnlinked(long min, long max, long unknown, long organisations)
    {
        Unlinked = new(Unlinked.Min + min, Unlinked.Max + max, Unlinked.UnknownGroups + unknown);
        Organisations += organisations;
    }

    /// <summary>Counts an event that several records may tell of, once.</summary>
    public void AddEvent(Guid which)
    {
        if ((_events ??= []).Add(which)) Add(1, 1, 0, 0);
    }

    public void Contributed(string? organisation)
    {
        if (organisation is null) return;

        OfSeveral |= _organisation is not null && _organisation != organisation;
        _organisation = organisation;
    }

    /// <summary>Takes in another group's, of which no thing is in this one.</summary>
    public void Add(KindTally other)
    {
        Add(other.Min - (other._events?.Count ?? 0), other.Max - (other._events?.Count ?? 0), other.Unknown, other.Organisations);
        foreach (var one in other._events ?? []) AddEvent(one);
        Unlinked = new(Unlinked.Min + other.Unlinked.Min, Unlinked.Max + other.Unlinked.Max, Unlinked.UnknownGroups + other.Unlinked.UnknownGroups);
        Contributed(other._organisation);
        OfSeveral |= other.OfSeveral;
    }
}

/// <summary>One group, or the total: a tally of each kind.</summary>
internal sealed record GroupTally(IReadOnlyList<string> Values)
{
    public Dictionary<string, KindTally> Kinds { get; } = [];

    /// <summary>Takes out the kinds of which nothing is left.</summary>
    public void ForgetNothings()
    {
        foreach (var (kind, tally) in Kinds.ToList())
        {
            if (tally.IsNothing) Kinds.Remove(kind);
        }
    }

    public bool OfSeveral => Kinds.Values.Any(kind => kind.OfSeveral);

    public KindTally this[string kind] => Kinds.TryGetValue(kind, out var tally) ? tally : Kinds[kind] = new KindTally();

    public void Add(GroupTally other)
    {
        foreach (var (kind, tally) in other.Kinds) this[kind].Add(tally);
    }
}
