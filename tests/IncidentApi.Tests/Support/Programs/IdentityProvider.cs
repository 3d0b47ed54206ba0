using System.Diagnostics;
using System.Net;
using System.Net.Http.Headers;
using System.Net.Sockets;
using System.Text;
using System.Text.Json.Nodes;

namespace IncidentApi.Tests.Support.Programs;

/// <summary>
/// A real OpenID Connect provider in a process of its own, from tests/identity-provider: npm's oidc-provider, installed once into the
/// folder of build results. Its signing keys are the tests' own, so that they can also write what it would never sign.
/// </summary>
internal sealed class IdentityProvider : IAsyncDisposable
{
    public const string Audience = "urn:incidents:test";

    private const string Secret = "a secret of a client of the tests, and of nobody else";

    private static readonly Lazy<Task<string>> Installed = new(() => NodeProgram.InstallAsync("identity-provider", "provider.mjs"));

    private readonly int _port;
    private readonly Dictionary<string, JsonObject> _claims;
    private Process? _process;

    private IdentityProvider(int port, Dictionary<string, JsonObject> claims) => (_port, _claims) = (port, claims);

    public string Issuer => $"http://127.0.0.1:{_port}";

    /// <summary>Starts a provider that knows these clients and gives each its claims.</summary>
    public static async Task<IdentityProvider> StartAsync(Dictionary<string, JsonObject> claims, SigningKey key)
    {
        var provider = new IdentityProvider(FreePort(), claims);
        await provider.RestartAsync(key);
        return provider;
    }

    /// <summary>The same provider at the same address, with another key.</summary>
    public async Task RestartAsync(SigningKey key)
    {
        await StopAsync();
        var settings = new JsonObject
        {
            ["port"] = _port,
            ["audience"] = Audience,
            ["keys"] = new JsonArray(key.ToJwk()),
            ["clients"] = new JsonArray([.. _claims.Select(client => new JsonObject { ["id"] = client.Key, ["secret"] = Secret, ["claims"] = client.Value.DeepClone() })]),
        };
        _process = Process.Start(new ProcessStartInfo("node", [Path.Combine(await Installed.Value, "provider.mjs")])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        })!;
        var complaints = _process.StandardError.ReadToEndAsync();
        await _process.StandardInput.WriteLineAsync(settings.ToJsonString());
        await _process.StandardInput.FlushAsync();
        if (await _process.StandardOutput.ReadLineAsync() != "ready") throw new InvalidOperationException($"The provider does not start: {await complaints}");
    }

    public async Task StopAsync()
    {
        if (_process is null) return;

        _process.Kill();
        await _process.WaitForExitAsync();
        _process.Dispose();
        _process = null;
    }

    /// <summary>An access token for a client, as the provider gives it out.</summary>
    public async Task<string> TokenAsync(string client)
    {
#pragma warning disable RS0030 // Tests own their clients.
        using var http = new HttpClient();
#pragma warning restore RS0030
        using var request = new HttpRequestMessage(HttpMethod.Post, $"{Issuer}/token");
        request.Headers.Authorization = new AuthenticationHeaderValue("Basic", Convert.ToBase64String(Encoding.UTF8.GetBytes($"{client}:{Uri.EscapeDataString(Secret)}")));
        request.Content = new FormUrlEncodedContent([KeyValuePair.Create("grant_type", "client_credentials")]);
        using var answer = await http.SendAsync(request);
        var said = JsonNode.Parse(await answer.Content.ReadAsStringAsync())!;
        return (string?)said["access_token"] ?? throw new InvalidOperationException($"The provider gave no token: {said}");
    }

    public async ValueTask DisposeAsync() => await StopAsync();

    public static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
