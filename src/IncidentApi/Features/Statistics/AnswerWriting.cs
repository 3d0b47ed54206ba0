using IncidentApi.Features.Statistics.Asking;
using IncidentApi.Features.Statistics.Counting;

namespace IncidentApi.Features.Statistics;

/// <summary>Puts what was added up into an answer: in order, with what one must know to read it.</summary>
internal sealed class AnswerWriting(Question asked, GroupReading reading, FigureLinks links, TimeProvider clock)
{
    private const int MonthsProvisional = 3;

    private readonly int _thisMonth = MonthOf(clock.GetUtcNow());

    public StatisticsAnswer Of(IEnumerable<GroupTally> groups, StatisticsQuery query) => new()
    {
        Measure = asked.Measure.Name,
        Unit = asked.Measure.Unit,
        GroupBy = [.. asked.Dimensions.Select(dimension => dimension.Name)],
        Kinds = asked.Selection.Kinds,
        Scope = asked.Selection.Door.Name,
        Status = query.Filter.Status,
        Verification = query.Filter.Verification,
        DateBasis = asked.Measure.DateBasis,
        Counting = reading.IsExclusive ? "exclusive" : "overlapping",
        MayAlsoMatch = reading.MayAlsoMatch,
        Groups = [.. Sorted(groups).Select(OfGroup)],
        Total = asked.IsExclusive || asked.HasTotalOfItsOwn ? OfTotal() : null,
    };

    private IEnumerable<GroupTally> Sorted(IEnumerable<GroupTally> groups)
    {
        var sorted = groups.OrderBy(_ => 0);
        foreach (var (place, dimension) in asked.Dimensions.Index()) sorted = sorted.ThenBy(group => dimension.Values.OrderOf(group.Values[place]), Order);
        return sorted;
    }

    private static readonly Comparer<(int Position, string Value)> Order = Comparer<(int Position, string Value)>.Create((one, other) =>
        one.Position != other.Position ? one.Position.CompareTo(other.Position) : string.CompareOrdinal(one.Value, other.Value));

    private StatisticsGroup OfGroup(GroupTally group)
    {
        var figures = Figures(group, kind => links.OfGroup(kind, group.Values));
        return new StatisticsGroup
        {
            Key = new OrderedDictionary<string, string>(asked.Dimensions.Select((dimension, place) => KeyValuePair.Create(dimension.Name, group.Values[place]))),
            Events = figures.Events,
            Patterns = figures.Patterns,
            Measures = figures.Measures,
            Provisional = asked.Dimensions.Index().Any(dimension => IsProvisional(dimension.Item, group.Values[dimension.Index])) ? true : null,
            MayOverlap = group.OfSeveral ? true : null,
        };
    }

    private StatisticsTotal OfTotal()
    {
        var figures = Figures(reading.Total, links.OfTotal);
        return new StatisticsTotal { Events = figures.Events, Patterns = figures.Patterns, Measures = figures.Measures, MayOverlap = reading.Total.OfSeveral ? true : null };
    }

    private (Figure? Events, Figure? Patterns, Figure? Measures) Figures(GroupTally group, Func<string, string> link)
    {
        return (Of("event"), Of("pattern"), Of("measure"));

        Figure? Of(string kind) => asked.Selection.Kinds.Contains(kind) ? FigureOf(group.Kinds.GetValueOrDefault(kind), () => link(kind)) : null;
    }

    private Figure FigureOf(KindTally? tally, Func<string> link) => new(tally?.Min ?? 0, tally?.Max ?? 0, tally?.Unknown ?? 0)
    {
        Organisations = asked.Measure.CountsPeople ? tally?.Organisations ?? 0 : null,
        Unlinked = asked.Measure == Measure.People ? tally?.Unlinked ?? new UnlinkedFigure(0, 0, 0) : null,
        Incidents = tally is null ? null : link(),
    };

    /// <summary>What happened is often recorded months later: a bucket that has just ended looks emptier than it will.</summary>
    private bool IsProvisional(Dimension dimension, string value) =>
        dimension.Buckets is { } buckets && value != buckets.Missing && _thisMonth <= buckets.LastMonthOf(buckets.ToNumber(value)!.Value) + MonthsProvisional;

    private static int MonthOf(DateTimeOffset instant) => (instant.UtcDateTime.Year * BucketValues.MonthsPerYear) + instant.UtcDateTime.Month - 1;
}
