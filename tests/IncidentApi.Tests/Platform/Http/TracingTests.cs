using System.Collections.Concurrent;
using IncidentApi.Tests.Support;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace IncidentApi.Tests.Platform.Http;

/// <summary>A request can be named to whoever runs the server: in the answer, in a problem and in the log by the same id.</summary>
public sealed class TracingTests(Api api)
{
    private const string Theirs = "4bf92f3577b34da6a3ce929d0e0e4736";

    [Theory]
    [InlineData("/v1/incidents", 200)]
    [InlineData("/v1/incidents?colour=red", 400)]
    [InlineData("/v1/me", 401)]
    [InlineData("/nothing", 404)]
    [InlineData("/problems/not-found", 200)]
    [InlineData("/health/live", 204)]
    public async Task A_trace_that_a_client_began_goes_on(string path, int status)
    {
        var answer = await api.Anonymous().ReadAsync(path, ("traceparent", $"00-{Theirs}-00f067aa0ba902b7-01"), ("tracestate", "vendor=words"), ("baggage", "name=words"));

        Assert.Equal((status, Theirs), ((int)answer.Status, TraceId(answer)));
        if (status >= 400) Assert.Equal(Theirs, (string)answer.Json["traceId"]!);
        Assert.DoesNotContain(answer.Headers.SelectMany(header => header.Value), value => value.Contains("words", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("words of somebody")]
    [InlineData("00-4BF92F3577B34DA6A3CE929D0E0E4736-00F067AA0BA902B7-01")]
    [InlineData("00-00000000000000000000000000000000-00f067aa0ba902b7-01")]
    [InlineData("00-4bf92f3577b34da6a3ce929d0e0e4736-0000000000000000-01")]
    [InlineData("ff-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01")]
    [InlineData("00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7")]
    [InlineData("00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01-words")]
    [InlineData("00-4bf92f3577b34da6a3ce929d0e0e473g-00f067aa0ba902b7-01")]
    [InlineData("4bf92f3577b34da6a3ce929d0e0e4736")]
    public async Task What_is_no_trace_begins_a_new_one(string? traceparent)
    {
        var client = api.Anonymous();

        var answers = new[] { await AskAsync(client, traceparent), await AskAsync(client, traceparent) };

        Assert.All(answers, answer =>
        {
            Assert.Matches("^[0-9a-f]{32}$", TraceId(answer));
            Assert.NotEqual(Theirs, TraceId(answer));
            Assert.Equal(TraceId(answer), (string)answer.Json["traceId"]!);
        });
        Assert.NotEqual(TraceId(answers[0]), TraceId(answers[1]));
    }

    [Fact]
    public async Task Two_traces_at_once_are_none()
    {
        var answer = await api.Anonymous().ReadAsync("/v1/me", ("traceparent", $"00-{Theirs}-00f067aa0ba902b7-01"), ("traceparent", "00-0af7651916cd43dd8448eb211c80319c-00f067aa0ba902b7-01"));

        Assert.NotEqual(Theirs, TraceId(answer));
        Assert.NotEqual("0af7651916cd43dd8448eb211c80319c", TraceId(answer));
    }

    [Fact]
    public async Task The_log_names_the_request_that_failed()
    {
        using var log = new ScopedLog();
        await using var service = Service.Create(["--urls=http://127.0.0.1:0", "--ConnectionStrings:Incidents=Host=127.0.0.1;Port=1;Timeout=1;Username=nobody", "--ConnectionStrings:Public=Host=127.0.0.1;Port=1;Timeout=1;Username=nobody", $"--Secrets:File={api.SecretFile}", "--Logging:LogLevel:Default=Warning"]);
        service.Services.GetRequiredService<ILoggerFactory>().AddProvider(log);
        await service.StartAsync(TestContext.Current.CancellationToken);

        var refused = (await api.With("hrd_live_" + new string('a', 43), new Uri(service.Urls.Single())).ReadAsync("/v1/me", ("traceparent", $"00-{Theirs}-00f067aa0ba902b7-01"), ("tracestate", "vendor=words")));

        Assert.True((int)refused.Status is 401 or 503, refused.Text);
        Assert.Equal(Theirs, TraceId(refused));
        (await api.Anonymous(new Uri(service.Urls.Single())).ReadAsync("/v1/incidents", ("traceparent", $"00-{Theirs}-00f067aa0ba902b7-01"), ("tracestate", "vendor=words"))).Expect(503, "unavailable");
        var line = Assert.Single(log.Lines, line => line.Text.StartsWith("Request failed", StringComparison.Ordinal) && line.Scope.Contains(Theirs, StringComparison.Ordinal));
        Assert.Equal($"TraceId:{Theirs}", line.Scope);
        Assert.DoesNotContain(log.Lines, one => one.Scope.Contains("words", StringComparison.Ordinal) || one.Text.Contains("words", StringComparison.Ordinal));
    }

    private static Task<Answer> AskAsync(HttpClient client, string? traceparent) =>
        client.ReadAsync("/v1/me", traceparent is null ? [] : [("traceparent", traceparent), ("tracestate", "vendor=words")]);

    private static string TraceId(Answer answer) => Assert.Single(answer.Headers.GetValues("Trace-Id"));

    /// <summary>Keeps each line with everything that stands around it.</summary>
    private sealed class ScopedLog : ILoggerProvider, ISupportExternalScope, ILogger
    {
        private IExternalScopeProvider _scopes = new LoggerExternalScopeProvider();

        public ConcurrentQueue<(string Text, string Scope)> Lines { get; } = new();

        public void SetScopeProvider(IExternalScopeProvider scopeProvider) => _scopes = scopeProvider;

        public ILogger CreateLogger(string categoryName) => this;

        public IDisposable? BeginScope<TState>(TState state) where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
        {
            var scopes = new List<string>();
            _scopes.ForEachScope((scope, all) => all.Add(scope?.ToString() ?? ""), scopes);
            Lines.Enqueue((formatter(state, exception), string.Join(' ', scopes)));
        }

        public void Dispose()
        {
        }
    }
}
