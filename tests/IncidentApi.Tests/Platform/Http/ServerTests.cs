using System.Collections.Concurrent;
using System.Net;
using System.Text.Json.Nodes;
using IncidentApi.Tests.Support;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace IncidentApi.Tests.Platform.Http;

public sealed class ServerTests(Api api)
{
    [Fact]
    public async Task Every_answer_bears_the_headers_that_protect_it()
    {
        var answer = await api.Anonymous().ReadAsync("/v1/incidents");

        Assert.Equal("nosniff", answer.Headers.GetValues("X-Content-Type-Options").Single());
        Assert.Equal("no-referrer", answer.Headers.GetValues("Referrer-Policy").Single());
        Assert.Equal("no-store", answer.Headers.CacheControl!.ToString());
        Assert.False(answer.Headers.Contains("Server"));
    }

    [Theory]
    [InlineData("br")]
    [InlineData("gzip")]
    public async Task A_bad_line_gets_compressed_answers(string encoding)
    {
        var organisation = await api.NewOrganisationAsync();
        var made = await organisation.Admin.PostAsync("/v1/incidents", Given.Incident().With("/summary", new string('x', 5000)));
        using var request = new HttpRequestMessage(HttpMethod.Get, made.Headers.Location);
        request.Headers.TryAddWithoutValidation("Accept-Encoding", encoding);

        using var answer = await organisation.Admin.SendAsync(request, TestContext.Current.CancellationToken);
        var bytes = await answer.Content.ReadAsByteArrayAsync(TestContext.Current.CancellationToken);

        Assert.Equal(encoding, answer.Content.Headers.ContentEncoding.Single());
        Assert.True(bytes.Length < made.Text.Length / 2);
    }

    [Fact]
    public async Task No_log_holds_what_a_record_or_a_search_says_even_at_trace()
    {
        var logs = new LogCapture();
        await using var service = await api.StartServiceAsync(app => app.Services.GetRequiredService<ILoggerFactory>().AddProvider(logs), "--Logging:LogLevel:Default=Trace");
        var organisation = await api.NewOrganisationAsync();
        var client = api.With(organisation.AdminKey, new Uri(service.Urls.Single()));
        var record = Given.Incident("Canaryname was here").With("/tags", new JsonArray("canarytag"))
            .With("/externalRef", new JsonObject { ["system"] = "canarysystem", ["id"] = "1" });

        (await client.PostAsync("/v1/incidents", record)).Expect(HttpStatusCode.Created);
        (await client.PostAsync("/v1/incidents", Given.Incident("Other").With("/externalRef", new JsonObject { ["system"] = "canarysystem", ["id"] = "1" }))).Expect(409, "external-ref-taken");
        (await client.ReadAsync("/v1/incidents?q=canaryname&tag=canarytag")).Expect(HttpStatusCode.OK);
        (await client.ReadAsync("/v1/incidents?q=canaryname&limit=0")).Expect(400, "invalid-parameter");

        Assert.NotEmpty(logs.Lines);
        Assert.DoesNotContain(logs.Lines, line => line.Contains("canary", StringComparison.OrdinalIgnoreCase));
        Assert.DoesNotContain(logs.Lines, line => line.Contains("hrd_", StringComparison.Ordinal));
    }

    private sealed class LogCapture : ILoggerProvider, ILogger
    {
        public ConcurrentQueue<string> Lines { get; } = new();

        public ILogger CreateLogger(string categoryName) => this;

        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull
        {
            Lines.Enqueue(state.ToString()!);
            return null;
        }

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
            Lines.Enqueue(formatter(state, exception) + exception);

        public void Dispose()
        {
        }
    }
}
