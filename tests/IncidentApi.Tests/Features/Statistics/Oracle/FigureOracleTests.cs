using System.Net;
using System.Text.Json.Nodes;
using IncidentApi.Features.Statistics.Asking;
using IncidentApi.Tests.Support;
using IncidentApi.Tests.Support.Browsers;

namespace IncidentApi.Tests.Features.Statistics.Oracle;

/// <summary>
/// Through each door every figure is what its reader gets who downloads the list and counts by the definition: so figures are right, and tell nobody
/// more than his list does.
/// </summary>
public sealed class FigureOracleTests(FigureOrganisation organisation) : IClassFixture<FigureOrganisation>
{
    private static readonly string[] Measures = ["incidents", "violations", "victims"];
    private static readonly string[] Kinds = ["event", "pattern", "measure"];

    public static TheoryData<string, string> DoorsAndDimensions => new(
        from door in (string[])["own", "shared", "public"] from dimension in Dimensions.All where door != "own" || dimension.Name != "organisation" select (door, dimension.Name));

    [Theory, MemberData(nameof(DoorsAndDimensions))]
    public async Task Each_dimension_says_what_the_list_says(string door, string dimension)
    {
        foreach (var measure in Measures) await CheckAsync(door, measure, [dimension]);
    }

    [Theory]
    [InlineData("own", "month,violation")]
    [InlineData("own", "year,violationGroup,country")]
    [InlineData("own", "right,gender,perpetrator")]
    [InlineData("own", "atRisk,defenderRole,year")]
    [InlineData("shared", "violation,organisation,quarter")]
    [InlineData("public", "status,ageBand,region")]
    public async Task Several_dimensions_say_what_the_list_says(string door, string dimensions)
    {
        foreach (var measure in Measures) await CheckAsync(door, measure, dimensions.Split(','));
    }

    [Theory]
    [InlineData("violation")]
    [InlineData("violationGroup")]
    [InlineData("violationGroup,violation")]
    [InlineData("violation,year")]
    public async Task With_all_types_each_is_counted(string dimensions)
    {
        foreach (var measure in Measures) await CheckAsync("own", measure, dimensions.Split(','), allTypes: true);
    }

    [Theory]
    [InlineData("country", "KG,KZ", "violationGroup,country")]
    [InlineData("country", "KG", "month,violation")]
    [InlineData("violation", "arrest,detention,torture,raid_home,defamation,threat", "violation")]
    [InlineData("perpetrator", "police,prosecution,unknown,other,media_outlet", "perpetrator,year")]
    [InlineData("gender", "woman,mixed", "gender,violationGroup")]
    [InlineData("defenderRole", "lawyer,journalist,ngo,trade_unionist,student", "defenderRole")]
    public async Task What_a_filter_asks_for_is_selected_among_records_acts_and_victims(string parameter, string values, string dimensions)
    {
        var asked = values.Split(',').Intersect([.. Codes.Of("countries"), .. Codes.Of("violations.type"), .. Codes.Of("people.category"), .. Codes.Of("people.gender"), .. Codes.Of("people.defenderRoles")]).ToArray();
        foreach (var measure in Measures) await CheckAsync("own", measure, dimensions.Split(','), filter: new() { [parameter] = asked });
    }

    [Theory]
    [InlineData("from=2019&to=2020")]
    [InlineData("from=2019-06&dates=possible")]
    [InlineData("verification=corroborated")]
    [InlineData("status=draft&region=KG-GB,KG-GO")]
    [InlineData("right=iccpr:9,iccpr:7&kind=event,pattern")]
    public async Task What_selects_records_alone_leaves_their_acts_whole(string query)
    {
        // Of these, region and right select acts too; they are asked of records here.
        foreach (var measure in query.Contains("right", StringComparison.Ordinal) || query.Contains("region", StringComparison.Ordinal) ? ["incidents"] : Measures) await CheckAsync("own", measure, ["year", "violationGroup"], more: query);
    }

    private async Task CheckAsync(string door, string measure, string[] dimensions, bool allTypes = false, Dictionary<string, string[]>? filter = null, string more = "")
    {
        var client = door switch { "own" => organisation.Owner.Admin, "shared" => organisation.Partner.Admin, _ => organisation.Api.Anonymous() };
        var query = $"scope={door}&tag={organisation.Tag}{string.Concat((filter ?? []).Select(one => $"&{one.Key}={string.Join(',', one.Value)}"))}{(more.Length > 0 ? $"&{more}" : "")}";
        var documents = (await client.WalkAsync($"/v1/incidents?{query}&fields=all&limit=200")).OfType<JsonObject>().ToList();
        Assert.NotEmpty(documents);

        foreach (var kind in more.Contains("kind=", StringComparison.Ordinal) ? Kinds[..2] : Kinds)
        {
            var asked = more.Contains("kind=", StringComparison.Ordinal) ? query.Replace("kind=event,pattern", $"kind={kind}", StringComparison.Ordinal) : $"{query}&kind={kind}";
            asked = $"{asked}&measure={measure}&groupBy={string.Join(',', dimensions)}{(allTypes ? "&types=all" : "")}";
            var answer = (await client.ReadAsync($"/v1/statistics?{asked}")).Expect(HttpStatusCode.OK).Json;
            var expected = FigureOracle.Of(documents, kind, measure, dimensions, allTypes, filter);

            Assert.Equal((asked, expected.Groups), (asked, Sorted(answer)));
            if (answer["total"] is { } total) Assert.Equal((asked, expected.Total), (asked, Figures.Written(total)));
            else Assert.Equal((asked, "overlapping"), (asked, (string)answer["counting"]!));
        }
    }

    private static string Sorted(JsonNode answer) => string.Join("; ", answer["groups"]!.AsArray()
        .Select(group => (Key: string.Join(',', group!["key"]!.AsObject().Select(value => (string)value.Value!)), Text: Figures.Written(group)))
        .OrderBy(group => group.Key, StringComparer.Ordinal).Select(group => $"{group.Key}: {group.Text}"));
}
