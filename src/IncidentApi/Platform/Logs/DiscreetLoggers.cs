using Microsoft.Extensions.DependencyInjection.Extensions;

namespace IncidentApi.Platform.Logs;

/// <summary>
/// Stands before every log, whatever its level and wherever it is written. What this service says passes, for each of its sentences is
/// ours; of what a library says, the event's name alone: its words hold addresses, paths, queries and keys, more of them at lower levels,
/// and others with each version. No configuration lets them through.
/// </summary>
internal sealed class DiscreetLoggers(LoggerFactory all) : ILoggerFactory
{
    // The second says where the service listens, and that it stops.
    private static readonly string[] Ours = ["IncidentApi", "Microsoft.Hosting.Lifetime"];

    public static void Install(IServiceCollection services) =>
        services.Replace(ServiceDescriptor.Singleton<ILoggerFactory>(provider => new DiscreetLoggers(ActivatorUtilities.CreateInstance<LoggerFactory>(provider))));

    public ILogger CreateLogger(string categoryName) => IsOurs(categoryName) ? new OwnLogger(all.CreateLogger(categoryName)) : new NameOnlyLogger(all.CreateLogger(categoryName));

    public void AddProvider(ILoggerProvider provider) => all.AddProvider(provider);

    public void Dispose() => all.Dispose();

    private static bool IsOurs(string category) =>
        Ours.Any(own => category.StartsWith(own, StringComparison.Ordinal) && (category.Length == own.Length || category[own.Length] == '.'));
}

/// <summary>Our sentences as they are, but no exception's message, which may quote a record.</summary>
internal sealed class OwnLogger(ILogger logger) : ILogger
{
    public IDisposable? BeginScope<TState>(TState state) where TState : notnull => logger.BeginScope(state);

    public bool IsEnabled(LogLevel logLevel) => logger.IsEnabled(logLevel);

    public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
    {
        if (exception is null) logger.Log(logLevel, eventId, state, null, formatter);
        else if (logger.IsEnabled(logLevel)) logger.Log(logLevel, eventId, $"{formatter(state, null)}\n{ExceptionKinds.Of(exception)}", null, static (text, _) => text);
    }
}

/// <summary>The name of each event, and the kind and place of an exception.</summary>
internal sealed class NameOnlyLogger(ILogger logger) : ILogger
{
    public IDisposable? BeginScope<TState>(TState state) where TState : notnull => null;

    public bool IsEnabled(LogLevel logLevel) => logger.IsEnabled(logLevel);

    public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
    {
        if (!logger.IsEnabled(logLevel)) return;

        var name = eventId.Name ?? "an event without a name";
        logger.Log(logLevel, eventId, exception is null ? name : $"{name}\n{ExceptionKinds.Of(exception)}", null, static (text, _) => text);
    }
}
