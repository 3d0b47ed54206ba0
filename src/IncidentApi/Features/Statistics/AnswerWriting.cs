using IncidentApi.Features.Statistics.Asking;
using IncidentApi.Features.Statistics.Counting;
using IncidentApi.Features.Statistics.People;

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
        SeeAlso = SeeAlso(asked),
    };

    /// <summary>Where others' records are counted by what they hide of people.</summary>
    public static string? SeeAlso(Question asked) => !asked.Selection.Door.IsOwn && asked.Dimensions.FirstOrDefault(dimension => Subject.Dimensions.Contains(dimension.Name)) is { } hidden
        ? $"/v1/statistics/people?scope={asked.Selection.Door.Name}&dimension={hidden.Name}"
        : null;

    /// <summary>In the order of their values, dimension by dimension.</summary>
    private IEnumerable<GroupTally> Sorted(IEnumerable<GroupTally> groups)
    {
        var sorted = groups.Select(group => (Places: asked.Dimensions.Select((dimension, i) => dimension.Values.OrderOf(group.Values[i])).ToArray(), Group: group)).ToList();
        sorted.Sort((one, other) => Compare(one.Places, other.Places));
        return sorted.Select(group => group.Group);
    }

    private static int Compare((int Position, string Value)[] one, (int Position, string Value)[] other)
    {
        for (var i = 0; i < one.Length; i++)
        {
            var order = one[i].Position != other[i].Position ? one[i].Position.CompareTo(other[i].Position) : string.CompareOrdinal(one[i].Value, other[i].Value);
            if (order != 0) return order;
        }

        return 0;
    }

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
