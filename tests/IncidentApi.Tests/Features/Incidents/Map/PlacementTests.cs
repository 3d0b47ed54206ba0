using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using IncidentApi.Features.Incidents.Disclosure;
using IncidentApi.Features.Incidents.Map;
using IncidentApi.Platform.Data;
using IncidentApi.Tests.Features.Incidents.Disclosure;
using IncidentApi.Tests.Support;

namespace IncidentApi.Tests.Features.Incidents.Map;

/// <summary>How finely a map may place a record: never more finely than it is known, nor than others may learn it.</summary>
public sealed class PlacementTests(Api api)
{
    // Finest first.
    private static readonly string[] Steps = ["exact", "locality", "region", "country", "none"];

    // One of a kind that is shown to the region, and one to the country, unless somebody says otherwise.
    private static readonly string[] Types = ["arrest", "raid_home"];

    private static readonly string?[] Precisions = ["exact", "locality", "region", "country", null];
    private static readonly string?[] Disclosures = ["exact", "locality", "region", "country", "hidden", null];
    private static readonly string?[] Regions = ["KG-GB", null];
    private static readonly string?[] Localities = ["Bishkek", "Nowhereville", null];
    private static readonly bool[] WithAndWithout = [true, false];
    private static readonly string[] Tables = ["incidents", "shared_incidents", "public_incidents"];

    [Theory]
    [InlineData("""{"country":"KG","region":"KG-GB","latitude":42.9,"longitude":74.6,"precision":"exact"}""", "exact")]
    [InlineData("""{"country":"KG","region":"KG-GB","latitude":42.9,"longitude":74.6,"precision":"locality"}""", "locality")]
    [InlineData("""{"country":"KG","region":"KG-GB","latitude":42.9,"longitude":74.6,"precision":"region"}""", "KG-GB")]
    [InlineData("""{"country":"KG","region":"KG-GB","latitude":42.9,"longitude":74.6,"precision":"country"}""", "KG")]
    [InlineData("""{"country":"KG","locality":"Osh","precision":"locality"}""", "KG")]
    [InlineData("""{"country":"KG","region":"KG-GO","locality":"Osh"}""", "KG-GO")]
    [InlineData("""{"country":"KG","region":"KG-GO"}""", "KG-GO")]
    [InlineData("""{"country":"KG"}""", "KG")]
    public void Coordinates_make_a_point_only_where_they_are_one(string location, string placed) =>
        Assert.Equal(placed, Placement.Of(Redactions.Own($$"""{ "location": {{location}} }""").Location));

    [Fact]
    public void No_redacted_record_is_placed_more_finely_than_it_is_disclosed_or_known()
    {
        var met = new HashSet<string>();
        foreach (var location in Locations())
        {
            foreach (var type in Types)
            {
                var body = $$"""{ "location": {{location.ToJsonString()}}, "violations": [{ "type": "{{type}}" }] }""";
                var own = Redactions.Own(body);
                foreach (var audience in Enum.GetValues<Audience>())
                {
                    var seen = own.Seen(audience);
                    var (known, shown) = (StepOf(Placement.Of(own.Location)), StepOf(Placement.Of(seen.Location)));
                    var allowed = own.Location!.Disclosure == "hidden" ? "none" : own.Location.Disclosure!;

                    Assert.True(Coarseness(shown) >= Coarseness(allowed), $"{body} is disclosed to {allowed}, but shown at {shown}.");
                    Assert.True(Coarseness(shown) >= Coarseness(own.Location.Precision!), $"{body} is known to {own.Location.Precision}, but shown at {shown}.");
                    if (shown is "exact" or "locality") Assert.NotNull(seen.Location!.Latitude);
                    if (shown == "exact") Assert.Equal("exact", known);
                    if (shown is "locality" && allowed == "locality") Assert.NotEqual((own.Location.Latitude, own.Location.Longitude), (seen.Location!.Latitude, seen.Location.Longitude));
                    met.Add(shown);
                }
            }
        }

        Assert.Equal(Steps.Order(), met.Order());
    }

    [Fact]
    public async Task What_was_there_before_the_column_is_placed_by_the_migration_as_by_the_service()
    {
        var organisation = await api.NewOrganisationAsync();
        foreach (var location in Locations().Where((_, i) => i % 5 == 0)) await organisation.PublishedAsync(Given.Incident().With("/location", location));

        var migrated = Regex.Match(SqlFiles.Read("011_placed.sql"), "set placed = (case.*?'country' end)", RegexOptions.Singleline).Groups[1].Value;
        foreach (var table in Tables)
        {
            Assert.NotEmpty(await api.SqlInAsync("incidents", "postgres", $"select 1 from {table} where organisation_id = '{organisation.Id}' and placed = 'exact'"));
            Assert.Empty(await api.SqlInAsync("incidents", "postgres",
                $"select brief -> 'location', placed from {table} where organisation_id = '{organisation.Id}' and placed is distinct from {migrated}"));
        }
    }

    private static IEnumerable<JsonObject> Locations() =>
        from precision in Precisions
        from disclosure in Disclosures
        from region in Regions
        from locality in Localities
        from point in WithAndWithout
        where Allowed(precision, region, locality, point)
        select LocationOf(precision, disclosure, region, locality, point);

    /// <summary>What the rules of a place let in.</summary>
    private static bool Allowed(string? precision, string? region, string? locality, bool point) => precision switch
    {
        null => !point,
        "exact" => point,
        "locality" => locality is not null || point,
        "region" => region is not null || locality is not null || point,
        _ => true,
    };

    private static JsonObject LocationOf(string? precision, string? disclosure, string? region, string? locality, bool point)
    {
        var location = new JsonObject { ["country"] = "KG" };
        if (precision is not null) location["precision"] = precision;
        if (disclosure is not null) location["disclosure"] = disclosure;
        if (region is not null) location["region"] = region;
        if (locality is not null) location["locality"] = locality;
        if (point) (location["latitude"], location["longitude"]) = (42.8123, 74.5432);
        return location;
    }

    private static string StepOf(string? placed) => Placement.PrecisionOf(placed);

    private static int Coarseness(string step) => Array.IndexOf(Steps, step);
}
