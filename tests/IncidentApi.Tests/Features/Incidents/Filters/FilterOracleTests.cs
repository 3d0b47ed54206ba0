using System.Globalization;
using IncidentApi.Tests.Support;

namespace IncidentApi.Tests.Features.Incidents.Filters;

/// <summary>Every filter against a naive reading of the documents: the same ids, the same count, the same doubts.</summary>
public sealed class FilterOracleTests(FilterOrganisation organisation) : IClassFixture<FilterOrganisation>
{
    private static readonly Dictionary<string, string> Lists = new()
    {
        ["violation"] = "violations.type",
        ["right"] = "rights",
        ["kind"] = "incident.kind",
        ["status"] = "incident.status",
        ["verification"] = "incident.verification",
        ["defenderRole"] = "people.defenderRoles",
        ["gender"] = "people.gender",
        ["ageBand"] = "people.ageBand",
        ["atRisk"] = "people.atRiskGroups",
        ["perpetrator"] = "people.category",
        ["source"] = "sources.kind",
    };

    private static readonly string[] Boxes =
        ["69.2,39.1,80.3,43.3", "178,-19,-179,-16", "170,-90,-170,90", "-180,-90,180,90", "10,80,10,90", "-122,37,-121,38", "74.59,42,74.59,43", "180,-20,-180,0"];

    private static readonly string[] Centres = ["42.87,74.59", "-17.0,180", "-17.0,-180", "90,0", "-89.9,30", "0,0"];
    private static readonly string[] Radii = ["1", "80", "333.3", "2500", "20100"];

    public static TheoryData<string> Listed => [.. Lists.Keys, "country", "region", "placed", "tag", "personId"];

    [Theory, MemberData(nameof(Listed))]
    public async Task Each_value_of_a_filter_finds_what_a_naive_reading_finds(string parameter)
    {
        foreach (var value in ValuesOf(parameter)) await CheckAsync((parameter, value));
    }

    [Theory, MemberData(nameof(Listed))]
    public async Task Several_values_of_a_filter_find_what_any_of_them_finds(string parameter)
    {
        var draw = new GeneratedIncidents(parameter.Length);
        for (var i = 0; i < 3; i++) await CheckAsync((parameter, string.Join(',', draw.Some(ValuesOf(parameter), 4))));
    }

    [Theory]
    [InlineData("certain")]
    [InlineData("possible")]
    public async Task A_window_of_days_finds_what_surely_or_possibly_falls_there(string dates)
    {
        var draw = new GeneratedIncidents(7);
        for (var i = 0; i < 40; i++)
        {
            var (one, other) = (draw.Date(), draw.Date());
            var (from, to) = Days.Of(one).First <= Days.Of(other).Last ? (one, other) : (other, one);
            await CheckAsync(("dates", dates), ("from", from), ("to", to));
            await CheckAsync(("dates", dates), ("from", from));
            await CheckAsync(("dates", dates), ("to", to));
            await CheckAsync(("dates", dates), ("from", from), ("to", from));
        }
    }

    [Theory]
    [InlineData("certain")]
    [InlineData("possible")]
    public async Task A_day_finds_what_went_on_then(string dates)
    {
        var draw = new GeneratedIncidents(11);
        for (var i = 0; i < 40; i++)
        {
            await CheckAsync(("dates", dates), ("ongoingOn", draw.Day().ToString("O", CultureInfo.InvariantCulture)));
        }
    }

    [Theory]
    [InlineData("certain", "1000", "9999")]
    [InlineData("possible", "1000", "9999")]
    [InlineData("possible", "9999-12-31", null)]
    [InlineData("certain", null, "9999-12-31")]
    public async Task The_ends_of_the_calendar_find_nothing_that_has_no_date(string dates, string? from, string? to) =>
        await CheckAsync([("dates", dates), .. from is null ? [] : new[] { ("from", from) }, .. to is null ? [] : new[] { ("to", to) }]);

    [Fact]
    public async Task A_box_finds_what_lies_in_it_over_the_antimeridian_too()
    {
        foreach (var box in Boxes) await CheckAsync(("bbox", box));
    }

    [Fact]
    public async Task A_circle_finds_what_lies_in_it_over_pole_and_antimeridian_too()
    {
        foreach (var centre in Centres)
        {
            foreach (var radius in Radii) await CheckAsync(("near", centre), ("radius", radius));
        }
    }

    [Theory]
    [InlineData("createdAfter", "createdAt")]
    [InlineData("updatedAfter", "updatedAt")]
    public async Task An_instant_finds_what_was_written_after_it(string parameter, string member)
    {
        foreach (var record in organisation.Records.Where((_, i) => i % 37 == 0)) await CheckAsync((parameter, (string)record.Shown[member]!));
    }

    [Fact]
    public async Task Filters_together_find_what_each_of_them_finds()
    {
        var draw = new GeneratedIncidents(13);
        string[] parameters = [.. Lists.Keys, "country", "region", "placed", "tag", "personId", "from", "to", "ongoingOn", "bbox", "near", "dates"];
        for (var i = 0; i < 200; i++)
        {
            var query = new Dictionary<string, string>();
            foreach (var parameter in draw.Some(parameters, 4).Append(draw.Pick(parameters)).Distinct())
            {
                query[parameter] = parameter switch
                {
                    "from" or "to" => draw.Date(),
                    "ongoingOn" => draw.Day().ToString("O", CultureInfo.InvariantCulture),
                    "bbox" => draw.Pick(Boxes),
                    "near" => draw.Pick(Centres),
                    "dates" => "possible",
                    _ => string.Join(',', draw.Some(ValuesOf(parameter), 8)),
                };
            }

            if (query.ContainsKey("near")) query["radius"] = draw.Pick(Radii);
            if (query.TryGetValue("from", out var from) && query.TryGetValue("to", out var to) && Days.Of(from).First > Days.Of(to).Last) (query["from"], query["to"]) = (to, from);
            await CheckAsync([.. query.Select(part => (part.Key, part.Value))]);
        }
    }

    [Fact]
    public void The_oracle_meets_every_kind_of_answer()
    {
        var window = new Dictionary<string, string> { ["from"] = "2019", ["to"] = "2019" };

        Assert.Contains(organisation.Records, record => FilterOracle.Finds(window, record));
        Assert.Contains(organisation.Records, record => FilterOracle.MayAlsoFind(window, record));
        Assert.Contains(organisation.Records, record => !FilterOracle.Finds(window, record) && !FilterOracle.MayAlsoFind(window, record));
        Assert.Equal(Codes.Of("incident.status").Order(), organisation.Records.Select(record => (string)record.Shown["status"]!).Distinct().Order());
    }

    private static string[] ValuesOf(string parameter) => parameter switch
    {
        "country" => [.. GeneratedIncidents.Places.Select(place => place.Country).Append("CH").Distinct()],
        "region" => [.. GeneratedIncidents.Places.Select(place => place.Region).OfType<string>().Append("KG-Y")],
        "placed" => [.. GeneratedIncidents.Places.Select(place => place.Region ?? place.Country).Append("point").Append("none").Append("CH").Distinct()],
        "tag" => [.. GeneratedIncidents.Tags, "Election", "8", "two"],
        "personId" => [.. GeneratedIncidents.Persons, "0197f3a0-0000-7000-8000-00000000000f"],
        _ => Codes.Of(Lists[parameter]),
    };

    private async Task CheckAsync(params (string Name, string Value)[] parameters)
    {
        var query = parameters.ToDictionary(part => part.Name, part => part.Value);
        var expected = organisation.Records.Where(record => FilterOracle.Finds(query, record)).ToDictionary(record => record.Id);
        var doubtful = organisation.Records.Count(record => FilterOracle.MayAlsoFind(query, record));

        var (ids, count, mayAlsoMatch) = await organisation.FindAsync(query);

        var asked = string.Join('&', parameters.Select(part => $"{part.Name}={part.Value}"));
        var wrong = organisation.Records.Where(record => ids.Contains(record.Id) != expected.ContainsKey(record.Id))
            .Select(record => $"{(expected.ContainsKey(record.Id) ? "missed" : "found")} {record.Sent.ToJsonString()}").ToList();
        Assert.True(wrong.Count == 0, $"{asked}: {string.Join('\n', wrong.Take(3))}");
        Assert.Equal(expected.Count, ids.Count);
        Assert.Equal(expected.Count, count);
        if (query.GetValueOrDefault("dates") != "possible" && (query.ContainsKey("from") || query.ContainsKey("to") || query.ContainsKey("ongoingOn"))) Assert.Equal(doubtful, mayAlsoMatch);
    }
}
