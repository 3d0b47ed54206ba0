using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json;

namespace IncidentApi.Local.Hosting;

/// <summary>The launcher as a client of the service, over HTTP like everybody else.</summary>
internal sealed class ServiceClient(string url) : IDisposable
{
    // A proxy that the environment names must not stand between the launcher and its own machine.
    private readonly HttpClient _http = new(new SocketsHttpHandler { UseProxy = false }) { BaseAddress = new Uri(url) };

    public async Task<NewOrganisation> MakeOrganisationAsync(string operatorKey, string name, CancellationToken cancellation) =>
        await ReadAsync<NewOrganisation>(
            await SendAsync(HttpMethod.Post, "/v1/organisations", operatorKey, new { name }, cancellation), cancellation);

    /// <summary>Whom a key speaks for; null if it does not work.</summary>
    public async Task<KeyHolder?> WhoAmIAsync(string key, CancellationToken cancellation)
    {
        var response = await SendAsync(HttpMethod.Get, "/v1/me", key, body: null, cancellation);
        return response.StatusCode is HttpStatusCode.Unauthorized ? null : await ReadAsync<KeyHolder>(response, cancellation);
    }

    public async Task<NewKey> RotateAsync(KeyHolder holder, string key, CancellationToken cancellation) => await ReadAsync<NewKey>(
        await SendAsync(
            HttpMethod.Post, $"/v1/organisations/{holder.Organisation?.Id}/keys/{holder.KeyId}/rotation", key, body: null, cancellation),
        cancellation);

    /// <summary>A new admin key and a new code; null if the code does not work.</summary>
    public async Task<Recovery?> RecoverAsync(string recoveryCode, CancellationToken cancellation)
    {
        var response = await SendAsync(HttpMethod.Post, "/v1/recovery", key: null, new { recoveryCode }, cancellation);
        return response.IsSuccessStatusCode ? await ReadAsync<Recovery>(response, cancellation) : null;
    }

    public async Task<BatchItem[]> RecordAsync(string key, IEnumerable<JsonElement> incidents, CancellationToken cancellation) =>
        (await ReadAsync<Batch>(
            await SendAsync(HttpMethod.Post, "/v1/incidents/batch", key, new { items = incidents }, cancellation), cancellation)).Items;

    public async Task<string> StatusOfAsync(string key, Guid incident, CancellationToken cancellation) =>
        (await ReadAsync<Standing>(
            await SendAsync(HttpMethod.Get, $"/v1/incidents/{incident}?fields=status", key, body: null, cancellation), cancellation)).Status;

    /// <summary>Takes a record one step through its workflow; once published, everybody may see it.</summary>
    public async Task<StepTaken> StepAsync(string key, Guid incident, string etag, string to, CancellationToken cancellation)
    {
        object step = to == "published" ? new { to, visibility = "public" } : new { to };
        using var response = await SendAsync(HttpMethod.Post, $"/v1/incidents/{incident}/transitions", key, step, cancellation, etag);
        return response.IsSuccessStatusCode
            ? new(response.Headers.ETag!.ToString(), null)
            : new(null, $"{(int)response.StatusCode} {await response.Content.ReadAsStringAsync(cancellation)}");
    }

    public void Dispose() => _http.Dispose();

    private async Task<HttpResponseMessage> SendAsync(
        HttpMethod method, string path, string? key, object? body, CancellationToken cancellation, string? etag = null)
    {
        using var request = new HttpRequestMessage(method, path) { Content = body is null ? null : JsonContent.Create(body) };
        if (key is not null) request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", key);
        if (etag is not null)
        {
            request.Headers.IfMatch.Add(EntityTagHeaderValue.Parse(etag));
            request.Headers.Add("Prefer", "return=minimal");
        }

        return await _http.SendAsync(request, cancellation);
    }

    private static async Task<T> ReadAsync<T>(HttpResponseMessage response, CancellationToken cancellation)
    {
        using (response)
        {
            if (response.IsSuccessStatusCode) return (await response.Content.ReadFromJsonAsync<T>(cancellation))!;

            var problem = await response.Content.ReadAsStringAsync(cancellation);
            throw new CannotStartException(
                $"{response.RequestMessage!.Method} {response.RequestMessage.RequestUri!.AbsolutePath} "
                + $"answered {(int)response.StatusCode}: {problem}");
        }
    }
}

/// <summary>An organisation as it is made, with its first admin key.</summary>
internal sealed record NewOrganisation(Guid Id, string Name, string AdminKey, string RecoveryCode);

/// <summary>Whom a key speaks for, and how long.</summary>
internal sealed record KeyHolder(Guid? KeyId, HeldOrganisation? Organisation, DateTimeOffset? ExpiresAt);

/// <summary>The organisation of a key.</summary>
internal sealed record HeldOrganisation(Guid Id, string Name);

/// <summary>A key that takes another's place.</summary>
internal sealed record NewKey(Guid Id, string Key, DateTimeOffset? ExpiresAt);

/// <summary>What a recovery code was exchanged for.</summary>
internal sealed record Recovery(string Key, string RecoveryCode);

/// <summary>What became of each record of a batch, in order.</summary>
internal sealed record Batch(BatchItem[] Items);

/// <summary>What became of one record of a batch.</summary>
internal sealed record BatchItem(int Status, Guid? Id, string? Etag, JsonElement? Problem);

/// <summary>Where a record stands in its workflow.</summary>
internal sealed record Standing(string Status);

/// <summary>The ETag of a record after its step, or why it was refused.</summary>
internal sealed record StepTaken(string? ETag, string? Refusal);
