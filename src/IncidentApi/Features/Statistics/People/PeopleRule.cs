namespace IncidentApi.Features.Statistics.People;

/// <summary>What was published of a table at one time: what it counted, and which of that it showed.</summary>
internal sealed record Release(int[] Counts, bool[] Visible)
{
    /// <summary>Before the first one everybody knows what there is to know: nobody.</summary>
    public static readonly Release None = new([0, 0, 0], [true, true, true]);
}

/// <summary>
/// What a table of hidden people may show. Judged as if the reader knew from the lists how many people each table counts and which of them
/// came and went between two publications, kept all that was ever published, and knew this rule; README.md beside this file has the reasons.
/// </summary>
internal static class PeopleRule
{
    /// <summary>No figure, and no step between two of them, is about fewer people.</summary>
    public const int K = 5;

    // All three, or one of the first two with the others together. Never the third alone: both others would be below k, and their sum would tell
    // them. And never the larger of two because it is larger: that would narrow the other.
    private static readonly bool[][] Patterns = [[true, true, true], [true, false, false], [false, true, false]];

    private static readonly bool[][] Whole = [[true, true, true]];

    /// <summary>Which of the counts may be shown today; null when nothing new may be, so that what was published stays as it is.</summary>
    /// <param name="counts">People by value.</param>
    /// <param name="divisible">Whether two values may be put together under a suppressed mark; of a group at risk there are only two.</param>
    /// <param name="earlier">Everything that was published of the table.</param>
    public static bool[]? VisibleOf(int[] counts, bool divisible, IReadOnlyList<Release> earlier) =>
        (divisible ? Patterns : Whole).FirstOrDefault(visible => earlier.Prepend(Release.None).All(before => IsSafe(before, new(counts, visible))));

    /// <summary>
    /// Whether somebody who knows both publications learns of no step of 1 to 4 people, and of no step that went into one value alone. What one
    /// of both hides is known only together. The first publication is a step from nothing.
    /// </summary>
    public static bool IsSafe(Release before, Release after)
    {
        var together = 0;
        var steps = new List<int>();
        for (var value = 0; value < after.Counts.Length; value++)
        {
            var step = after.Counts[value] - before.Counts[value];
            if (before.Visible[value] && after.Visible[value]) steps.Add(step);
            else together += step;
        }

        steps.Add(together);
        var (more, fewer) = (steps.Count(step => step > 0), steps.Count(step => step < 0));
        return steps.TrueForAll(step => step == 0 || Math.Abs(step) >= K) && more + fewer >= 2 && more != 1 && fewer != 1
            && !ZeroTellsOfOthers(before, after, together) && !ZeroTellsOfOthers(after, before, -together);
    }

    /// <summary>
    /// Where one publication says that nobody has a value, the few who stand in the other one alone are all who can have it there: that is few,
    /// unless that one counts more people under its mark.
    /// </summary>
    private static bool ZeroTellsOfOthers(Release says, Release hides, int more) =>
        Enumerable.Range(0, says.Counts.Length).Any(value => says.Visible[value] && !hides.Visible[value] && says.Counts[value] == 0) && more <= 0;
}
