using IncidentApi.Features.Incidents.Dates;
using IncidentApi.Features.Statistics.Asking;

namespace IncidentApi.Features.Statistics.Counting;

/// <summary>Buckets of time in which nothing was recorded: a series that leaves them out looks steadier than it is.</summary>
internal static class EmptyBuckets
{
    /// <summary>The groups with an empty one wherever a bucket is missing, for each combination of the other values; more than may be are cut off.</summary>
    public static List<GroupTally> Fill(Question asked, List<GroupTally> groups)
    {
        var place = asked.Dimensions.Index().First(dimension => dimension.Item.Buckets is not null).Index;
        var buckets = asked.Dimensions[place].Buckets!;
        var dated = groups.Where(group => group.Values[place] != buckets.Missing).Select(group => buckets.ToNumber(group.Values[place])!.Value).ToList();
        var filter = asked.Selection.Filter;
        var first = PartialDate.Of(filter.From)?.First is { } from ? buckets.Of(from) : dated.DefaultIfEmpty(int.MaxValue).Min();
        var last = PartialDate.Of(filter.To)?.Last is { } to ? buckets.Of(to) : dated.DefaultIfEmpty(int.MinValue).Max();

        var filled = new List<GroupTally>(groups);
        var known = groups.Select(group => string.Join(',', group.Values)).ToHashSet(StringComparer.Ordinal);
        var series = asked.Dimensions.Count == 1 ? [[""]] : groups.Select(group => group.Values).DistinctBy(values => string.Join(',', values.Where((_, i) => i != place)), StringComparer.Ordinal);
        foreach (var values in series.ToList())
        {
            for (var bucket = first; bucket <= last; bucket++)
            {
                var empty = values.Select((value, i) => i == place ? buckets.ToText(bucket) : value).ToList();
                if (known.Add(string.Join(',', empty))) filled.Add(new GroupTally(empty));
                if (filled.Count > Question.MostGroups) return filled;
            }
        }

        return filled;
    }
}
