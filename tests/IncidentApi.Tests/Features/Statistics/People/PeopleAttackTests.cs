using IncidentApi.Features.Statistics.People;

namespace IncidentApi.Tests.Features.Statistics.People;

/// <summary>
/// Publishes tables over many days while people come and go at random, and lets the attacker try to undo them, who knows of each person on which
/// days she was counted. A publisher without a rule shows that the attacker can.
/// </summary>
public sealed class PeopleAttackTests
{
    private delegate bool[]? Publisher(int[] counts, IReadOnlyList<Release> earlier);

    [Fact]
    public async Task No_suppressed_figure_and_nobody_s_value_can_be_told_from_all_days_together()
    {
        // Most of them such as show now more and now less: these tell most.
        var simulated = Enumerable.Range(0, 600).Select(seed => Simulate(new Random(seed), (counts, earlier) => PeopleRule.VisibleOf(counts, divisible: true, earlier)))
            .Where(world => world.Moments.Count > 0).ToLookup(world => world.Moments.Select(figures => figures.Count(figure => figure is null)).Distinct().Count() > 1);
        List<World> worlds = [.. simulated[true].Take(60), .. simulated[false].Take(15)];

        var undone = await PeopleAttacker.AttackAsync(worlds);

        var (suppressed, moments) = (undone.Sum(world => world.Figures.Count), worlds.Sum(world => world.Moments.Count));
        TestContext.Current.TestOutputHelper!.WriteLine("{0} histories, {1} publications, {2} suppressed figures attacked, {3} classes of people.",
            worlds.Count, moments, suppressed, worlds.Sum(world => world.Classes.Count));
        Assert.True(worlds.Count == 75 && moments > 200 && suppressed > 100, $"{worlds.Count} histories, {moments} publications and {suppressed} suppressed figures are too few.");
        Assert.Empty(worlds.Zip(undone).SelectMany((pair, i) => PeopleAttacker.Breaches(pair.First, pair.Second, PeopleRule.K).Select(breach => $"history {i}: {breach}")));
    }

    [Fact]
    public async Task Of_groups_at_risk_nobody_s_membership_can_be_told_from_all_days_together()
    {
        var worlds = Enumerable.Range(1000, 60).Select(seed => Simulate(new Random(seed), (counts, earlier) => PeopleRule.VisibleOf(counts, divisible: false, earlier), values: 2))
            .Where(world => world.Moments.Count > 0).ToList();

        var undone = await PeopleAttacker.AttackAsync(worlds);

        Assert.True(worlds.Sum(world => world.Moments.Count) > 50);
        Assert.Empty(worlds.Zip(undone).SelectMany((pair, i) => PeopleAttacker.Breaches(pair.First, pair.Second, PeopleRule.K).Select(breach => $"history {i}: {breach}")));
    }

    public static TheoryData<string> Careless => ["shows everything", "hides small counts alone", "forgets what it published"];

    [Theory, MemberData(nameof(Careless))]
    public async Task The_attacker_undoes_what_a_careless_publisher_suppresses(string way)
    {
        Publisher careless = way switch
        {
            "shows everything" => (_, _) => [true, true, true],
            "hides small counts alone" => (counts, _) => [.. counts.Select(count => count is 0 or >= PeopleRule.K)],
            _ => (counts, _) => PeopleRule.VisibleOf(counts, divisible: true, []),
        };
        var worlds = Enumerable.Range(0, 8).Select(seed => Simulate(new Random(seed), careless)).Where(world => world.Moments.Count > 0).ToList();

        var undone = await PeopleAttacker.AttackAsync(worlds);

        Assert.NotEmpty(worlds.Zip(undone).SelectMany(pair => PeopleAttacker.Breaches(pair.First, pair.Second, PeopleRule.K)));
    }

    /// <summary>Some days on which people are recorded and taken out, and a publication on each where the publisher finds one to be safe.</summary>
    private static World Simulate(Random random, Publisher publish, int values = 3)
    {
        var shares = Enumerable.Range(0, values).Select(_ => random.NextDouble()).ToArray();
        var here = new List<(int Value, List<int> In)>();
        var ever = new List<(int Value, List<int> In)>();
        var (earlier, moments) = (new List<Release>(), new List<int?[]>());
        for (var day = 0; day < 25; day++)
        {
            for (var come = day > 0 && random.Next(4) == 0 ? 0 : random.Next(random.Next(4) == 0 ? 40 : 6); come > 0; come--)
            {
                var person = (Array.FindIndex(shares, share => random.NextDouble() < share) is var value and >= 0 ? value : 0, new List<int>());
                here.Add(person);
                ever.Add(person);
            }

            for (var go = random.Next(random.Next(5) == 0 ? 25 : 3); go > 0 && here.Count > 0; go--) here.RemoveAt(random.Next(here.Count));
            int[] counts = [.. Enumerable.Range(0, 3).Select(value => here.Count(person => person.Value == value))];
            if (publish(counts, earlier) is not { } visible) continue;

            foreach (var person in here) person.In.Add(moments.Count);
            earlier.Add(new Release(counts, visible));
            moments.Add([.. Enumerable.Range(0, values).Select(value => visible[value] ? counts[value] : (int?)null)]);
        }

        // Whoever came and went between two publications was never counted.
        return new World(values, [.. ever.Where(person => person.In.Count > 0).GroupBy(person => string.Join(' ', person.In)).Select(people => new PeopleClass(people.Count(), [.. people.First().In]))], moments);
    }
}
