using System.Globalization;
using System.Net;
using System.Text.Json.Nodes;
using IncidentApi.Tests.Support;

namespace IncidentApi.Tests.Features.Incidents.Map;

/// <summary>A map counts what the list counts, shows no place more finely than it is known, and each of its figures can be followed.</summary>
public sealed class MapTests(MapOrganisation organisation, Api api) : IClassFixture<MapOrganisation>
{
    private static readonly string[] Boxes =
    [
        "69.2,39.1,80.3,43.3", "176,-20,-178,-15", "-180,-90,180,90", "170,60,-165,70", "-170,60,170,70", "180,-20,-180,0", "-180,-20,-180,0",
        "74.59,42.87,74.59,42.87", "-180,85,180,90", "-180,-90,180,-89", "72.8,40.53,72.9,40.6", "0,-90,0,90",
    ];

    [Fact]
    public async Task At_every_door_the_features_of_a_map_count_what_the_list_counts()
    {
        var random = new Random(20261122);
        var checkedMaps = 0;
        foreach (var (scope, client) in organisation.Doors)
        {
            foreach (var query in Queries(random).Select(query => $"scope={scope}&tag=mapped&{query}"))
            {
                var list = (await client.ReadAsync($"/v1/incidents?count=exact&limit=1&{WithoutZoom(query)}")).Expect(HttpStatusCode.OK).Json;
                var map = await client.MapAsync(query);

                var counts = map["counts"]!.AsObject().ToDictionary(part => part.Key, part => (int)part.Value!);
                Assert.Equal((query, (int)list["count"]!), (query, (int)map["count"]!));
                Assert.Equal((query, (int)map["count"]!), (query, counts.Values.Sum()));
                Assert.Equal((query, (int)map["count"]! - counts["none"]), (query, map.Features().Sum(feature => feature.Count())));
                Assert.Equal(scope, (string)map["scope"]!);
                Assert.Equal(counts["exact"] + counts["locality"], map.Points().Sum(feature => feature.Count()));
                Assert.Equal(counts["region"] + counts["country"], map.Areas().Sum(feature => feature.Count()));
                checkedMaps++;
            }
        }

        Assert.True(checkedMaps > 150, $"Only {checkedMaps} maps were looked at.");
    }

    [Fact]
    public async Task Every_feature_lies_where_its_members_lie_and_leads_to_exactly_them()
    {
        foreach (var (scope, client) in organisation.Doors)
        {
            foreach (var query in new[] { "zoom=0", "zoom=3", "zoom=22", "bbox=170,-90,-165,90&zoom=5", "near=-17,180&radius=900&zoom=4" })
            {
                var map = await client.MapAsync($"scope={scope}&tag=mapped&{query}");
                var zoom = (int)map["zoom"]!;
                foreach (var feature in map.Features())
                {
                    var properties = feature["properties"]!;
                    if (feature.Count() == 1 && feature["geometry"] is not null)
                    {
                        await IsThatIncidentAsync(client, scope, feature);
                        continue;
                    }

                    var members = await MembersAsync(client, (string)properties["incidents"]!);
                    Assert.Equal((query, feature.Count()), (query, members.Count));
                    if (feature["geometry"] is null)
                    {
                        Assert.All(members, member => Assert.Equal((string)properties["place"]!,
                            (string?)member["location"]![feature.Precision()], StringComparer.Ordinal));
                        continue;
                    }

                    LiesAmong(members.Select(member => ((double)member["location"]!["longitude"]!, (double)member["location"]!["latitude"]!)).ToList(), feature, zoom);
                    Assert.Equal(members.Any(member => (string)member["location"]!["precision"]! == "locality") ? "locality" : "exact", feature.Precision());
                }
            }
        }
    }

    [Fact]
    public async Task Nothing_is_left_out_without_a_word()
    {
        foreach (var (scope, client) in organisation.Doors)
        {
            var whole = await client.MapAsync($"scope={scope}&tag=mapped");
            var places = (await MembersAsync(client, $"/v1/incidents?scope={scope}&tag=mapped&placed=point")).Select(incident => (string)incident["location"]!["precision"]!).ToList();
            Assert.Equal(places.Count(precision => precision == "exact"), (int)whole["counts"]!["exact"]!);
            Assert.Equal(places.Count(precision => precision == "locality"), (int)whole["counts"]!["locality"]!);
            foreach (var around in Boxes.Select(box => $"bbox={box}").Append("near=42.87,74.59&radius=100"))
            {
                var part = await client.MapAsync($"scope={scope}&tag=mapped&{around}");

                foreach (var precision in new[] { "region", "country", "none" })
                {
                    Assert.Equal((int)whole["counts"]![precision]!, (int)part["counts"]![precision]! + (int)part["leftOut"]![precision]!);
                }
            }

            Assert.Null(whole["leftOut"]);
        }
    }

    [Fact]
    public async Task A_box_over_the_antimeridian_holds_both_sides_and_no_cluster_reaches_over_it()
    {
        var map = await organisation.Own.Admin.MapAsync("tag=mapped&bbox=176,-20,-178,-15&zoom=2");

        var longitudes = map.Points().Select(point => point.Position().Longitude).ToList();
        Assert.Contains(longitudes, longitude => longitude > 176);
        Assert.Contains(longitudes, longitude => longitude < -178);
        Assert.All(longitudes, longitude => Assert.True(longitude is >= 176 or <= -178));
        Assert.All(map.Points().Select(point => point.Box()).OfType<double[]>(), box => Assert.True(box[0] <= box[2] && box[2] - box[0] < 2));
    }

    [Fact]
    public async Task A_grid_is_as_fine_as_was_asked_for_or_says_that_it_is_not()
    {
        var own = organisation.Own.Admin;

        Assert.Equal(22, (int)(await own.MapAsync("tag=mapped&zoom=22"))["zoom"]!);
        Assert.Equal(2, (int)(await own.MapAsync("tag=mapped"))["zoom"]!);
        Assert.Equal(7, (int)(await own.MapAsync("tag=mapped&bbox=69.2,39.1,80.3,43.3"))["zoom"]!);
        Assert.Equal(7, (int)(await own.MapAsync("tag=mapped&bbox=176,-20,-178,-15"))["zoom"]!);
        Assert.Equal(9, (int)(await own.MapAsync("tag=mapped&near=42.87,74.59&radius=80"))["zoom"]!);
        Assert.Equal(22, (int)(await own.MapAsync("tag=mapped&bbox=74.59,42.87,74.59,42.87"))["zoom"]!);
        Assert.Empty((await own.MapAsync("tag=nothing-has-this"))["features"]!.AsArray());
    }

    [Theory]
    [InlineData("bbox=1,2,3", "bbox")]
    [InlineData("bbox=-181,0,0,0", "bbox")]
    [InlineData("bbox=0,10,0,-10", "bbox")]
    [InlineData("bbox=0,0,NaN,1", "bbox")]
    [InlineData("zoom=23", "zoom")]
    [InlineData("zoom=-1", "zoom")]
    [InlineData("zoom=1.5", "zoom")]
    [InlineData("near=42,74", "radius")]
    [InlineData("radius=5", "near")]
    [InlineData("near=42,74&radius=0", "radius")]
    [InlineData("near=91,74&radius=5", "near")]
    [InlineData("placed=Bishkek", "placed")]
    [InlineData("placed=KG-XX", "placed")]
    [InlineData("placed=ZZ", "placed")]
    [InlineData("gender=woman&scope=public", "gender")]
    [InlineData("colour=red", "colour")]
    public async Task A_question_that_makes_no_map_is_refused_by_the_name_of_its_parameter(string query, string parameter)
    {
        var answer = await api.Anonymous().ReadAsync($"/v1/incidents/map?{query}");

        Assert.Equal(HttpStatusCode.BadRequest, answer.Status);
        Assert.Contains(parameter, answer.Json["errors"]!.AsArray().Select(fault => (string?)fault!["parameter"]));
    }

    [Fact]
    public async Task Own_and_shared_maps_need_a_key_and_only_the_public_one_may_be_kept()
    {
        (await api.Anonymous().ReadAsync("/v1/incidents/map?scope=own")).Expect(401, "invalid-key");
        (await api.Anonymous().ReadAsync("/v1/incidents/map?scope=shared")).Expect(401, "invalid-key");

        Assert.Equal("public, no-cache", (await api.Anonymous().ReadAsync("/v1/incidents/map")).Headers.CacheControl!.ToString());
        Assert.Equal("no-store", (await organisation.Own.Admin.ReadAsync("/v1/incidents/map")).Headers.CacheControl!.ToString());
    }

    [Fact]
    public async Task A_box_with_latitude_first_is_told_so_where_that_would_have_found_something()
    {
        var own = organisation.Own.Admin;
        (await organisation.Own.PublishedAsync(Given.Incident().With("/location", JsonNode.Parse("""{"country":"KG","region":"KG-GB","latitude":42.87,"longitude":74.59,"precision":"exact","disclosure":"exact"}""")).With("/tags", new JsonArray("exchanged")))).Expect(HttpStatusCode.OK);

        var exchanged = await own.MapAsync("tag=exchanged&bbox=39.1,69.2,43.3,80.3");
        var right = await own.MapAsync("tag=exchanged&bbox=69.2,39.1,80.3,43.3");
        var empty = await own.MapAsync("tag=exchanged&bbox=10,50,11,51");
        var withoutBox = await own.MapAsync("tag=nothing-has-this");

        Assert.Equal(0, (long)exchanged["count"]!);
        Assert.Contains("bbox=69.2,39.1,80.3,43.3", (string)exchanged["hint"]!, StringComparison.Ordinal);
        Assert.Equal(1, (long)right["count"]!);
        Assert.All([right, empty, withoutBox], map => Assert.Null(map["hint"]));
    }

    private static IEnumerable<string> Queries(Random random)
    {
#pragma warning disable CA5394 // Nothing here is secret.
        foreach (var box in Boxes) yield return $"bbox={box}";
        foreach (var around in new[] { "near=90,0&radius=700", "near=-90,50&radius=10", "near=-17,180&radius=900", "near=0,0&radius=20100", "near=42.87,74.59&radius=0.001" }) yield return around;
        foreach (var filter in new[] { "violation=arrest", "from=2015&to=2019", "country=FJ", "region=KG-GB", "status=withdrawn,published", "q=mapped", "placed=point", "placed=KG,KG-GB,none" }) yield return filter;
        for (var i = 0; i < 30; i++)
        {
            var (west, east) = ((random.NextDouble() * 360) - 180, (random.NextDouble() * 360) - 180);
            var (one, other) = ((random.NextDouble() * 180) - 90, (random.NextDouble() * 180) - 90);
            yield return $"bbox={Maps.Text(west)},{Maps.Text(Math.Min(one, other))},{Maps.Text(east)},{Maps.Text(Math.Max(one, other))}&zoom={random.Next(23)}";
        }
#pragma warning restore CA5394
    }

    private static string WithoutZoom(string query) => string.Join('&', query.Split('&').Where(part => !part.StartsWith("zoom=", StringComparison.Ordinal)));

    private static async Task IsThatIncidentAsync(HttpClient client, string scope, JsonNode feature)
    {
        var (properties, id) = (feature["properties"]!, (string)feature["id"]!);
        var incident = (await client.ReadAsync($"/v1/incidents/{id}?scope={scope}")).Expect(HttpStatusCode.OK).Json;

        Assert.Equal(id, (string)properties["incident"]!);
        foreach (var member in new[] { "reference", "title", "kind", "language", "status", "verification" }) Assert.Equal((string)incident[member]!, (string)properties[member]!);
        Assert.True(JsonNode.DeepEquals(incident["occurred"], properties["occurred"]), feature.ToJsonString());
        Assert.Equal(incident["violations"]!.AsArray().Select(act => (string)act!["type"]!).Distinct(), properties["violationTypes"]!.AsArray().Select(type => (string)type!));
        Assert.Equal((string)incident["location"]!["precision"]!, feature.Precision());
        Assert.Equal(((double)incident["location"]!["longitude"]!, (double)incident["location"]!["latitude"]!), feature.Position());
        Assert.Null(properties["bbox"]);
    }

    private static void LiesAmong(List<(double Longitude, double Latitude)> members, JsonNode feature, int zoom)
    {
        var position = feature.Position();
        var box = feature.Box()!;
        Assert.Equal([members.Min(member => member.Longitude), members.Min(member => member.Latitude), members.Max(member => member.Longitude), members.Max(member => member.Latitude)], box);
        Assert.InRange(position.Longitude, box[0], box[2]);
        Assert.InRange(position.Latitude, box[1], box[3]);
        Assert.Equal(members.Average(member => member.Longitude), position.Longitude, 5e-6);
        Assert.Equal(members.Average(member => member.Latitude), position.Latitude, 5e-6);
        Assert.Single(members.Append(position).Select(place => Maps.SquareOf(place.Longitude, place.Latitude, zoom)).Distinct());
    }

    private static async Task<List<JsonNode>> MembersAsync(HttpClient client, string address)
    {
        var members = new List<JsonNode>();
        for (var after = ""; ;)
        {
            var page = (await client.ReadAsync($"{address}&limit=200{after}")).Expect(HttpStatusCode.OK).Json;
            members.AddRange(page["items"]!.AsArray().Select(item => item!));
            if ((string?)page["nextCursor"] is not { } next) return members;

            after = string.Create(CultureInfo.InvariantCulture, $"&after={Uri.EscapeDataString(next)}");
        }
    }
}
