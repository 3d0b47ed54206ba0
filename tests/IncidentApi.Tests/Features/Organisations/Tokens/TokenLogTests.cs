using System.Collections.Concurrent;
using IncidentApi.Tests.Support;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace IncidentApi.Tests.Features.Organisations.Tokens;

/// <summary>A token that stands in a log opens what it opens for whoever reads the log; a claim tells who was there.</summary>
public sealed class TokenLogTests(Api api, TokenService service) : IClassFixture<TokenService>
{
    [Fact]
    public async Task Neither_tokens_nor_claims_stand_in_the_log_even_at_its_most_talkative()
    {
        using var log = new Lines();
        await using var app = await api.StartServiceAsync(
            prepared => prepared.Services.GetRequiredService<ILoggerFactory>().AddProvider(log),
            [.. TokenService.Settings(service.Provider.Issuer, service.Organisation), "--Logging:LogLevel:Default=Trace", "--Logging:LogLevel:Microsoft.AspNetCore=Trace", "--Logging:Console:LogLevel:Default=None"]);
        var address = new Uri(app.Urls.Single());
        var genuine = await service.Provider.TokenAsync(TokenService.Reporter);
        var forged = new SigningKey("canary-key-id").Token(service.GenuineHeader().With("/kid", "canary-key-id"), service.GenuineClaims().With("/sub", "canary-subject"));
        var unmapped = service.Key.Token(service.GenuineHeader(), service.GenuineClaims().With("/organisation", "canary-organisation"));

        foreach (var token in new[] { genuine, forged, unmapped, genuine[..^4], "canary-nonsense" })
        {
            await api.With(token, address).ReadAsync("/v1/me");
            await api.With(token, address).PostAsync("/v1/incidents", Given.Incident());
        }

        Assert.Contains(log.All, line => line.Contains("/v1/me", StringComparison.Ordinal) || line.Contains("Authoriz", StringComparison.Ordinal));
        var secrets = genuine.Split('.').Concat(forged.Split('.')[1..]).Concat(unmapped.Split('.')[1..]).Concat(["canary", TokenService.Reporter, "legal-aid-talas"]);
        Assert.All(secrets, secret => Assert.DoesNotContain(log.All, line => line.Contains(secret, StringComparison.Ordinal)));
    }

    private sealed class Lines : ILoggerProvider, ILogger
    {
        private readonly ConcurrentQueue<string> _lines = new();

        public IReadOnlyCollection<string> All => _lines;

        public ILogger CreateLogger(string categoryName) => this;

        public IDisposable? BeginScope<TState>(TState state) where TState : notnull
        {
            _lines.Enqueue($"{state}");
            return null;
        }

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
            _lines.Enqueue($"{formatter(state, exception)} {exception}");

        public void Dispose()
        {
        }
    }
}
