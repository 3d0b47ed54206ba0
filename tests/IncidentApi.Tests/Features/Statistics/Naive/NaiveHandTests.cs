using IncidentApi.Tests.Support;

namespace IncidentApi.Tests.Features.Statistics.Naive;

/// <summary>Figures of the sample that were counted in its file by hand, so that nothing here can err with both computations at once.</summary>
public sealed partial class NaiveComparisonTests
{
    [Theory]
    [InlineData("", "16")]
    [InlineData("kind=event,pattern,measure", "events 16, patterns 14, measures 12")]
    [InlineData("measure=violations", "25+2?")]
    [InlineData("measure=victims", "39+9? and 5 organisations")]
    [InlineData("measure=people", "3 and 5 organisations beside 29+7?")]
    [InlineData("gender=woman&measure=victims", "4")]
    [InlineData("defenderRole=journalist&measure=victims", "0+1?")]
    public async Task A_total_is_what_a_hand_counted(string query, string expected) => Assert.Equal(expected, await world.Sample.Client.TotalAsync(query));

    [Theory]
    [InlineData("groupBy=year", "2010: 1; 2015: 1; 2016: 2; 2018: 1; 2020: 6; 2023: 1; undated: 4")]
    [InlineData("groupBy=violationGroup", "association: 1; expression: 3; integrity: 4; justice: 4; liberty: 3; life: 1; participation: 1; privacy: 2; reputation: 2")]
    public async Task Groups_are_what_a_hand_counted(string query, string expected) =>
        Assert.Equal(expected, string.Join("; ", (await world.Sample.Client.GroupsAsync(query)).Split("; ").Order(StringComparer.Ordinal)));

    [Theory]
    [InlineData("2010-12-30", 0, 1, 0)]
    [InlineData("2015-06-01", 1, 0, 0)]
    [InlineData("2020-07-25", 1, 0, 0)]
    [InlineData("2020-07-26", 0, 0, 0)]
    public async Task The_one_detention_of_which_the_sample_tells_lasted_until_its_death(string on, int certain, int possible, int unknown)
    {
        var total = (await world.Sample.Client.ReadAsync($"/v1/statistics/detention?on={on}")).Expect(System.Net.HttpStatusCode.OK).Json["total"]!;

        Assert.Equal((certain, possible, unknown), ((int)total["certain"]!["min"]!, (int)total["possible"]!["min"]!, (int)total["unknown"]!["min"]!));
    }
}
