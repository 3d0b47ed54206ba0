using System.Net;
using System.Text.Json.Nodes;

namespace IncidentApi.Tests.Support;

/// <summary>The steps from a draft to what others see.</summary>
internal static class Publishing
{
    /// <summary>Records an incident and publishes it; answers with the organisation's own record.</summary>
    public static async Task<Answer> PublishedAsync(this TestOrganisation organisation, JsonObject? incident = null, string visibility = "public")
    {
        var made = (await organisation.Admin.PostAsync("/v1/incidents", incident ?? Given.Incident())).Expect(HttpStatusCode.Created);
        var submitted = (await organisation.StepAsync(made, "submitted")).Expect(HttpStatusCode.OK);
        return (await organisation.StepAsync(submitted, "published", visibility)).Expect(HttpStatusCode.OK);
    }

    public static Task<Answer> StepAsync(this TestOrganisation organisation, Answer record, string to, string? visibility = null, string? reason = null)
    {
        var body = new JsonObject { ["to"] = to };
        if (visibility is not null) body["visibility"] = visibility;
        if (reason is not null) body["reason"] = reason;
        return organisation.Admin.SendAsync(HttpMethod.Post, $"/v1/incidents/{record.Id}/transitions", body, record.ETag);
    }

    public static Task<Answer> PatchAsync(this TestOrganisation organisation, Answer record, JsonObject patch) =>
        organisation.Admin.SendAsync(HttpMethod.Patch, $"/v1/incidents/{record.Id}", patch, record.ETag);

    /// <summary>Lets another organisation read.</summary>
    public static async Task<Answer> ShareAsync(this TestOrganisation organisation, TestOrganisation partner, JsonObject? what = null)
    {
        var body = what ?? new JsonObject { ["visibility"] = "partners" };
        body["partner"] = partner.Id.ToString();
        body["purpose"] = "a joint report";
        body["until"] ??= "2199-12-31";
        return await organisation.Admin.PostAsync("/v1/partnerships", body);
    }

    /// <summary>What a list shows of one organisation, on all of its pages: other tests publish too.</summary>
    public static async Task<List<JsonObject>> ItemsAsync(this HttpClient client, string path, TestOrganisation of)
    {
        var items = new List<JsonObject>();
        for (var after = ""; ;)
        {
            var page = (await client.ReadAsync($"{path}{(path.Contains('?', StringComparison.Ordinal) ? '&' : '?')}fields=all&limit=200{after}")).Expect(HttpStatusCode.OK).Json;
            items.AddRange(page["items"]!.AsArray().Select(item => item!.AsObject()).Where(item => (string?)item["organisation"]!["id"] == of.Id.ToString()));
            if ((string?)page["nextCursor"] is not { } next) return items;

            after = $"&after={Uri.EscapeDataString(next)}";
        }
    }
}
