namespace IncidentApi.Features.Statistics.Counting;

/// <summary>An organisation's word that its record and another one tell of the same event.</summary>
internal sealed record Tie(Guid Record, string Organisation, Guid Target, string TargetOrganisation);

/// <summary>
/// Which records tell of the same event: what a chain of ties joins is one, through whatever record it goes. But that two of its records are one event, only
/// an organisation itself can say: else anybody could make the records of another one fewer.
/// </summary>
internal sealed class Ties
{
    private readonly List<Tie> _said = [];
    private readonly Dictionary<Guid, Guid> _towards = [];
    private readonly Dictionary<Guid, HashSet<string>> _organisations = [];
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
        foreach (var tie in _said.OrderBy(tie => tie.Organisation != tie.TargetOrganisation).ThenBy(tie => tie.Record).ThenBy(tie => tie.Target))
        {
            var (a, b) = (EndOf(tie.Record), EndOf(tie.Target));
            if (a == b) continue;

            var (ofA, ofB) = (OrganisationsOf(a, tie.Organisation), OrganisationsOf(b, tie.TargetOrganisation));
            if (ofA.Intersect(ofB).Any(organisation => organisation != tie.Organisation)) continue;

            _towards[a] = b;
            ofB.UnionWith(ofA);
            _organisations.Remove(a);
        }
    }

    private HashSet<string> OrganisationsOf(Guid end, string first) => _organisations.TryGetValue(end, out var known) ? known : _organisations[end] = [first];

    private Guid EndOf(Guid record)
    {
        var end = record;
        while (_towards.TryGetValue(end, out var next)) end = next;

        // The next walk is short.
        while (_towards.TryGetValue(record, out var next) && next != end) (_towards[record], record) = (end, next);
        return end;
    }
}
