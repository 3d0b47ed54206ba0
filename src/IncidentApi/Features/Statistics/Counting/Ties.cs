namespace IncidentApi.Features.Statistics.Counting;

/// <summary>An organisation's word that its record and another one tell of the same event.</summary>
internal sealed record Tie(Guid Record, string Organisation, Guid Target, string TargetOrganisation);

/// <summary>
/// Which records tell of the same event: what a chain of ties joins is one, through whatever record it goes. But an organisation's word moves its own record
/// alone: into one event, with all that follow that record by the word of their own organisations. So nobody can make the records of others fewer by calling
/// several of them the same as his, nor keep apart what two others call one. And that two of its records are one event, only an organisation itself can say.
/// </summary>
internal sealed class Ties
{
    private readonly List<Tie> _said = [];
    private readonly Dictionary<Guid, Guid> _towards = [];
    private readonly Dictionary<Guid, HashSet<string>> _following = [];
    private bool _joined;

    public void Add(Tie tie) => _said.Add(tie);

    /// <summary>The one record that stands for all of its event.</summary>
    public Guid EventOf(Guid record)
    {
        if (!_joined) Join();

        return EndOf(record);
    }

    /// <summary>What organisations say of their own records first; then in an order that does not depend on who asks.</summary>
    private void Join()
    {
        _joined = true;
        foreach (var tie in _said.Where(tie => tie.Organisation == tie.TargetOrganisation))
        {
            if (EndOf(tie.Record) is var a && EndOf(tie.Target) is var b && a != b) _towards[a] = b;
        }

        // The end of an event is the record, or those of one organisation that it calls one, which follows no other.
        var others = _said.Where(tie => tie.Organisation != tie.TargetOrganisation).OrderBy(tie => tie.Record).ThenBy(tie => tie.Target).ToList();
        var ownerOf = others.SelectMany(tie => new[] { (EndOf(tie.Record), tie.Organisation), (EndOf(tie.Target), tie.TargetOrganisation) }).Distinct().ToDictionary();
        foreach (var (tie, unit) in others.Select(tie => (tie, EndOf(tie.Record))).ToList())
        {
            var (a, b) = (EndOf(unit), EndOf(tie.Target));
            if (a == b || a != unit) continue;

            var following = FollowingOf(unit);
            if (ownerOf[b] != tie.Organisation && following.Contains(ownerOf[b])) continue;

            _towards[unit] = b;
            FollowingOf(b).UnionWith([.. following, tie.Organisation]);
        }
    }

    private HashSet<string> FollowingOf(Guid end) => _following.TryGetValue(end, out var known) ? known : _following[end] = [];

    private Guid EndOf(Guid record)
    {
        var end = record;
        while (_towards.TryGetValue(end, out var next)) end = next;

        // The next walk is short.
        while (_towards.TryGetValue(record, out var next) && next != end) (_towards[record], record) = (end, next);
        return end;
    }
}
