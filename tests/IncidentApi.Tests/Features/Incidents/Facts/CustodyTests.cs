using System.Globalization;
using System.Text.Json.Nodes;
using IncidentApi.Features.Incidents.Facts;
using IncidentApi.Platform.Http;
using IncidentApi.Tests.Support;
using Incident = IncidentApi.Features.Incidents.Incident;

namespace IncidentApi.Tests.Features.Incidents.Facts;

/// <summary>What a record says, and does not say, of the days on which somebody was held.</summary>
public sealed class CustodyTests
{
    // Begun from and by, surely held until, over by, confirmed by.
    [Theory]
    [InlineData("""{"status": "held", "asOf": "2024-06-01"}""", "2024-05-03", "2024-05-03", "2024-06-01", null, "2024-06-01")]
    [InlineData("""{"status": "held", "asOf": "2024-06"}""", "2024-05-03", "2024-05-03", "2024-06-01", null, "2024-06-30")]
    [InlineData("""{"status": "released", "asOf": "2024-06-01"}""", "2024-05-03", "2024-05-03", null, "2024-06-01", "2024-05-03")]
    [InlineData("""{"status": "released_conditionally", "asOf": "2024-06-01"}""", "2024-05-03", "2024-05-03", null, "2024-06-01", "2024-05-03")]
    [InlineData("""{"status": "released", "asOf": "2024-07-01", "releasedOn": "2024-06-01"}""", "2024-05-03", "2024-05-03", "2024-05-31", "2024-06-01", "2024-05-03")]
    [InlineData("""{"status": "released", "asOf": "2024-07-01", "releasedOn": "2024-06"}""", "2024-05-03", "2024-05-03", "2024-05-31", "2024-06-30", "2024-05-03")]
    [InlineData("""{"status": "released", "asOf": "2024-07-01", "releasedOn": "../2024-06-10"}""", "2024-05-03", "2024-05-03", null, "2024-06-10", "2024-05-03")]
    [InlineData("""{"status": "held", "asOf": "2024-05-20", "releasedOn": "2024-06-01/.."}""", "2024-05-03", "2024-05-03", "2024-05-31", null, "2024-05-20")]
    [InlineData("""{"status": "died", "asOf": "2024-06-01"}""", "2024-05-03", "2024-05-03", null, "2024-06-01", "2024-05-03")]
    [InlineData("""{"status": "unknown", "asOf": "2024-06-01"}""", "2024-05-03", "2024-05-03", null, null, "2024-05-03")]
    public void An_arrest_on_a_day_is_followed_as_far_as_somebody_knows(string detention, string? from, string? by, string? until, string? over, string? confirmed) =>
        AssertDays("""{"from": "2024-05-03"}""", detention, from, by, until, over, confirmed);

    [Theory]
    [InlineData("""{"from": "2024-05"}""", """{"status": "held", "asOf": "2024-05-10"}""", "2024-05-01", "2024-05-10", "2024-05-10", null, "2024-05-10")]
    [InlineData("""{"precision": "unknown"}""", """{"status": "held", "asOf": "2024-05-10"}""", null, "2024-05-10", "2024-05-10", null, "2024-05-10")]
    [InlineData("""{"precision": "unknown"}""", """{"status": "unknown", "asOf": "2024-05-10"}""", null, null, null, null, null)]
    [InlineData("""{"to": "2024-04"}""", """{"status": "held", "asOf": "2024-05-10"}""", null, "2024-04-30", "2024-05-10", null, "2024-05-10")]
    [InlineData("""{"from": "2024-01", "to": "2024-03", "span": "repeated"}""", """{"status": "held", "asOf": "2024-05-10"}""", "2024-01-01", "2024-03-31", "2024-05-10", null, "2024-05-10")]
    [InlineData("""{"from": "2010", "to": "2020-07-25", "span": "throughout"}""", """{"status": "died", "asOf": "2020-07-25"}""", "2010-01-01", "2010-12-31", "2020-07-25", "2020-07-25", "2020-07-25")]
    [InlineData("""{"from": "2010", "to": "2020-07-25", "span": "throughout"}""", """{"status": "unknown", "asOf": "2020"}""", "2010-01-01", "2010-12-31", "2020-07-25", "2020-07-25", "2020-07-25")]
    [InlineData("""{"from": "2010", "to": "2020-07-25", "span": "throughout"}""", """{"status": "released", "asOf": "2020-09", "releasedOn": "2020-07-01"}""", "2010-01-01", "2010-12-31", "2020-06-30", "2020-07-01", "2020-07-25")]
    [InlineData("""{"from": "2023-02-01", "ongoing": true, "asOf": "2024-05-10"}""", """{"status": "unknown", "asOf": "2024-05-10"}""", "2023-02-01", "2023-02-01", "2024-05-10", null, "2024-05-10")]
    public void Dates_of_its_own_say_no_more_than_they_do(string occurred, string detention, string? from, string? by, string? until, string? over, string? confirmed) =>
        AssertDays(occurred, detention, from, by, until, over, confirmed);

    [Fact]
    public void What_the_record_lasted_says_how_long_a_detention_did_and_nothing_of_an_arrest()
    {
        static Custody Of(string type) => Single(Given.Incident(type: type).With("/occurred", JsonNode.Parse("""{"from": "2023-01-01", "to": "2024-05-10"}"""))
            .With("/violations/0/detention", JsonNode.Parse("""{"status": "unknown", "asOf": "2024-06-01"}""")));

        Assert.Equal(new DateOnly(2024, 5, 10), Of("detention").HeldUntil);
        Assert.Null(Of("arrest").HeldUntil);
        Assert.Null(Of("arrest").OverBy);
    }

    [Fact]
    public void Each_victim_has_a_row_with_the_charges_of_the_act()
    {
        var body = Given.Incident(type: "arrest").With("/people", JsonNode.Parse("""[{"ref": "a", "role": "victim", "kind": "person"}, {"ref": "b", "role": "victim", "kind": "person"}]"""))
            .With("/violations/0/victims", new JsonArray("b", "a"))
            .With("/violations/0/proceedings", JsonNode.Parse("""[{"kind": "criminal", "charge": "art. 1"}, {"kind": "criminal", "charge": "art. 1"}, {"kind": "civil"}]"""))
            .With("/violations/0/detention", JsonNode.Parse("""{"status": "held", "asOf": "2024-06-01", "place": "SIZO-1", "counselAccess": "denied"}"""))
            .With("/violations/1", new JsonObject { ["type"] = "torture" });
        var rows = Of(body);

        Assert.Equal([0, 1], rows.Select(row => (int)row.Victim));
        Assert.All(rows, row => Assert.Equal((0, "SIZO-1", "denied", "art. 1"), (row.Act, row.Place, row.CounselAccess, Assert.Single(row.Charges))));
    }

    private static void AssertDays(string occurred, string detention, params string?[] expected)
    {
        var row = Single(Given.Incident(type: "arrest").With("/violations/0/occurred", JsonNode.Parse(occurred)).With("/violations/0/detention", JsonNode.Parse(detention)));
        Assert.Equal(expected, new[] { row.BegunFrom, row.BegunBy, row.HeldUntil, row.OverBy, row.ConfirmedBy }.Select(day => day?.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture)));
    }

    private static Custody Single(JsonObject body) => Assert.Single(Of(body));

    private static IReadOnlyList<Custody> Of(JsonObject body)
    {
        var incident = System.Text.Json.JsonSerializer.Deserialize<Incident>(body.ToJsonString(), Json.Answers)!;
        return Custody.Of(incident, Fact.Of(incident));
    }
}
