namespace IncidentApi.Tests.Features.Statistics.Naive;

/// <summary>Every figure of the sample and of invented records, recomputed from the documents that the same reader may list.</summary>
public sealed partial class NaiveComparisonTests(StatisticsWorld world) : IClassFixture<StatisticsWorld>
{
    private const string EveryKind = "event,pattern,measure";

    private static readonly string[] Dimensions =
    [
        "violation", "violationGroup", "right", "country", "region", "year", "quarter", "month", "kind", "status", "verification",
        "defenderRole", "gender", "ageBand", "atRisk", "perpetrator", "sourceKind",
    ];

    private static readonly Dictionary<string, string> NoFilter = [];

    public static TheoryData<string> Readers => ["sample", "invented", "partner", "anybody"];

    [Theory]
    [MemberData(nameof(Readers))]
    public async Task Each_dimension_alone_says_what_its_definition_says_and_lists_the_records_behind_each_figure(string name)
    {
        var reader = Reader(name);
        Assert.True(reader.All.Count(record => record.Counts) >= 40);
        foreach (var kinds in new[] { null, "pattern", "measure", EveryKind })
        {
            var filter = kinds is null ? NoFilter : new() { ["kind"] = kinds };
            await AssertSameAsync(reader, MeasuresOf(reader).SelectMany(measure => DimensionsOf(reader).Select(dimension => new NaiveQuestion([dimension], measure, filter))), records: kinds is null or EveryKind);
            await AssertSameAsync(reader, MeasuresOf(reader).Select(measure => new NaiveQuestion([], measure, filter)));
        }

        Assert.True(reader.Compared > 400, $"Only {reader.Compared} figures were compared.");
    }

    [Theory]
    [MemberData(nameof(Readers))]
    public async Task Each_pair_of_dimensions_says_what_its_definition_says(string name)
    {
        var reader = Reader(name);
        var filter = new Dictionary<string, string> { ["kind"] = EveryKind };
        var pairs = DimensionsOf(reader).SelectMany((one, i) => DimensionsOf(reader).Skip(i + 1).Select(other => (one, other))).ToList();
        await AssertSameAsync(reader, pairs.SelectMany((pair, i) => InTurn(reader, i).Select(measure => new NaiveQuestion([pair.one, pair.other], measure, filter))));
    }

    [Theory]
    [MemberData(nameof(Readers))]
    public async Task Three_dimensions_say_what_their_definition_says(string name)
    {
        var reader = Reader(name);
        var dimensions = DimensionsOf(reader);
        var filter = new Dictionary<string, string> { ["kind"] = EveryKind };
        var triples = Enumerable.Range(0, 60).Select(i => new[] { dimensions[i % dimensions.Count], dimensions[((i * 5) + 1) % dimensions.Count], dimensions[((i * 7) + 3) % dimensions.Count] })
            .Where(triple => triple.Distinct().Count() == 3).ToList();
        Assert.True(triples.Count > 40);
        await AssertSameAsync(reader, triples.SelectMany((triple, i) => InTurn(reader, i).Select(measure => new NaiveQuestion(triple, measure, filter))));
    }

    [Theory]
    [MemberData(nameof(Readers))]
    public async Task Acts_are_counted_under_all_of_their_types_when_asked(string name)
    {
        var reader = Reader(name);
        string[][] groupings = [["violation"], ["violationGroup"], ["violation", "gender"], ["year", "violationGroup"], ["violation", "violationGroup"], ["violation", "perpetrator", "country"]];
        await AssertSameAsync(reader, groupings.SelectMany(grouping => MeasuresOf(reader).Select(measure => new NaiveQuestion(grouping, measure, NoFilter) { AllTypes = true })), records: true);
    }

    [Theory]
    [MemberData(nameof(Readers))]
    public async Task A_filter_selects_records_acts_and_victims_as_its_definition_says(string name)
    {
        var reader = Reader(name);
        string[][] groupings = [[], ["violation"], ["right"], ["region"], ["year"], ["month", "verification"], ["gender", "perpetrator"], ["defenderRole"], ["atRisk", "ageBand"], ["sourceKind", "country"]];
        foreach (var filter in NaiveFilters.Of(reader))
        {
            await AssertSameAsync(reader, groupings.SelectMany(grouping => MeasuresOf(reader).Select(measure => new NaiveQuestion(grouping, measure, filter))));
        }
    }

    private NaiveReader Reader(string name) => name switch { "sample" => world.Sample, "invented" => world.Invented, "partner" => world.Partner, _ => world.Anybody };

    private static List<string> DimensionsOf(NaiveReader reader) => reader.Scope == "own" ? [.. Dimensions] : [.. Dimensions, "organisation"];

    private static string[] MeasuresOf(NaiveReader reader) => reader.Scope == "own" ? ["incidents", "violations", "victims", "people"] : ["incidents", "violations", "victims"];

    /// <summary>Of the sample every measure, of the many other records one measure after the other.</summary>
    private static string[] InTurn(NaiveReader reader, int number) => MeasuresOf(reader) is var measures && reader.All.Count < 50 ? measures : [measures[number % measures.Length]];

    private static async Task AssertSameAsync(NaiveReader reader, IEnumerable<NaiveQuestion> questions, bool records = false)
    {
        var differences = new List<string>();
        foreach (var question in questions) differences.AddRange(await reader.DifferencesAsync(question, records));
        Assert.True(differences.Count == 0, $"{differences.Count} figures differ:\n{string.Join('\n', differences.Take(40))}");
    }
}
