using Microsoft.IdentityModel.Protocols;

namespace IncidentApi.Features.Organisations.Tokens;

/// <summary>Reads what the provider publishes, from the addresses that it names itself: only over a safe line, never by way of another address, and not without end.</summary>
internal sealed class ProviderDocuments(IHttpClientFactory clients) : IDocumentRetriever
{
    private const string Client = "identity provider";

    public static void Add(IServiceCollection services) => services.AddSingleton<IDocumentRetriever, ProviderDocuments>()
        .AddHttpClient(Client, client =>
        {
            client.Timeout = TimeSpan.FromSeconds(5);
            client.MaxResponseContentBufferSize = 1024 * 1024;
        })
        .ConfigurePrimaryHttpMessageHandler(() => new SocketsHttpHandler
        {
            AllowAutoRedirect = false,
            UseCookies = false,

            // The provider need not learn which of our requests made us ask.
            ActivityHeadersPropagator = null,
        })
        .RemoveAllLoggers();

    public async Task<string> GetDocumentAsync(string address, CancellationToken cancel)
    {
        if (!TokenSettings.IsSafe(address)) throw new InvalidOperationException("The provider names an address without https.");

        using var client = clients.CreateClient(Client);
        using var answer = await client.GetAsync(new Uri(address), cancel);
        answer.EnsureSuccessStatusCode();
        return await answer.Content.ReadAsStringAsync(cancel);
    }
}
