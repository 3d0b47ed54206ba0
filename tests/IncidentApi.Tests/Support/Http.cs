using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json.Nodes;

namespace IncidentApi.Tests.Support;

/// <summary>Requests and answers as a client without our types sees them.</summary>
internal static class Http
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public static async Task<Answer> SendAsync(
        this HttpClient client, HttpMethod method, string path, JsonNode? body = null, string? ifMatch = null, params (string Name, string Value)[] headers)
    {
        using var request = new HttpRequestMessage(method, path);
        if (body is not null)
        {
            request.Content = new StringContent(body.ToJsonString(), Encoding.UTF8, method == HttpMethod.Patch ? "application/merge-patch+json" : "application/json");
        }

        if (ifMatch is not null) request.Headers.TryAddWithoutValidation("If-Match", ifMatch);
        foreach (var (name, value) in headers) request.Headers.TryAddWithoutValidation(name, value);
        using var response = await client.SendAsync(request, Cancellation);
        return await Answer.OfAsync(response);
    }

    public static Task<Answer> PostAsync(this HttpClient client, string path, JsonNode? body, params (string, string)[] headers) =>
        client.SendAsync(HttpMethod.Post, path, body, null, headers);

    public static Task<Answer> ReadAsync(this HttpClient client, string path, params (string, string)[] headers) =>
        client.SendAsync(HttpMethod.Get, path, null, null, headers);

    public static Task<Answer> PutAsync(this HttpClient client, string path, JsonNode body, string? ifMatch = null, params (string, string)[] headers) =>
        client.SendAsync(HttpMethod.Put, path, body, ifMatch, headers);

    /// <summary>Sends bytes as they are, sound or not.</summary>
    public static async Task<Answer> PostBytesAsync(this HttpClient client, string path, byte[] body, string mediaType = "application/json")
    {
        using var content = new ByteArrayContent(body);
        content.Headers.ContentType = MediaTypeHeaderValue.Parse(mediaType);
        using var response = await client.PostAsync(path, content, Cancellation);
        return await Answer.OfAsync(response);
    }
}

/// <summary>What came back: status, headers, and the body as JSON if it is some.</summary>
internal sealed record Answer(HttpStatusCode Status, HttpResponseHeaders Headers, string? MediaType, string Text)
{
    private JsonNode? _json;

    public JsonNode Json => _json ??= JsonNode.Parse(Text)!;

    public string? ETag => Headers.ETag?.Tag;

    public string Id => (string)Json["id"]!;

    public string? Problem => MediaType == "application/problem+json" ? ((string?)Json["type"])?.Replace("/problems/", "", StringComparison.Ordinal) : null;

    public IReadOnlyList<string?> Pointers => [.. (Json["errors"]?.AsArray() ?? []).Select(fault => (string?)fault!["pointer"])];

    public static async Task<Answer> OfAsync(HttpResponseMessage response) => new(response.StatusCode, response.Headers,
        response.Content.Headers.ContentType?.MediaType, await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));

    /// <summary>Fails with the whole answer unless it has this status.</summary>
    public Answer Expect(HttpStatusCode status)
    {
        Assert.True(Status == status, $"Expected {(int)status}, got {(int)Status}: {Text}");
        return this;
    }

    public Answer Expect(int status, string problem)
    {
        Assert.True((int)Status == status && Problem == problem, $"Expected {status} {problem}, got {(int)Status}: {Text}");
        return this;
    }
}
