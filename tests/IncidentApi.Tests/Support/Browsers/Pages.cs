using System.Net;
using System.Text.Json.Nodes;

namespace IncidentApi.Tests.Support.Browsers;

/// <summary>Walks lists as a client does: from page to page, by the cursor that it got.</summary>
internal static class Pages
{
    /// <summary>Every item of a list, in the order in which the pages give them.</summary>
    public static async Task<List<JsonNode>> WalkAsync(this HttpClient client, string address)
    {
        var items = new List<JsonNode>();
        for (var next = address; ;)
        {
            var page = (await client.ReadAsync(next)).Expect(HttpStatusCode.OK).Json;
            items.AddRange(page["items"]!.AsArray().OfType<JsonNode>());
            if ((string?)page["nextCursor"] is not { } cursor) return items;

            next = $"{address}&after={cursor}";
        }
    }

    public static List<string> Ids(this IEnumerable<JsonNode> items) => [.. items.Select(item => (string)item["id"]!)];

    /// <summary>Records bodies in batches and tells their ids, in order.</summary>
    public static async Task<List<string>> RecordAsync(this HttpClient client, IEnumerable<JsonObject> bodies)
    {
        var ids = new List<string>();
        foreach (var part in bodies.Chunk(500))
        {
            var answer = (await client.PostAsync("/v1/incidents/batch", new JsonObject { ["items"] = new JsonArray([.. part]) })).Expect(HttpStatusCode.OK);
            ids.AddRange(answer.Json["items"]!.AsArray().Select(item => (string?)item!["id"] ?? throw new InvalidOperationException(item.ToJsonString())));
        }

        return ids;
    }
}
