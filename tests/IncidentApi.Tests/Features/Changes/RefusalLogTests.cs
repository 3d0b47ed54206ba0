using System.Collections.Concurrent;
using System.Diagnostics;
using IncidentApi.Tests.Support;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace IncidentApi.Tests.Features.Changes;

/// <summary>Anybody can come too often: what he is answered then must not fill the log.</summary>
public sealed class RefusalLogTests(Api api)
{
    private const string Trace = "5c1e8d0a72f94b36a1d7e0f3b2c49586";

    private static readonly (string, string) Traced = ("traceparent", $"00-{Trace}-00f067aa0ba902b7-01");

    [Theory]
    [InlineData("--Changes:Followers=1", 503, "unavailable")]
    [InlineData("--Changes:FollowersPerKey=1", 429, "too-many-requests")]
    public async Task A_refusal_by_a_limit_is_no_error_in_the_log(string limit, int status, string problem)
    {
        using var log = new Failures();
        await using var service = await api.StartServiceAsync(
            prepared => prepared.Services.GetRequiredService<ILoggerFactory>().AddProvider(log), [limit, "--Changes:StreamMinutes=10"]);
        var client = api.Anonymous(new Uri(service.Urls.Single()));
        await using var held = await Opened.StreamAsync(client, "/v1/changes/stream?after=end");

        (await client.ReadAsync("/v1/changes/stream?after=end", Traced)).Expect(status, problem);
        (await client.ReadAsync("/v1/changes?after=end&wait=1", Traced)).Expect(status, problem);

        Assert.Empty(log.Lines);
    }

    /// <summary>What is said while one of our requests runs; the service's own work meets what other tests do to the same database.</summary>
    private sealed class Failures : ILoggerProvider, ILogger
    {
        public ConcurrentQueue<string> Lines { get; } = new();

        public ILogger CreateLogger(string categoryName) => this;

        public IDisposable? BeginScope<TState>(TState state) where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => logLevel >= LogLevel.Warning;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
        {
            if (IsEnabled(logLevel) && Activity.Current?.TraceId.ToHexString() == Trace) Lines.Enqueue(formatter(state, exception));
        }

        public void Dispose()
        {
        }
    }
}
