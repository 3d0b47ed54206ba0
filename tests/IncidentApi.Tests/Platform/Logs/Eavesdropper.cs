using System.Collections.Concurrent;
using System.Diagnostics;
using System.Diagnostics.Metrics;
using Microsoft.Extensions.Logging;

namespace IncidentApi.Tests.Platform.Logs;

/// <summary>Listens to every log at every level, to every trace and every measurement, and keeps what holds a forbidden word.</summary>
internal sealed class Eavesdropper : ILoggerProvider, ILogger
{
    private readonly string[] _forbidden;
    private readonly ActivityListener _activities;
    private readonly MeterListener _measurements = new();

    public Eavesdropper(params string[] forbidden)
    {
        _forbidden = forbidden;
        _activities = new ActivityListener
        {
            // The tests' own client tells where it goes.
            ShouldListenTo = source => !source.Name.Contains("System.Net.", StringComparison.Ordinal),
            Sample = (ref ActivityCreationOptions<ActivityContext> _) => ActivitySamplingResult.AllDataAndRecorded,
            SampleUsingParentId = (ref ActivityCreationOptions<string> _) => ActivitySamplingResult.AllDataAndRecorded,
            ActivityStopped = Judge,
        };
        ActivitySource.AddActivityListener(_activities);
        _measurements.InstrumentPublished = (instrument, listener) => listener.EnableMeasurementEvents(instrument);
        _measurements.SetMeasurementEventCallback<long>((instrument, _, tags, _) => Judge(instrument, tags));
        _measurements.SetMeasurementEventCallback<int>((instrument, _, tags, _) => Judge(instrument, tags));
        _measurements.SetMeasurementEventCallback<double>((instrument, _, tags, _) => Judge(instrument, tags));
        _measurements.Start();
    }

    public ConcurrentQueue<string> Hits { get; } = new();

    /// <summary>Whoever said anything: categories, sources, instruments.</summary>
    public ConcurrentDictionary<string, int> Speakers { get; } = new();

    public ILogger CreateLogger(string categoryName)
    {
        Speakers.TryAdd($"log {categoryName}", 0);
        return this;
    }

    public IDisposable? BeginScope<TState>(TState state) where TState : notnull
    {
        JudgeState("scope", state);
        return null;
    }

    public bool IsEnabled(LogLevel logLevel) => true;

    public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
    {
        Speakers.AddOrUpdate($"level {logLevel}", 1, (_, count) => count + 1);
        Judge("log", formatter(state, exception), exception?.ToString());
        JudgeState("log", state);
    }

    public void Dispose()
    {
        _activities.Dispose();
        _measurements.Dispose();
    }

    private void JudgeState(string where, object? state)
    {
        Judge(where, state?.ToString());
        if (state is not IEnumerable<KeyValuePair<string, object?>> values) return;

        foreach (var (name, value) in values) Judge($"{where} {name}", value?.ToString());
    }

    private void Judge(Activity activity)
    {
        Speakers.AddOrUpdate($"trace {activity.Source.Name}", 1, (_, count) => count + 1);
        Judge($"trace {activity.OperationName}", activity.DisplayName, activity.TraceStateString, activity.ParentId, activity.RootId, activity.StatusDescription);
        foreach (var (name, value) in activity.TagObjects) Judge($"tag {name}", value?.ToString());
        foreach (var (name, value) in activity.Baggage) Judge("baggage", name, value);
        foreach (var happened in activity.Events)
        {
            foreach (var (name, value) in happened.Tags) Judge($"event {happened.Name} {name}", value?.ToString());
        }
    }

    private void Judge(Instrument instrument, ReadOnlySpan<KeyValuePair<string, object?>> tags)
    {
        Speakers.TryAdd($"metric {instrument.Name}", 0);
        foreach (var (name, value) in tags) Judge($"metric {instrument.Name} {name}", value?.ToString());
    }

    private void Judge(string where, params ReadOnlySpan<string?> texts)
    {
        foreach (var text in texts)
        {
            if (text is not null && _forbidden.Any(word => text.Contains(word, StringComparison.OrdinalIgnoreCase))) Hits.Enqueue($"{where}: {text}");
        }
    }
}
