using System.IO.Compression;
using System.Net;
using System.Text.Json.Nodes;
using IncidentApi.Tests.Support;

namespace IncidentApi.Tests.Features.Incidents.Freshness;

/// <summary>One strong ETag for one sequence of bytes, and If-Match with any of them.</summary>
public sealed class CodedTagTests(Api api)
{
    [Fact]
    public async Task Each_coding_of_a_record_has_a_name_of_its_own()
    {
        var organisation = await api.NewOrganisationAsync();
        var path = (await organisation.Admin.PostAsync("/v1/incidents", Given.Incident())).Expect(HttpStatusCode.Created).Headers.Location!.ToString();

        Assert.Equal(["\"1\"", "\"1.br\"", "\"1.gzip\""], [await TagAsync("identity"), await TagAsync("br"), await TagAsync("gzip")]);

        async Task<string> TagAsync(string coding) => TagTests.Tag((await organisation.Admin.ReadAsync(path, ("Accept-Encoding", coding))).Expect(HttpStatusCode.OK));
    }

    [Theory]
    [InlineData("\"1.br\"", "br", "\"1.br\"")]
    [InlineData("\"1.gzip\"", "gzip, br", "\"1.gzip\"")]
    [InlineData("\"1\"", "br", "\"1\"")]
    [InlineData("\"1\"", null, "\"1\"")]
    [InlineData("W/\"1.br\"", "br", "\"1.br\"")]
    [InlineData("\"7.br\", \"1.gzip\"", "gzip;q=0.5", "\"1.gzip\"")]
    [InlineData("\"1.br\"", "*", "\"1.br\"")]
    [InlineData("\"1.br\"", "gzip", null)]
    [InlineData("\"1.br\"", "br;q=0, gzip", null)]
    [InlineData("\"1.br\"", null, null)]
    [InlineData("\"2.br\"", "br", null)]
    [InlineData("\"1.zip\"", "br", null)]
    public async Task Whoever_holds_a_coding_that_he_still_takes_is_told_so_by_its_name(string held, string? takes, string? told)
    {
        var organisation = await api.NewOrganisationAsync();
        var path = (await organisation.Admin.PostAsync("/v1/incidents", Given.Incident())).Expect(HttpStatusCode.Created).Headers.Location!.ToString();

        var answer = await organisation.Admin.ReadAsync(path, [("If-None-Match", held), .. takes is null ? Array.Empty<(string, string)>() : [("Accept-Encoding", takes)]]);

        if (told is null) Assert.Equal(HttpStatusCode.OK, answer.Status);
        else Assert.Equal((HttpStatusCode.NotModified, told), (answer.Status, answer.ETag));
    }

    [Theory]
    [InlineData("\"1\"")]
    [InlineData("\"1.br\"")]
    [InlineData("\"9\", \"1.gzip\"")]
    public async Task A_change_is_made_with_the_name_that_was_read_in_whatever_coding(string etag)
    {
        var organisation = await api.NewOrganisationAsync();
        var path = (await organisation.Admin.PostAsync("/v1/incidents", Given.Incident())).Expect(HttpStatusCode.Created).Headers.Location!.ToString();

        (await organisation.Admin.SendAsync(HttpMethod.Patch, path, new JsonObject { ["title"] = "Changed" }, etag)).Expect(HttpStatusCode.OK);
        (await organisation.Admin.SendAsync(HttpMethod.Patch, path, new JsonObject { ["title"] = "Again" }, etag)).Expect(412, "stale-version");
        (await organisation.Admin.SendAsync(HttpMethod.Patch, path, new JsonObject { ["title"] = "Again" }, "W/\"2.br\"")).Expect(412, "stale-version");
    }

    [Theory]
    [InlineData("br")]
    [InlineData("gzip")]
    public async Task What_is_kept_compressed_is_what_is_kept(string coding)
    {
        await using var quiet = await QuietService.StartAsync(api);
        var organisation = await quiet.NewOrganisationAsync();
        var id = await PublishedIdAsync(quiet, organisation);
        foreach (var path in new[] { "/v1/incidents", $"/v1/incidents/{id}" })
        {
            var plain = (await quiet.Anonymous.ReadAsync(path)).Expect(HttpStatusCode.OK);
            for (var time = 0; time < 3; time++)
            {
                using var request = new HttpRequestMessage(HttpMethod.Get, path);
                request.Headers.TryAddWithoutValidation("Accept-Encoding", coding);
                using var answer = await quiet.Anonymous.SendAsync(request, TestContext.Current.CancellationToken);
                var bytes = await answer.Content.ReadAsByteArrayAsync(TestContext.Current.CancellationToken);

                Assert.Equal(coding, answer.Content.Headers.ContentEncoding.Single());
                Assert.Equal(bytes.Length, answer.Content.Headers.ContentLength);
                Assert.Equal("application/json", answer.Content.Headers.ContentType!.ToString());
                Assert.Equal(["Accept-Encoding", "Authorization", "Origin"], answer.Headers.Vary.Order());
                Assert.Equal(path.EndsWith("incidents", StringComparison.Ordinal) ? TagTests.Tag(plain) : $"\"1.{coding}\"", answer.Headers.ETag!.ToString());
                using Stream unpacked = coding == "br" ? new BrotliStream(new MemoryStream(bytes), CompressionMode.Decompress) : new GZipStream(new MemoryStream(bytes), CompressionMode.Decompress);
                Assert.Equal(plain.Text, await new StreamReader(unpacked).ReadToEndAsync(TestContext.Current.CancellationToken));
            }
        }
    }

    private static async Task<string> PublishedIdAsync(QuietService quiet, TestOrganisation organisation)
    {
        await organisation.PublishedAsync();
        return (string)(await quiet.Anonymous.ReadAsync("/v1/incidents")).Json["items"]![0]!["id"]!;
    }
}
