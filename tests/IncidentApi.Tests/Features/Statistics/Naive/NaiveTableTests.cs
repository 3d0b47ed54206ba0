using System.Net;
using System.Text.Json.Nodes;
using IncidentApi.Tests.Support;
using IncidentApi.Tests.Support.Browsers;

namespace IncidentApi.Tests.Features.Statistics.Naive;

/// <summary>The fixed tables, recomputed in the same way.</summary>
public sealed partial class NaiveComparisonTests
{
    private static readonly string[] SdgVictims = ["journalist", "media_personnel", "trade_unionist", "human_rights_defender"];
    private static readonly string[] Powers = ["state", "state_acquiescence", "non_state"];

    [Theory]
    [MemberData(nameof(Readers))]
    public async Task Sdg_16_10_1_counts_the_verified_cases_and_lists_the_records_behind_each_figure(string name)
    {
        var reader = Reader(name);
        Dictionary<string, string>[] filters = [NoFilter, new() { ["country"] = "KG" }, new() { ["perpetrator"] = "police,media_outlet" }, new() { ["from"] = "2019", ["dates"] = "possible" }];
        foreach (var filter in filters)
        {
            var question = new NaiveQuestion([], "victims", filter);
            var cases = (await reader.RowsAsync(question, "event")).Where(row => row.Victim is not null && row.Act.Verification == "verified" && NaiveVocabulary.SdgActOf(row.Act.Type) is not null
                && (string)row.Victim["kind"]! is "person" or "group" or "unknown").ToList();
            var answer = (await reader.Client.ReadAsync($"/v1/statistics/sdg-16-10-1?scope={reader.Scope}&{question.Filtered}")).Expect(HttpStatusCode.OK).Json;

            var counted = cases.Where(row => SdgVictimOf(row) is not null).ToList();
            await AssertRowsAsync(reader, answer, counted.GroupBy(SdgKeyOf), group => group["cases"]!, (group, rows) =>
            {
                Assert.Equal(NaiveFigure.Sum(rows.Select(row => NaiveFigure.OfPeople(row.Victim!))), NaiveFigure.Read(group["cases"]));
                Assert.Equal(rows.Select(row => row.Record).Distinct().Count(), (int)group["records"]!);
                Assert.Equal(rows.Select(row => row.Record.Organisation).Distinct().Count() > 1, (bool?)group["mayOverlap"] == true);
            });
            Assert.Equal(NaiveFigure.Sum(counted.Select(row => NaiveFigure.OfPeople(row.Victim!))), NaiveFigure.Read(answer["total"]!["cases"]));
            Assert.Equal(counted.Select(row => row.Record).Distinct().Count(), (int)answer["total"]!["records"]!);
            Assert.Equal(NaiveFigure.Sum(cases.Except(counted).Select(row => NaiveFigure.OfPeople(row.Victim!))), NaiveFigure.Read(answer["notCounted"]));
            Assert.True(counted.Count > 0 || filter != NoFilter || name is "sample" or "anybody");
        }
    }

    [Theory]
    [MemberData(nameof(Readers))]
    public async Task Rights_are_counted_by_country_year_and_group_at_risk(string name)
    {
        var reader = Reader(name);
        (string Query, string[] Lists, Dictionary<string, string> Filter)[] questions =
        [
            ("", ["hrmi", "iccpr"], NoFilter),
            ("list=hrmi", ["hrmi"], new() { ["kind"] = "event,pattern,measure" }),
            ("list=iccpr", ["iccpr"], new() { ["right"] = "iccpr:9,iccpr:19", ["country"] = "KG" }),
        ];
        foreach (var (query, lists, filter) in questions)
        {
            var question = new NaiveQuestion([], "violations", filter);
            var answer = (await reader.Client.ReadAsync($"/v1/statistics/rights?scope={reader.Scope}&{query}&{question.Filtered}".TrimEnd('&'))).Expect(HttpStatusCode.OK).Json;
            foreach (var kind in question.Kinds)
            {
                var rows = await reader.RowsAsync(question, kind);
                await AssertRowsAsync(reader, answer, rows.SelectMany(row => RightsKeysOf(row, lists, filter).Select(key => (Key: key, Row: row))).GroupBy(pair => pair.Key, pair => pair.Row),
                    group => group[$"{kind}s"]!, (group, behind) =>
                    {
                        var shown = group[$"{kind}s"]!;
                        Assert.Equal(behind.Select(row => row.Record).Distinct().Count(), (int)shown["records"]!);
                        Assert.Equal(NaiveFigure.Sum(behind.Select(row => row.Act).Distinct().Select(act => NaiveFigure.OfAct(act.Shown))), NaiveFigure.Read(shown["violations"]));
                        Assert.Equal(NaiveFigure.Sum(behind.Where(row => row.Victim is not null).Select(row => NaiveFigure.OfPeople(row.Victim!))), NaiveFigure.Read(shown["victims"]));
                    });
            }

            Assert.NotEmpty(answer["groups"]!.AsArray());
        }
    }

    /// <summary>The groups are those that the rows make, each says what it should, and lists the records of its rows.</summary>
    private static async Task AssertRowsAsync(
        NaiveReader reader, JsonNode answer, IEnumerable<IGrouping<string, NaiveRow>> expected, Func<JsonNode, JsonNode> figureOf, Action<JsonNode, List<NaiveRow>> assertSame)
    {
        var groups = answer["groups"]!.AsArray().OfType<JsonNode>().Where(group => figureOf(group)["incidents"] is not null)
            .ToDictionary(group => string.Join(',', group["key"]!.AsObject().Select(value => (string)value.Value!)));
        var rows = expected.ToDictionary(group => group.Key, group => group.ToList());
        Assert.Equal(rows.Keys.Order(), groups.Keys.Order());
        foreach (var (place, (key, behind)) in rows.Index())
        {
            assertSame(groups[key], behind);
            if (place % 7 != 0) continue;

            var listed = (await reader.Client.WalkAsync((string)figureOf(groups[key])["incidents"]!)).Ids();
            Assert.Equal(behind.Select(row => row.Record.Id).Distinct().Order(), listed.Order());
        }
    }

    private static string SdgKeyOf(NaiveRow row) => string.Join(',', NaiveDates.Bucket(row.Act.Occurred, "year"), NaiveVocabulary.SdgActOf(row.Act.Type), SdgVictimOf(row),
        (string?)row.Victim!["gender"] ?? "unspecified", Powers.FirstOrDefault(power => row.Act.Perpetrators.Any(category => NaiveVocabulary.ClassOf(category) == power)) ?? "unknown");

    private static string? SdgVictimOf(NaiveRow row) =>
        SdgVictims.FirstOrDefault(group => NaiveRecord.Texts(row.Victim!["defenderRoles"]).Any(role => NaiveVocabulary.SdgVictimOf(role) == group));

    private static IEnumerable<string> RightsKeysOf(NaiveRow row, string[] lists, Dictionary<string, string> filter) =>
        from right in row.Act.Rights
        where lists.Contains(right.Split(':')[0]) && (!filter.TryGetValue("right", out var asked) || asked.Split(',').Contains(right))
        from atRisk in NaiveRecord.Texts(row.Victim?["atRiskGroups"]).Distinct().DefaultIfEmpty("unspecified")
        select string.Join(',', (string?)row.Act.Place?["country"] ?? "unspecified", NaiveDates.Bucket(row.Act.Occurred, "year"), right, atRisk);
}
