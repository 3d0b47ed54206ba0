using System.Net;
using System.Text.Json.Nodes;
using IncidentApi.Tests.Support;

namespace IncidentApi.Tests.Features.Changes;

internal static class ChangeReading
{
    /// <summary>All changes behind a place, page by page, and where they end.</summary>
    public static async Task<(List<JsonObject> Changes, string Cursor)> FollowAsync(this HttpClient client, string? after = null, string scope = "own", int limit = 200, string more = "")
    {
        var changes = new List<JsonObject>();
        for (var cursor = after; ;)
        {
            var page = (await client.ReadAsync($"/v1/changes?scope={scope}&limit={limit}{more}{(cursor is null ? "" : $"&after={cursor}")}")).Expect(HttpStatusCode.OK).Json;
            changes.AddRange(page["items"]!.AsArray().Select(item => item!.AsObject()));
            cursor = (string)page["nextCursor"]!;
            if (!(bool)page["more"]!) return (changes, cursor);
        }
    }

    /// <summary>Where a log ends now.</summary>
    public static async Task<string> EndAsync(this HttpClient client, string scope = "own") =>
        (string)(await client.ReadAsync($"/v1/changes?after=end&scope={scope}")).Expect(HttpStatusCode.OK).Json["nextCursor"]!;

    /// <summary>What a change says in short: its type without the noun, and the version.</summary>
    public static string InShort(this JsonObject change) => $"{((string)change["type"]!)["incident.".Length..]} {(int)change["version"]!}";
}
