using System.Net;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using IncidentApi.Tests.Support;

namespace IncidentApi.Tests.Features.Exports;

/// <summary>A file that an export made, with what the answer said of it.</summary>
internal sealed record ExportedFile(byte[] Bytes, string Id, string? MediaType, string? Name, JsonObject Manifest, IReadOnlyDictionary<string, string> Trailers)
{
    public string Text => Encoding.UTF8.GetString(Bytes);

    public string Sha256 => Convert.ToHexStringLower(SHA256.HashData(Bytes));

    public IReadOnlyList<JsonObject> Lines => [.. Text.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => JsonNode.Parse(line)!.AsObject())];
}

internal static class Exporting
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    /// <summary>An export to its end; its manifest must have come with it.</summary>
    public static async Task<ExportedFile> ExportAsync(this HttpClient client, string query, Action<HttpRequestMessage>? prepare = null)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, $"/v1/incidents/export?{query}");
        prepare?.Invoke(request);
        using var response = await client.SendAsync(request, Cancellation);
        var bytes = await response.Content.ReadAsByteArrayAsync(Cancellation);
        Assert.True(response.StatusCode == HttpStatusCode.OK, $"{query}: {(int)response.StatusCode} {Encoding.UTF8.GetString(bytes)}");
        var trailers = response.TrailingHeaders.ToDictionary(header => header.Key, header => header.Value.Single(), StringComparer.OrdinalIgnoreCase);
        Assert.True(trailers.ContainsKey("Export-Manifest"), $"{query}: no manifest came behind {response}");
        return new ExportedFile(bytes, response.Headers.GetValues("Export-Id").Single(), response.Content.Headers.ContentType?.ToString(),
            response.Content.Headers.ContentDisposition?.FileName, JsonNode.Parse(trailers["Export-Manifest"])!.AsObject(), trailers);
    }

    public static async Task<JsonObject> ManifestAsync(this HttpClient client, string id) =>
        (await client.ReadAsync($"/v1/exports/{id}")).Expect(HttpStatusCode.OK).Json.AsObject();

    /// <summary>Bodies in one batch; answers with their ids, in order.</summary>
    public static async Task<List<string>> RecordAllAsync(this HttpClient client, IEnumerable<JsonNode> bodies)
    {
        var answer = (await client.PostAsync("/v1/incidents/batch", new JsonObject { ["items"] = new JsonArray([.. bodies.Select(body => body.DeepClone())]) })).Expect(HttpStatusCode.OK);
        return [.. answer.Json["items"]!.AsArray().Select(item =>
        {
            Assert.True((int)item!["status"]! == 201, item.ToJsonString());
            return (string)item["id"]!;
        })];
    }

    public static async Task<JsonNode> BodyAsync(this HttpClient client, string id) =>
        (await client.ReadAsync($"/v1/incidents/{id}?fields=body")).Expect(HttpStatusCode.OK).Json;

    /// <summary>The 43 records of the sample and the hard cases.</summary>
    public static async Task<List<JsonNode>> KnownBodiesAsync()
    {
        var sample = await ReadAsync("src/IncidentApi.Local/Sample/kyrgyzstan-incidents.json");
        var cases = await ReadAsync("tests/IncidentApi.Tests/Features/Incidents/hard-cases.json");
        List<JsonNode> bodies = [.. sample["incidents"]!.AsArray().Concat(cases["cases"]!.AsArray().SelectMany(one => one!["documents"]!.AsArray())).OfType<JsonNode>()];
        Assert.True(bodies.Count > 54, $"Only {bodies.Count} records were found.");
        return bodies;
    }

    private static async Task<JsonNode> ReadAsync(string file) => JsonNode.Parse(await File.ReadAllTextAsync(Repository.Path(file), Cancellation))!;

    /// <summary>Fills an organisation with copies of one record, each of some 3,000 bytes; answers with how many there are.</summary>
    public static async Task<int> FillAsync(TestOrganisation organisation, Func<string, Task<List<object[]>>> sql, int copies)
    {
        var made = (await organisation.Admin.PostAsync("/v1/incidents", Given.Incident().With("/summary", string.Concat(Enumerable.Repeat("Officers came at night. ", 100))))).Expect(HttpStatusCode.Created);
        await sql($"""
            insert into incidents (organisation_id, id, version, reference, kind, status, verification, occurred_on, earliest, latest, surely_from, surely_to, lasting,
                terms, places, latitude, longitude, placed, created_at, created_by, updated_at, updated_by, change, changed, search, brief, document)
            select organisation_id, made.id, 1, to_char(n, 'FM0000000000'), kind, status, verification, occurred_on, earliest, latest, surely_from, surely_to, lasting,
                terms, places, latitude, longitude, placed, created_at, created_by, updated_at, updated_by, change, changed, search,
                replace(brief::text, i.id::text, made.id::text)::json, replace(document::text, i.id::text, made.id::text)::json
            from incidents i, generate_series(1, {copies}) n, lateral (select gen_random_uuid() as id, n as nth) made
            where i.organisation_id = '{organisation.Id}' and i.id = '{made.Id}';
            analyze incidents;
            """);
        return copies + 1;
    }
}
