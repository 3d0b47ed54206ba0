namespace IncidentApi.Tests.Features.Statistics.Naive;

/// <summary>One figure, and the records behind it.</summary>
internal sealed record NaiveGroup(NaiveFigure Figure, NaiveFigure Unlinked, IReadOnlyList<NaiveRecord> Records)
{
    public bool IsEmpty => Figure == NaiveFigure.Nobody && Unlinked == NaiveFigure.Nobody;
}

/// <summary>
/// Every figure once more, from the documents that a list shows and from nothing but their definition in the README of the statistics:
/// slowly, and as plainly as can be said.
/// </summary>
/// <param name="all">Every record that the reader may list, whatever the filter.</param>
/// <param name="own">Whether they are the reader's own; else of several organisations.</param>
/// <param name="entries">Which entry of the register went into which.</param>
internal sealed class NaiveStatistics(IReadOnlyList<NaiveRecord> all, bool own, IReadOnlyDictionary<string, string> entries)
{
    private readonly HashSet<NaiveRecord> _wholes = [.. all.Where(whole => all.Any(part => part.Counts && part.Kind == whole.Kind && part.Organisation == whole.Organisation && part.Names(whole, "part_of") && !(whole.Counts && whole.Names(part, "part_of"))))];

    /// <summary>The groups of one kind of record; the key of the total is null.</summary>
    public Dictionary<string, NaiveGroup> Groups(NaiveQuestion question, IReadOnlySet<string> listed, string kind)
    {
        var rows = RowsOf(question, listed, kind);
        return rows.SelectMany(row => question.KeysOf(row).Distinct().Select(key => (key, row))).GroupBy(pair => pair.key, pair => pair.row)
            .ToDictionary(group => group.Key, group => Count(question, [.. group])).Where(group => !group.Value.IsEmpty).ToDictionary();
    }

    public NaiveGroup Total(NaiveQuestion question, IReadOnlySet<string> listed, string kind) => Count(question, RowsOf(question, listed, kind));

    /// <summary>What is grouped: everything of the records that count, or with a measure of acts and victims what the filter selects of them.</summary>
    public List<NaiveRow> RowsOf(NaiveQuestion question, IReadOnlySet<string> listed, string kind)
    {
        var rows = all.Where(record => record.Kind == kind && listed.Contains(record.Id) && record.Counts && !_wholes.Contains(record)).SelectMany(NaiveRow.Of);
        return question.CountsRecords ? [.. rows] : [.. rows.Where(row => row.Act.IsViolation && question.Selects(row, EntryOf))];
    }

    private NaiveGroup Count(NaiveQuestion question, List<NaiveRow> rows)
    {
        var victims = rows.Where(row => row.Victim is not null).ToList();
        var (figure, unlinked) = question.Measure switch
        {
            "incidents" => (Records(rows), default),
            "violations" => (NaiveFigure.Sum(rows.Select(row => row.Act).Distinct().Select(act => NaiveFigure.OfAct(act.Shown))), default),
            "victims" => (NaiveFigure.Sum(victims.Distinct().Select(row => NaiveFigure.OfPeople(row.Victim!))), default),
            _ => People(victims),
        };
        var behind = question.Measure is "victims" or "people" ? victims : rows;
        return new(figure, unlinked, [.. behind.Select(row => row.Record).Distinct()]);
    }

    private NaiveFigure Records(List<NaiveRow> rows)
    {
        var records = rows.Select(row => row.Record).Distinct().ToList();
        var events = own ? records.Count : records.Select(SameEvent).Distinct().Count();
        return new(events, events, 0);
    }

    /// <summary>The smallest id of all records that are joined to this one, whoever names whom.</summary>
    private string SameEvent(NaiveRecord record)
    {
        var joined = new HashSet<NaiveRecord> { record };
        while (all.FirstOrDefault(other => other.Counts && !joined.Contains(other) && joined.Any(one => one.Names(other, "same_event") || other.Names(one, "same_event"))) is { } next) joined.Add(next);
        return joined.Min(one => one.Id)!;
    }

    /// <summary>Organisations stand in one number, whether the register has them or not.</summary>
    private (NaiveFigure Entries, NaiveFigure Unlinked) People(List<NaiveRow> rows)
    {
        var (entries, unlinked) = (Entries(rows), Unlinked(rows));
        return (entries with { Organisations = entries.Organisations + unlinked.Organisations }, unlinked with { Organisations = 0 });
    }

    /// <summary>Entries of the register, each once; one that stands for a group by the least and the greatest number that a record tells, if one does.</summary>
    private NaiveFigure Entries(List<NaiveRow> rows) => NaiveFigure.Sum(rows.Where(row => row.Victim!["personId"] is not null).GroupBy(row => EntryOf((string)row.Victim!["personId"]!))
        .Select(entry => entry.Select(row => NaiveFigure.OfPeople(row.Victim!)).ToList())
        .Select(known => new NaiveFigure(known.Where(one => one.Max > 0).Select(one => one.Min).DefaultIfEmpty().Min(), known.Max(one => one.Max), known.Min(one => one.UnknownGroups), known.Max(one => one.Organisations))));

    /// <summary>Victims without an entry: each once in a record, whatever acts name it.</summary>
    private static NaiveFigure Unlinked(List<NaiveRow> rows) => NaiveFigure.Sum(rows.Where(row => row.Victim!["personId"] is null)
        .DistinctBy(row => (row.Record, (string)row.Victim!["ref"]!)).Select(row => NaiveFigure.OfPeople(row.Victim!)));

    private string EntryOf(string id) => entries.GetValueOrDefault(id, id);
}
