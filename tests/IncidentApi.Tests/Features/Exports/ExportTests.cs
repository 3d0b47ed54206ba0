using System.Globalization;
using System.IO.Compression;
using System.Net;
using System.Security.Cryptography;
using System.Text.Json.Nodes;
using IncidentApi.Tests.Support;

namespace IncidentApi.Tests.Features.Exports;

/// <summary>All of what a filter finds, as a file that says whether it is whole.</summary>
public sealed class ExportTests(Api api)
{
    public static TheoryData<string> Formats => ["csv", "ndjson", "geojson", "xlsx"];

    [Fact]
    public async Task A_line_of_ndjson_is_a_document_as_the_api_shows_it_and_they_come_in_the_order_of_their_ids()
    {
        var organisation = await RecordedAsync(12);

        var file = await organisation.Admin.ExportAsync("format=ndjson");

        Assert.Equal(12, file.Lines.Count);
        foreach (var line in file.Lines)
        {
            var shown = (await organisation.Admin.ReadAsync($"/v1/incidents/{(string)line["id"]!}")).Expect(HttpStatusCode.OK);
            Assert.True(JsonNode.DeepEquals(shown.Json, line), $"{shown.Text}\n{line}");
        }

        var ids = file.Lines.Select(line => (string)line["id"]!).ToList();
        Assert.Equal(ids.Order(StringComparer.Ordinal), ids);
        Assert.Equal("application/x-ndjson", file.MediaType);
    }

    [Theory, MemberData(nameof(Formats))]
    public async Task The_manifest_says_what_the_file_holds_in_the_trailer_and_at_its_own_address(string format)
    {
        var organisation = await RecordedAsync(5);
        var file = await organisation.Admin.ExportAsync($"format={format}&country=KG&from=2020");
        var kept = await organisation.Admin.ManifestAsync(file.Id);

        Assert.True(JsonNode.DeepEquals(kept, file.Manifest), $"{kept}\n{file.Manifest}");
        Assert.Equal(("complete", format, "own", 5L), ((string)kept["status"]!, (string)kept["format"]!, (string)kept["scope"]!, (long)kept["rows"]!));
        Assert.Equal((file.Bytes.LongLength, file.Sha256), ((long)kept["bytes"]!, (string)kept["sha256"]!));
        Assert.Equal("""{"country":"KG","from":"2020"}""", kept["filters"]!.ToJsonString());
        var snapshot = Assert.Single(kept["snapshots"]!.AsArray());
        var since = (await organisation.Admin.ReadAsync($"/v1/changes?after={(string)snapshot!["position"]!}")).Expect(HttpStatusCode.OK).Json;
        Assert.Equal((0, false), (since["items"]!.AsArray().Count, (bool)since["more"]!));
        Assert.True((DateTimeOffset)kept["began"]! <= (DateTimeOffset)kept["ended"]!);
        Assert.Equal($"sha-256=:{Convert.ToBase64String(SHA256.HashData(file.Bytes))}:", file.Trailers["Repr-Digest"]);
        Assert.Matches($"^\"?incidents-own-[0-9]{{4}}-[0-9]{{2}}-[0-9]{{2}}\\.{format}\"?$", file.Name);
    }

    [Theory]
    [InlineData("gzip")]
    [InlineData("br")]
    public async Task What_is_compressed_is_digested_as_the_file_that_comes_out_again(string coding)
    {
        var organisation = await RecordedAsync(30);

        var file = await organisation.Admin.ExportAsync("format=ndjson", request => request.Headers.TryAddWithoutValidation("Accept-Encoding", coding));

        using var packed = new MemoryStream(file.Bytes);
        await using Stream unpacking = coding == "gzip" ? new GZipStream(packed, CompressionMode.Decompress) : new BrotliStream(packed, CompressionMode.Decompress);
        using var unpacked = new MemoryStream();
        await unpacking.CopyToAsync(unpacked, TestContext.Current.CancellationToken);
        Assert.True(unpacked.Length > 2 * file.Bytes.Length, $"{file.Bytes.Length} of {unpacked.Length} bytes were sent.");
        Assert.Equal(Convert.ToHexStringLower(SHA256.HashData(unpacked.ToArray())), (string)file.Manifest["sha256"]!);
        Assert.Equal($"sha-256=:{Convert.ToBase64String(SHA256.HashData(unpacked.ToArray()))}:", file.Trailers["Unencoded-Digest"]);
        Assert.DoesNotContain("Repr-Digest", file.Trailers.Keys);
    }

    [Fact]
    public async Task Over_http_2_the_manifest_is_a_trailer_too()
    {
        var organisation = await RecordedAsync(3);
        await using var service = await api.StartServiceAsync("--Kestrel:EndpointDefaults:Protocols=Http2");
        var client = api.With(organisation.AdminKey, new Uri(service.Urls.Single()));

        var file = await client.ExportAsync("format=ndjson", request => (request.Version, request.VersionPolicy) = (HttpVersion.Version20, HttpVersionPolicy.RequestVersionExact));

        Assert.Equal((3, file.Sha256), ((int)file.Manifest["rows"]!, (string)file.Manifest["sha256"]!));
    }

    [Theory]
    [InlineData("")]
    [InlineData("&violation=raid_office&from=2024")]
    public async Task What_was_cut_off_goes_on_behind_the_last_row_that_arrived(string filter)
    {
        var organisation = await RecordedAsync(40);
        foreach (var format in (string[])["ndjson", "csv"])
        {
            var whole = await organisation.Admin.ExportAsync($"format={format}{filter}");
            var ids = (await organisation.Admin.ExportAsync("format=ndjson")).Lines.Select(line => (string)line["id"]!).ToList();
            var arrived = whole.Text[..whole.Text.IndexOf(ids[17], StringComparison.Ordinal)];
            arrived = arrived[..(arrived.LastIndexOf('\n') + 1)];

            var rest = await organisation.Admin.ExportAsync($"format={format}{filter}&after={ids[16]}");

            Assert.Equal(whole.Text, arrived + rest.Text);
            Assert.Equal((23, ids[16]), ((int)rest.Manifest["rows"]!, (string)rest.Manifest["after"]!));
        }
    }

    [Fact]
    public async Task A_point_on_the_map_is_only_where_the_place_is_known_as_finely_as_a_settlement()
    {
        var organisation = await api.NewOrganisationAsync();
        JsonObject At(string precision) => Given.Incident(precision).With("/location", new JsonObject
        {
            ["country"] = "KG",
            ["region"] = "KG-GB",
            ["locality"] = "Bishkek",
            ["latitude"] = -42.5,
            ["longitude"] = 74.25,
            ["precision"] = precision,
        });
        await organisation.Admin.RecordAllAsync([At("exact"), At("locality"), At("region"), At("country"), Given.Incident("none")]);

        var file = await organisation.Admin.ExportAsync("format=geojson");

        var collection = JsonNode.Parse(file.Text)!;
        Assert.Equal("FeatureCollection", (string)collection["type"]!);
        var features = collection["features"]!.AsArray().ToDictionary(feature => (string)feature!["properties"]!["title"]!, feature => feature!);
        Assert.Equal(5, features.Count);
        foreach (var title in (string[])["exact", "locality"])
        {
            Assert.Equal("""{"type":"Point","coordinates":[74.25,-42.5]}""", features[title]["geometry"]!.ToJsonString());
        }

        foreach (var title in (string[])["region", "country", "none"]) Assert.Null(features[title]["geometry"]);
        Assert.Equal("region", (string)features["region"]["properties"]!["precision"]!);
        Assert.All(features.Values, feature => Assert.Equal(("Feature", (string)feature["properties"]!["id"]!), ((string)feature["type"]!, (string)feature["id"]!)));
    }

    [Fact]
    public async Task An_export_of_nothing_is_a_file_of_its_form_with_a_manifest()
    {
        var organisation = await api.NewOrganisationAsync();

        Assert.Equal("", (await organisation.Admin.ExportAsync("format=ndjson")).Text);
        Assert.Single((await organisation.Admin.ExportAsync("format=csv")).Text.Split("\r\n", StringSplitOptions.RemoveEmptyEntries));
        var features = await organisation.Admin.ExportAsync("format=geojson");
        Assert.Empty(JsonNode.Parse(features.Text)!["features"]!.AsArray());
        Assert.Equal((0L, "complete"), ((long)features.Manifest["rows"]!, (string)features.Manifest["status"]!));
    }

    [Fact]
    public async Task Head_says_what_the_file_would_be_and_exports_nothing()
    {
        var organisation = await RecordedAsync(2);

        using var request = new HttpRequestMessage(HttpMethod.Head, "/v1/incidents/export?format=csv");
        using var response = await organisation.Admin.SendAsync(request, TestContext.Current.CancellationToken);

        Assert.Equal((HttpStatusCode.OK, "text/csv"), (response.StatusCode, response.Content.Headers.ContentType?.MediaType));
        Assert.False(response.Headers.Contains("Export-Id"));
        Assert.Equal(0L, (await api.SqlAsync("postgres", $"select count(*) from exports where organisation_id = '{organisation.Id}'"))[0][0]);
    }

    [Theory]
    [InlineData("", "format")]
    [InlineData("format=pdf", "format")]
    [InlineData("format=ndjson&bom=true", "bom")]
    [InlineData("format=csv&bom=yes", "bom")]
    [InlineData("format=csv&after=nowhere", "after")]
    [InlineData("format=csv&country=Kenya", "country")]
    [InlineData("format=csv&near=1,2", "radius")]
    [InlineData("format=csv&scope=shared&gender=woman", "gender")]
    [InlineData("format=csv&from=2025&to=2024", "from")]
    public async Task A_wrong_parameter_is_refused_by_its_name(string query, string parameter)
    {
        var organisation = await api.NewOrganisationAsync();

        var answer = (await organisation.Admin.ReadAsync($"/v1/incidents/export?{query}")).Expect(400, "invalid-parameter");

        Assert.Contains(answer.Json["errors"]!.AsArray(), fault => (string?)fault!["parameter"] == parameter);
        if (parameter == "format") Assert.Equal("""["csv","ndjson","geojson","xlsx"]""", answer.Json["errors"]![0]!["allowed"]!.ToJsonString());
    }

    [Theory]
    [InlineData("sort=occurred")]
    [InlineData("fields=title")]
    [InlineData("limit=5")]
    public async Task What_an_export_does_not_offer_it_does_not_ignore(string query)
    {
        var organisation = await api.NewOrganisationAsync();

        (await organisation.Admin.ReadAsync($"/v1/incidents/export?format=csv&{query}")).Expect(400, "unknown-parameter");
    }

    private async Task<TestOrganisation> RecordedAsync(int count)
    {
        var organisation = await api.NewOrganisationAsync();
        await organisation.Admin.RecordAllAsync(Enumerable.Range(1, count).Select(n => Given.Incident(string.Create(CultureInfo.InvariantCulture, $"Search {n}, “Тинтүү”"))));
        return organisation;
    }
}
