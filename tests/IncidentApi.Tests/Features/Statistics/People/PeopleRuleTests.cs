using System.Globalization;
using IncidentApi.Features.Statistics.People;

namespace IncidentApi.Tests.Features.Statistics.People;

/// <summary>What a table of hidden people may show, and what somebody learns who knows the rule itself.</summary>
public sealed class PeopleRuleTests
{
    [Theory]
    [InlineData("20 30 0", "20 30 0")]
    [InlineData("20 30 5", "20 30 5")]
    [InlineData("20 30 2", "20 - -")]
    [InlineData("3 30 2", "- 30 -")]
    [InlineData("3 30 1", null)]
    [InlineData("4 30 4", "- 30 -")]
    [InlineData("5 5 0", "5 5 0")]
    [InlineData("5 4 0", null)]
    [InlineData("4 4 30", null)]
    [InlineData("0 30 0", null)]
    [InlineData("1 30 0", null)]
    [InlineData("4 4 1", null)]
    [InlineData("0 0 0", null)]
    public void A_first_table_shows_what_leaves_nobody_alone(string counts, string? shown) => Assert.Equal(shown, Shown(Counts(counts), divisible: true));

    [Theory]
    [InlineData("5 5 0", "5 5 0")]
    [InlineData("5 4 0", null)]
    [InlineData("4 50 0", null)]
    [InlineData("50 0 0", null)]
    public void A_group_at_risk_is_shown_where_enough_are_in_it_and_enough_are_not(string counts, string? shown) => Assert.Equal(shown, Shown(Counts(counts), divisible: false));

    [Theory]
    [InlineData("20 30 0", "21 30 0", null)]
    [InlineData("20 30 0", "24 34 0", null)]
    [InlineData("20 30 0", "25 30 0", null)]
    [InlineData("20 30 0", "25 35 0", "25 35 0")]
    [InlineData("20 30 0", "25 35 1", "25 - -")]
    [InlineData("20 30 0", "20 35 6", "20 35 6")]
    [InlineData("20 30 0", "15 25 0", "15 25 0")]
    [InlineData("20 30 0", "15 35 0", null)]
    [InlineData("20 30 0", "0 0 0", null)]
    [InlineData("20 30 0", "20 30 0", null)]
    [InlineData("20 30 2", "25 30 7", "25 30 7")]
    [InlineData("20 30 2", "25 40 0", "25 - -")]
    [InlineData("20 30 2", "15 20 0", "15 20 0")]
    [InlineData("20 30 0", "15 24 1", null)]
    [InlineData("20 30 2", "27 36 5", "27 36 5")]
    public void A_table_changes_only_by_steps_that_leave_nobody_alone(string before, string after, string? shown)
    {
        var first = new Release(Counts(before), PeopleRule.VisibleOf(Counts(before), true, [])!);

        Assert.Equal(shown, Shown(Counts(after), divisible: true, first));
    }

    [Fact]
    public void A_step_is_judged_against_everything_that_was_published()
    {
        Release first = new([20, 30, 0], [true, true, true]), second = new([25, 35, 0], [true, true, true]);

        Assert.Null(Shown([20, 31, 0], true, first, second));
        Assert.Null(Shown([20, 30, 0], true, first, second));
        Assert.Equal("30 40 0", Shown([30, 40, 0], true, first, second));
    }

    [Fact]
    public void Whoever_knows_the_rule_and_the_number_of_people_still_cannot_tell_a_suppressed_figure()
    {
        var tables = (from women in Enumerable.Range(0, 24) from men in Enumerable.Range(0, 24) from others in Enumerable.Range(0, 24) select new[] { women, men, others }).ToList();

        var worlds = tables.Select(counts => (Counts: counts, Seen: Shown(counts, divisible: true))).Where(world => world.Seen?.Contains('-', StringComparison.Ordinal) == true)
            .GroupBy(world => (world.Counts.Sum(), world.Seen!)).ToList();

        Assert.True(worlds.Count > 400, $"Only {worlds.Count} tables have something suppressed.");
        Assert.All(worlds, world => Assert.All(Enumerable.Range(0, 3).Where(value => world.Key.Item2.Split(' ')[value] == "-"),
            value => Assert.True(world.Select(possible => possible.Counts[value]).Distinct().Count() >= 4 || TouchesTheEdge(world.Select(possible => possible.Counts)), $"{world.Key}: value {value} is known.")));
    }

    [Fact]
    public void Whoever_saw_two_publications_and_knows_the_rule_cannot_tell_what_a_newcomer_is()
    {
        // Every first table of up to 22 people, and every way in which 10 to 12 newcomers can be divided.
        var worlds = (
            from first in Tables(most: 22)
            let shown = PeopleRule.VisibleOf(first, true, [])
            where shown is not null
            from step in Tables(most: 12)
            where step.Sum() >= 10
            let next = first.Zip(step, (a, b) => a + b).ToArray()
            let second = PeopleRule.VisibleOf(next, true, [new Release(first, shown)])
            where second is not null
            select (First: first, Step: step, Seen: (first.Sum(), step.Sum(), Text(first, shown), Text(next, second)))).GroupBy(world => world.Seen).ToList();

        Assert.True(worlds.Count > 500, $"Only {worlds.Count} pairs of publications.");
        Assert.All(worlds, world => Assert.All(Enumerable.Range(0, 3), value =>
        {
            var possible = world.Select(one => one.Step[value]).ToList();
            Assert.True(possible.Min() < world.Key.Item2, $"{world.Key}: all newcomers have value {value}.");
            Assert.False(possible.Distinct().Count() == 1 && possible[0] is > 0 and < PeopleRule.K, $"{world.Key}: {possible[0]} newcomers have value {value}.");
        }));
    }

    /// <summary>Whether other tables that would look the same were cut off by the size of this test.</summary>
    private static bool TouchesTheEdge(IEnumerable<int[]> tables) => tables.Any(counts => counts.Any(count => count == 23));

    private static IEnumerable<int[]> Tables(int most) =>
        from women in Enumerable.Range(0, most + 1) from men in Enumerable.Range(0, most + 1 - women) from others in Enumerable.Range(0, most + 1 - women - men) select new[] { women, men, others };

    private static int[] Counts(string counts) => [.. counts.Split(' ').Select(count => int.Parse(count, CultureInfo.InvariantCulture))];

    private static string? Shown(int[] counts, bool divisible, params Release[] earlier) => PeopleRule.VisibleOf(counts, divisible, earlier) is { } visible ? Text(counts, visible) : null;

    private static string Text(int[] counts, bool[] visible) => string.Join(' ', counts.Zip(visible, (count, shown) => shown ? $"{count}" : "-"));
}
